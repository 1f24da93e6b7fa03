import type { Account } from '../../account/account';
import type { SessionStatus } from '../../gateway/contract';

export function status(account: Account): SessionStatus {
	return account.status();
}
