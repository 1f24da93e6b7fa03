import type { Account } from '../../account/account';
import { EngineError, type Commands } from '../../gateway/contract';
import { online } from '../online';
import { changeCall } from './change-call';
import { findGroup } from './find-group';

/** Off, 24 hours, 7 days and 90 days: WhatsApp knows no others. */
const TIMES: readonly number[] = [0, 86_400, 604_800, 7_776_000];

export async function setDisappearing(
	account: Account,
	{ group, seconds }: Commands['group.setDisappearing']['input'],
): Promise<Commands['group.setDisappearing']['output']> {
	requireDisappearingTime(seconds);
	const id = await findGroup(account, group);
	const call = changeCall('group.setDisappearing', id);
	await online(account, call, ({ groups }) => groups.setDisappearing(id, seconds));
	account.chats.setEphemeral(id, { seconds, setAt: inWholeSeconds(account.now()) });
	return { id, ephemeralSeconds: seconds };
}

/** Error: INVALID_SETTING. */
export function requireDisappearingTime(seconds: number): void {
	if (!TIMES.includes(seconds)) throw wrongTime(seconds);
}

/** As WhatsApp has it: whoever sets it after us must not seem to have done it before. */
export function inWholeSeconds(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}

function wrongTime(seconds: number): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`Messages cannot disappear after ${seconds} seconds: WhatsApp knows only 24 hours, 7 days and 90 days.`,
		`Use one of: ${TIMES.join(', ')} (seconds; 0 turns it off).`,
	);
}
