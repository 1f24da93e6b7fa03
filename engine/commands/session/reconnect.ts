import type { Account } from '../../account/account';
import type { SessionStatus } from '../../gateway/contract';
import { requireLinked } from '../require-linked';

const WAIT_MS = 20_000;

/** Connects anew at once and returns when that is done, or with what has become of it so far after 20 s. */
export async function reconnect(account: Account): Promise<SessionStatus> {
	account.move('reconnecting');
	requireLinked(account);
	account.connection.restart();
	await account.changes.until(() => {
		const { state, connected } = account.status();
		return connected || state !== 'LINKED' || undefined;
	}, WAIT_MS);
	return account.status();
}
