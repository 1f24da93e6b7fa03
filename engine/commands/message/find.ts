import type { Account } from '../../account/account';
import type { Commands, MessageRecord } from '../../gateway/contract';
import { messageIdOf } from '../../outbox/message-id';
import { requireLinked } from '../require-linked';
import { chatOf } from './send';

/** The record of what was sent before from the same place of the same execution. */
export function find(
	account: Account,
	request: Commands['message.find']['input'],
): MessageRecord | null {
	const known = account.ledger.get(messageIdOf(request.origin, account.idSecret));
	if (known) return known;
	requireLinked(account);
	chatOf(account, request);
	return null;
}
