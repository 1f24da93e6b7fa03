import {
	getBinaryNodeChild,
	proto,
	S_WHATSAPP_NET,
	type BinaryNode,
	type Contact,
	type WAPatchCreate,
	type WASocket,
} from '@whiskeysockets/baileys';
import { lidOf, phoneOf, withoutDevice } from '../content/jid';
import { isSameNumber } from '../content/phone-number';
import type { PersonAddress } from '../gateway/contract';
import { writeAppState } from './app-state';
import type { LidMapping } from './lid-mapping';
import { QueryTimeout } from './query-errors';
import { element, queryUsers } from './user-query';

/** What people are called: in the phone's address book, as a verified business, by themselves. */
export interface ContactNames {
	name?: string;
	verifiedName?: string;
	notify?: string;
}

/** Somebody that WhatsApp has told of, under one or both addresses. */
export type KnownPerson = ContactNames & PersonAddress;

/** Under which addresses WhatsApp knows a phone number. */
export interface FoundNumber {
	jid: string;
	lid: string | null;
}

/** What people say of themselves. */
export interface ContactFacts {
	/** Null: there is none, or it is hidden from us. */
	about: string | null;
	isBusiness: boolean;
	verifiedName: string | null;
}

/** Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export interface Contacts {
	/** The address under which WhatsApp knows a phone number; null: it does not. */
	resolvePhone(phone: string): Promise<string | null>;
	/** The same of many, by the numbers as they are given; those that WhatsApp does not know are left out. */
	findNumbers(phones: readonly string[]): Promise<Map<string, FoundNumber>>;
	/** The LID of a phone number that is on WhatsApp, where there is one. */
	lidOf(jid: string): Promise<string | null>;
	facts(jid: string): Promise<ContactFacts>;
	/** Writes somebody into the address book, on the phone as well. Error: REJECTED. */
	save(person: FoundNumber, name: { fullName: string; firstName: string }): Promise<void>;
	/** Takes somebody out of the address book. Error: REJECTED. */
	remove(jid: string): Promise<void>;
	/** The addresses of those who are blocked. */
	blocked(): Promise<string[]>;
	block(person: { lid: string; jid: string }): Promise<void>;
	unblock(lid: string): Promise<void>;
}

type ContactSocket = Parameters<typeof queryUsers>[0] &
	Parameters<typeof writeAppState>[0] &
	Pick<WASocket, 'onWhatsApp' | 'signalRepository' | 'fetchBlocklist'>;

export function createContacts(sock: ContactSocket): Contacts {
	const { lidMapping } = sock.signalRepository;
	return {
		async resolvePhone(phone) {
			const found = await sock.onWhatsApp(phone);
			// A query that timed out gives undefined (lib/Socket/socket.js, waitForMessage).
			if (!found) throw new QueryTimeout();
			return found.find(({ exists }) => exists)?.jid ?? null;
		},

		async findNumbers(phones) {
			const found = await findNumbers(sock, phones);
			await lidMapping.storeLIDPNMappings(
				[...found.values()].flatMap(({ jid, lid }) => (lid ? [{ lid, pn: jid }] : [])),
			);
			return found;
		},

		async lidOf(jid) {
			const lid = await lidMapping.getLIDForPN(jid);
			return lid && withoutDevice(lid);
		},

		async facts(jid) {
			const about = [BUSINESS, element('status'), element('text_status')];
			const [user] = await queryUsers(sock, about, [{ tag: 'user', attrs: { jid } }]);
			return { about: aboutIn(user), ...businessIn(user) };
		},

		save: ({ jid, lid }, name) =>
			writeAppState(sock, {
				...contactChange(jid, SET),
				syncAction: {
					contactAction: { ...name, lidJid: lid, saveOnPrimaryAddressbook: true },
				},
			}),

		remove: (jid) =>
			writeAppState(sock, { ...contactChange(jid, REMOVE), syncAction: { contactAction: {} } }),

		blocked: async () => (await sock.fetchBlocklist()).flatMap((jid) => jid ?? []),

		// WhatsApp refuses who is named by one address alone (Baileys' updateBlockStatus).
		block: ({ lid, jid }) => changeBlocklist(sock, { action: 'block', jid: lid, pn_jid: jid }),
		unblock: (lid) => changeBlocklist(sock, { action: 'unblock', jid: lid }),
	};
}

