import type { CommandName, EngineError, GroupKind } from '../../gateway/contract';
import { callOf, type Call } from '../online';
import { refusedToChange } from './refusals';

interface Differing {
	kind?: GroupKind;
	gapMs?: number;
	/** What a number means to this change alone. */
	refusals?: Readonly<Record<number, EngineError>>;
}

/** The call by which a group or a community is changed, or asked for what only its admins are told. */
export function changeCall(
	command: CommandName,
	id: string,
	{ kind, gapMs = 1_000, refusals = {} }: Differing = {},
): Call {
	return callOf(command, {
		gapMs,
		refusal: (code) => refusals[code] ?? refusedToChange(id, code, kind),
	});
}
