import type { Readable } from 'node:stream';
import type { Account } from '../../account/account';
import type { StoredMedia, StoreMedia } from '../../gateway/contract';
import { requireLinked } from '../require-linked';

/** Takes a file in for a message that is sent next. */
export async function store(
	account: Account,
	details: StoreMedia,
	content: Readable,
): Promise<StoredMedia> {
	requireLinked(account);
	return await account.media.store(details, content);
}
