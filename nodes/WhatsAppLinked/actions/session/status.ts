import type { Commands, SessionStatus } from '../../../../engine/gateway/contract';
import type { Operation, OutputItem } from '../operation';

/** The commands that take nothing and tell where the account stands after them. */
type StatusCommand = {
	[C in keyof Commands]: Commands[C] extends {
		input: Record<string, never>;
		output: SessionStatus;
	}
		? C
		: never;
}[keyof Commands];

export function runs(command: StatusCommand): Operation['execute'] {
	return async ({ request }) => ({ output: [statusItem(await request(command, {}))] });
}

export function statusItem(status: SessionStatus): OutputItem {
	return { json: { ...status } };
}