async function findNumbers(
	sock: ContactSocket,
	phones: readonly string[],
): Promise<Map<string, FoundNumber>> {
	const users = phones.map((phone) =>
		element('user', [{ tag: 'contact', attrs: {}, content: `+${phone}` }]),
	);
	const answers = await queryUsers(sock, [element('contact'), element('lid')], users);
	const found = new Map<string, FoundNumber>();
	for (const user of answers) {
		const contact = getBinaryNodeChild(user, 'contact');
		const { jid } = user.attrs;
		if (!jid || contact?.attrs.type !== 'in') continue;
		const asked = digitsIn(contact);
		const lid = lidOf(getBinaryNodeChild(user, 'lid')?.attrs.val);
		for (const phone of phones) {
			if (asked ? asked === phone : isSameNumber(phone, phoneOf(jid) ?? '')) {
				found.set(phone, { jid, lid });
			}
		}
	}
	return found;
}

/** The number that an answer is to: WhatsApp repeats it, with + or as an address. */
function digitsIn({ content }: BinaryNode): string {
	return String(content ?? '').replace(/@.*|\D/g, '');
}

const { SET, REMOVE } = proto.SyncdMutation.SyncdOperation;

/** Of the address book, where people go by their numbers. */
function contactChange(
	jid: string,
	operation: proto.SyncdMutation.SyncdOperation,
): Omit<WAPatchCreate, 'syncAction'> {
	return { type: 'critical_unblock_low', index: ['contact', jid], apiVersion: 2, operation };
}

async function changeBlocklist(
	{ query }: Pick<WASocket, 'query'>,
	attrs: Record<string, string>,
): Promise<void> {
	const answer = (await query({
		tag: 'iq',
		attrs: { to: S_WHATSAPP_NET, type: 'set', xmlns: 'blocklist' },
		content: [{ tag: 'item', attrs }],
	})) as BinaryNode | undefined;
	if (!answer) throw new QueryTimeout();
}

const BUSINESS = element('business', [element('verified_name')]);

/** `<business><verified_name ...>certificate</verified_name></business>`: who is no business has none. */
function businessIn(user: BinaryNode | undefined): Omit<ContactFacts, 'about'> {
	const certificate = getBinaryNodeChild(getBinaryNodeChild(user, 'business'), 'verified_name');
	if (!certificate) return { isBusiness: false, verifiedName: null };
	return { isBusiness: true, verifiedName: nameOnCertificate(certificate.content) };
}

function nameOnCertificate(content: BinaryNode['content']): string | null {
	if (!(content instanceof Uint8Array)) return null;
	try {
		const { details } = proto.VerifiedNameCertificate.decode(content);
		const { Details } = proto.VerifiedNameCertificate;
		return Details.decode(details ?? new Uint8Array()).verifiedName || null;
	} catch {
		// It is WhatsApp's to write: a business it is all the same.
		return null;
	}
}

/**
 * The "About" of now is a note with an emoji, which may disappear after a time: `<text_status text><emoji content/>`
 * (WAWebUsyncTextStatus). Where there is none, the one of before: `<status>text</status>`.
 */
function aboutIn(user: BinaryNode | undefined): string | null {
	const note = getBinaryNodeChild(user, 'text_status');
	const emoji = getBinaryNodeChild(note, 'emoji')?.attrs.content;
	const words = [emoji, note?.attrs.text].filter(Boolean).join(' ');
	return words || (getBinaryNodeChild(user, 'status')?.content?.toString() ?? '') || null;
}

/**
 * Whom WhatsApp tells of: the phone's address book (app state), its history, and the names that come with messages. A new
 * device gets the address book as a whole, like the history: that is no news.
 */
export function watchContacts(
	{ ev, authState }: Pick<WASocket, 'ev' | 'authState'>,
	lidMapping: LidMapping,
	onContacts: (people: KnownPerson[], isNews: boolean) => void,
): void {
	const tell = (contacts: readonly Partial<Contact>[], isNews: boolean) => {
		const people = contacts.map((contact) => toPerson(contact, lidMapping));
		if (people.length > 0) onContacts(people, isNews);
	};
	ev.on('messaging-history.set', ({ contacts }) => tell(contacts, false));
	ev.on('contacts.upsert', (contacts) => tell(contacts, authState.creds.accountSyncCounter > 0));
	ev.on('contacts.update', (contacts) => tell(contacts, true));
}

function toPerson(contact: Partial<Contact>, lidMapping: LidMapping): KnownPerson {
	const { id = '', lid, phoneNumber, name, verifiedName, notify } = contact;
	const known = lidMapping.lookUp(id);
	return {
		phone: phoneOf(phoneNumber) ?? phoneOf(id) ?? known.phone,
		lid: lidOf(lid) ?? lidOf(id) ?? known.lid,
		name,
		verifiedName,
		notify,
	};
}
