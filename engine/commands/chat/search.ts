import type { Account } from '../../account/account';
import { findChats, type Named } from '../../contacts/directory';
import { personOf } from '../../contacts/people';
import { groupIdIn, jidOfPhone } from '../../content/jid';
import type { ChatEntry, Commands } from '../../gateway/contract';
import type { WhatsAppSocket } from '../../whatsapp/index';
import { requireLinked } from '../require-linked';

/** Without a connection there are people alone: for all else WhatsApp is asked. */
export async function search(
	account: Account,
	{ query, limit, type, followed, memberOf }: Commands['chat.search']['input'],
): Promise<ChatEntry[]> {
	requireLinked(account);
	const group = memberOf !== undefined && groupIdIn(memberOf);
	if (group) return findChats(await members(account, group), query, limit);
	const people = type === undefined || type === 'direct' ? account.directory.people() : [];
	const asked = type === 'direct' ? [] : await ask(account, type ?? 'group', followed);
	return findChats([...people, ...asked], query, limit);
}

async function ask(
	account: Account,
	type: Exclude<ChatEntry['type'], 'direct'>,
	followed = false,
): Promise<Named[]> {
	return await orNobody(account, async (socket) => {
		const { channels, groups } = socket;
		const names = type === 'channel' ? await channels.names(followed) : await groups.names();
		return names.filter((entry) => entry.type === type);
	});
}

async function members(account: Account, group: string): Promise<Named[]> {
	return await orNobody(account, async (socket) => {
		const { participants } = await socket.groups.get(group);
		return participants.map((member) => {
			const { phone, lid, name } = personOf(account, member);
			const chat = phone ? jidOfPhone(phone) : (lid ?? member.jid);
			return { chat, type: 'direct' as const, name: name ?? phone ?? chat, phone };
		});
	});
}

async function orNobody(
	{ connection }: Account,
	question: (socket: WhatsAppSocket) => Promise<Named[]>,
): Promise<Named[]> {
	const socket = connection.open();
	try {
		return socket ? await question(socket) : [];
	} catch {
		// A list to choose from is no place for an error: what is in it can be chosen, and all else typed.
		return [];
	}
}
