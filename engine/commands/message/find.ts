import type { Account } from '../../account/account';
import type { Commands, MessageRecord } from '../../gateway/contract';
import { messageIdOf } from '../../outbox/message-id';

/** The record of what was sent before from the same place of the same execution. */
export function find(
	{ ledger, idSecret }: Account,
	{ origin }: Commands['message.find']['input'],
): MessageRecord | null {
	return ledger.get(messageIdOf(origin, idSecret)) ?? null;
}
