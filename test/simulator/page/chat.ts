import { isJidGroup } from '@whiskeysockets/baileys';
import type { Simulator, VirtualContact, VirtualGroup } from '../index';
import { mediaIn } from '../media-crypto';
import type { Cast } from './cast';

/** One bubble of a chat. */
export interface Bubble {
	readonly id: string;
	/** Who wrote it; `other`: somebody else in the group. */
	readonly by: 'owner' | 'contact' | 'other';
	/** The number of who wrote it. */
	readonly from: string;
	readonly text: string;
	readonly at: number;
	/** The kind of its file, if it has one. */
	readonly file: string | undefined;
	/** How far it got: the ticks. */
	readonly status: 'sent' | 'delivered' | 'read';
}

export interface PageContact {
	readonly number: string;
	readonly name: string;
	readonly typing: string | undefined;
}

export interface PageGroup {
	readonly id: string;
	readonly subject: string;
	readonly description: string;
	readonly members: { number: string; isAdmin: boolean }[];
}

/** What the page shows. */
export interface PageState {
	readonly owner: {
		number: string;
		codeRequested: boolean;
		devices: { id: number; connected: boolean }[];
	};
	readonly contacts: PageContact[];
	/** Those that the owner is in. */
	readonly groups: PageGroup[];
	/** Whom the page plays. */
	readonly contact: PageContact;
	/** Where; null: in the chat of the two. */
	readonly group: PageGroup | null;
	readonly chat: Bubble[];
}

/** The owner's phone, and one chat as one of the contacts sees it. */
export function pageState(
	simulator: Simulator,
	{ owner, contacts }: Cast,
	contact: VirtualContact,
	group: VirtualGroup | undefined,
): PageState {
	return {
		owner: {
			number: owner.number,
			codeRequested: owner.codeRequested,
			devices: owner.devices(),
		},
		contacts: [...contacts.values()].map(pageContact),
		groups: simulator.groupsOf(owner.number).map(pageGroup),
		contact: pageContact(contact),
		group: group ? pageGroup(group) : null,
		chat: bubbles(owner.number, contact, group?.id),
	};
}

/** What a contact has received in a chat, and what it wrote there, by time. */
export function bubbles(
	owner: string,
	contact: VirtualContact,
	group: string | undefined,
): Bubble[] {
	const isHere = (chat: string) => (group ? chat === group : !isJidGroup(chat));
	const received = contact.received
		.filter(({ from, chat }) => isHere(chat) && (group || from === owner))
		.map(({ id, from, text, at, message }): Bubble => {
			const status = contact.hasRead(id) ? 'read' : 'delivered';
			const by = from === owner ? 'owner' : 'other';
			return { id, by, from, text, at, file: mediaIn(message)?.kind, status };
		});
	const sent = contact.sent
		.filter(({ to }) => isHere(to))
		.map(({ id, text, at, message }): Bubble => {
			const { number: from } = contact;
			const status = statusOf(contact, id);
			return { id, by: 'contact', from, text, at, file: mediaIn(message)?.kind, status };
		});
	return [...received, ...sent].sort((a, b) => a.at - b.at);
}

function pageContact({ number, name, typing }: VirtualContact): PageContact {
	const last = typing.at(-1);
	return { number, name, typing: last === 'paused' ? undefined : last };
}

function pageGroup({ id, subject, description, members, admins }: VirtualGroup): PageGroup {
	const isAdmin = (number: string) => admins.includes(number);
	return {
		id,
		subject,
		description,
		members: members.map((number) => ({ number, isAdmin: isAdmin(number) })),
	};
}

function statusOf(contact: VirtualContact, id: string): Bubble['status'] {
	const types = contact.receipts.filter(({ ids }) => ids.includes(id)).map(({ type }) => type);
	if (types.includes('read')) return 'read';
	return types.length > 0 ? 'delivered' : 'sent';
}
