import type { Account } from '../../account/account';
import type { LinkedPhone } from '../../gateway/contract';
import { requireLinked } from '../require-linked';

/** Errors: NOT_LINKED and the like. */
export function device(account: Account): LinkedPhone {
	requireLinked(account);
	return account.phone.describe();
}
