import type { Account } from '../../account/account';
import type { SessionStatus } from '../../gateway/contract';
import { logOut } from './log-out';

/** Removes this device from the phone's list and deletes all that is stored. Error: DISCONNECTED when offline. */
export async function forget(account: Account): Promise<SessionStatus> {
	await logOut(account);
	account.ledger.cancelAll();
	const status = account.status();
	account.erase();
	return status;
}
