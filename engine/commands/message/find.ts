import type { Account } from '../../account/account';
import type { Commands, MessageRecord } from '../../gateway/contract';
import { requireLinked } from '../require-linked';
import { deduplicate } from './deduplication';
import { chatOf } from './send';

/** The record of what was sent before from the same place of the same execution, or under the same Custom ID. */
export function find(
	account: Account,
	request: Commands['message.find']['input'],
): MessageRecord | null {
	const { record: known } = deduplicate(account, request);
	if (known) return known;
	requireLinked(account);
	chatOf(account, request);
	return null;
}
