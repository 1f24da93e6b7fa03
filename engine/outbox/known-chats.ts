import { chatType, jidsOf } from '../content/jid';
import type { AreDifferentPeople, FindAddresses } from '../contacts/people';
import type { IncomingStore } from '../inbox/incoming-store';
import type { Ledger } from './ledger';

export interface KnownChatsOptions {
	incoming: Pick<IncomingStore, 'hasChat'>;
	ledger: Pick<Ledger, 'hasReached'>;
	addresses: FindAddresses;
}

/** Whether something came from a chat or has reached it, under either address: for WhatsApp it is no new one. */
export function createKnownChats(options: KnownChatsOptions): (chat: string) => boolean {
	const { incoming, ledger, addresses } = options;
	return (chat) =>
		chatType(chat) !== 'direct' ||
		jidsOf(chat, addresses(chat)).some((jid) => incoming.hasChat(jid) || ledger.hasReached(jid));
}

/** Whether a message of ours went to a chat, under either address. */
export function createSentTo(
	ledger: Pick<Ledger, 'get'>,
	areDifferentPeople: AreDifferentPeople,
): (messageId: string, chat: string) => boolean {
	return (messageId, chat) => {
		const to = ledger.get(messageId)?.chat;
		if (to === undefined || chatType(to) !== chatType(chat)) return false;
		return chatType(to) === 'direct' ? !areDifferentPeople(to, chat) : to === chat;
	};
}
