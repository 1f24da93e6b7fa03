import type { IExecuteFunctions } from 'n8n-workflow';

import { COMMANDS } from '../../engine/gateway/contract';
import type { AccountEngine } from '../WhatsAppLinked/actions/operation';
import { isEngineError } from './errors';
import { originOf } from './origin';

/** Far more than n8n tries again at a time; the oldest go. */
const MAX_REMEMBERED = 1_000;
const remembered = new Map<string, Promise<unknown>>();

/**
 * n8n's Retry On Fail runs all items of a node again, whatever the error was, those that went well too. What is no
 * idempotent command is therefore asked for once for each item of a run: what came of it is told again, also that nobody
 * knows whether it was done. All other errors mean that it was not.
 */
export function onceForItem(
	functions: IExecuteFunctions,
	itemIndex: number,
	request: AccountEngine['request'],
): AccountEngine['request'] {
	return async (command, input) => {
		if (COMMANDS[command].kind !== 'mutation') return await request(command, input);
		const key = JSON.stringify([command, originOf(functions, itemIndex)]);
		const known = remembered.get(key) as ReturnType<typeof request<typeof command>> | undefined;
		if (known) return await known;
		const answer = request(command, input);
		remember(key, answer);
		answer.catch((error: unknown) => {
			if (!isEngineError(error) || error.code !== 'OUTCOME_UNKNOWN') remembered.delete(key);
		});
		return await answer;
	};
}

function remember(key: string, answer: Promise<unknown>): void {
	remembered.set(key, answer);
	const [oldest] = remembered.keys();
	if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}
