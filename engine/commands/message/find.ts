import type { Account } from '../../account/account';
import type { Commands, MessageRecord } from '../../gateway/contract';
import { earlier } from './earlier';

/** The record of what was sent before from the same place of the same execution, or under the same Custom ID. */
export function find(
	account: Account,
	{ origin }: Commands['message.find']['input'],
): MessageRecord | null {
	return earlier(account, origin) ?? null;
}
