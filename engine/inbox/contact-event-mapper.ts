import { directChat, groupChat, personOf, type WhoIsWho } from '../contacts/people';
import type { Renaming } from '../contacts/directory';
import { noticeEnvelope, type AccountInfo } from '../content/events';
import { chatType } from '../content/jid';
import { toIso } from '../content/iso-time';
import type {
	BlocklistChangedEvent,
	ContactChange,
	ContactChangedEvent,
	PresenceChangedEvent,
	ProfileChangedEvent,
} from '../gateway/contract';
import type { MemberAddress, PresenceUpdate } from '../whatsapp/index';
import type { PersonalNotice } from './business-events';

/** Turns what WhatsApp tells of people, and of the number itself, into events. */
export interface ContactEventMapper {
	noticed(
		notice: PersonalNotice,
	): ContactChangedEvent | BlocklistChangedEvent | ProfileChangedEvent;
	renamed(renaming: Renaming, at: number): ContactChangedEvent;
	/** No stanza of it comes twice, and none has an ID. */
	presence(update: PresenceUpdate, at: number): PresenceChangedEvent;
}

export function createContactEventMapper({
	info,
	...who
}: WhoIsWho & { info(): AccountInfo }): ContactEventMapper {
	const people = (addresses: readonly MemberAddress[]) =>
		addresses.map((address) => personOf(who, address));

	/** @param id tells it from other changes of the same kind */
	function contactChanged(
		address: MemberAddress,
		change: ContactChange,
		id: string,
		at: number,
	): ContactChangedEvent {
		const contact = personOf(who, address);
		const chat = directChat(address.jid, contact);
		return {
			event: 'contact.changed',
			...noticeEnvelope(info(), [chat.id, id, change.change], at),
			chat,
			contact,
			...change,
		};
	}

	return {
		noticed(notice) {
			const { id, at } = notice;
			switch (notice.type) {
				case 'contactChange':
					return contactChanged(notice.contact, notice.change, id, at);
				case 'blocklist':
					return {
						event: 'blocklist.changed',
						...noticeEnvelope(info(), ['blocklist', id], at),
						blocked: people(notice.blocked),
						unblocked: people(notice.unblocked),
					};
				case 'profileChange':
					return {
						event: 'profile.changed',
						...noticeEnvelope(info(), ['profile', id, notice.change.change], at),
						...notice.change,
					};
			}
		},
		renamed: ({ jid, change }, at) =>
			contactChanged({ jid, alt: undefined }, change, String(at), at),
		presence({ chat: place, from: jid, presence, lastSeen }, at) {
			const from = personOf(who, { jid, alt: undefined });
			const chat = chatType(place) === 'group' ? groupChat(who, place) : directChat(jid, from);
			return {
				event: 'presence.changed',
				...noticeEnvelope(info(), [chat.id, jid, presence, String(at)], at),
				...{ chat, from, presence, lastSeen: toIso(lastSeen) },
			};
		},
	};
}
