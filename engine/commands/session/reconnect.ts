import type { Account } from '../../account/account';
import type { SessionStatus } from '../../gateway/contract';
import { requireLinked } from '../require-linked';

const WAIT_MS = 20_000;

/** Connects anew at once and returns when that is done, or with what has become of it so far after 20 s. */
export async function reconnect(account: Account): Promise<SessionStatus> {
	account.move('reconnecting');
	requireLinked(account);
	account.connection.restart();
	return await settled(account);
}

/** The same, with all that is in memory of the account loaded anew. */
export async function restart(account: Account): Promise<SessionStatus> {
	account.move('reconnecting');
	requireLinked(account);
	return await settled(account.restart());
}

async function settled(account: Account): Promise<SessionStatus> {
	await account.changes.until(() => {
		const isConnected = account.connection.open() !== undefined;
		return isConnected || account.state() !== 'LINKED' || undefined;
	}, WAIT_MS);
	return account.status();
}
