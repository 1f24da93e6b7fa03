import { COMMANDS, EngineError, outcomeUnknown, type CommandKind } from '../gateway/contract';

/** What is told of what was asked for and has no answer, whichever way it was carried. */

/** Undefined where older code asks for what this version does not know any more: see `open-gateway.ts`. */
export function commandKind(command: string): CommandKind | undefined {
	return (COMMANDS as Readonly<Record<string, { kind: CommandKind } | undefined>>)[command]?.kind;
}

export const NOT_PLAIN = new EngineError(
	'INVALID_CONTENT',
	'A parameter holds something that is not plain data, or lists within lists without end.',
	'Check the expressions of the node: they must give text, numbers, lists or objects.',
);

export const STOPPED = new EngineError(
	'ENGINE_STOPPED',
	'The WhatsApp engine stopped before it answered.',
	'Run the node again: what was queued is kept and nothing is sent twice.',
	true,
);

export const OUTCOME_UNKNOWN = outcomeUnknown(
	'The WhatsApp engine stopped while it was asking WhatsApp for this.',
);
