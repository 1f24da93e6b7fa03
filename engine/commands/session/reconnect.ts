import type { Account } from '../../account/account';
import type { SessionStatus } from '../../gateway/contract';
import { requireLinked } from '../require-linked';
import { settled } from './settled';

const WAIT_MS = 20_000;

/** Connects anew at once and returns when that is done, or with what has become of it so far after 20 s. */
export async function reconnect(account: Account): Promise<SessionStatus> {
	account.move('reconnecting');
	requireLinked(account);
	account.connection.restartNow();
	return await statusOf(account);
}

/** The same, with all that is in memory of the account loaded anew. */
export async function restart(account: Account): Promise<SessionStatus> {
	account.move('reconnecting');
	requireLinked(account);
	return await statusOf(account.restart());
}

async function statusOf(account: Account): Promise<SessionStatus> {
	await settled(account, WAIT_MS);
	return account.status();
}
