import type { Account } from '../../account/account';
import { findChats, type Named } from '../../contacts/directory';
import type { ChatEntry, Commands } from '../../gateway/contract';
import { requireLinked } from '../require-linked';

/** Without a connection the groups are missing: WhatsApp is asked for them. */
export async function search(
	account: Account,
	{ query, limit, type }: Commands['chat.search']['input'],
): Promise<ChatEntry[]> {
	requireLinked(account);
	const people = type === 'group' ? [] : account.directory.people();
	const found = type === 'direct' ? [] : await groups(account);
	return findChats([...people, ...found], query, limit);
}

async function groups({ connection }: Account): Promise<Named[]> {
	try {
		return (await connection.open()?.groups.names()) ?? [];
	} catch {
		// WhatsApp did not answer: people can still be chosen.
		return [];
	}
}
