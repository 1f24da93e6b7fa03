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
import type { PersonAddress, VerifiedLevel } from '../gateway/contract';
import { writeAppState } from './app-state';
import { BUSINESS, CONTACT_FACTS, parseFacts, type ContactFacts } from './contact-facts';
import type { VerifiedName } from './contact-notifications';
import type { LidMapping } from './lid-mapping';
import { answerTo } from './query';
import { element, queryUsers } from './user-query';
import { verifiedNameIn } from './verified-names';

/** What people are called: in the phone's address book, as a verified business, by themselves. */
export interface ContactNames {
	name?: string;
	verifiedName?: string;
	/** How sure WhatsApp is of that name. */
	verifiedLevel?: VerifiedLevel;
	notify?: string;
}

/** Somebody that WhatsApp has told of, under one or both addresses. */
export type KnownPerson = ContactNames & PersonAddress;

/** Under which addresses WhatsApp knows a phone number. */
export interface FoundNumber {
	jid: string;
	lid: string | null;
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
	/** What WhatsApp says of a business; null: it is none. */
	business(jid: string): Promise<VerifiedName | null>;
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
	Pick<WASocket, 'signalRepository' | 'fetchBlocklist'>;

export function createContacts(sock: ContactSocket): Contacts {
	return {
		resolvePhone: async (phone) => (await findNumbers(sock, [phone])).get(phone)?.jid ?? null,
		findNumbers: (phones) => findNumbers(sock, phones),

		async lidOf(jid) {
			const lid = await sock.signalRepository.lidMapping.getLIDForPN(jid);
			return lid && withoutDevice(lid);
		},

		async facts(jid) {
			const [user] = await queryUsers(sock, CONTACT_FACTS, [{ tag: 'user', attrs: { jid } }]);
			return parseFacts(user);
		},

		async business(jid) {
			const [user] = await queryUsers(sock, [BUSINESS], [{ tag: 'user', attrs: { jid } }]);
			return verifiedNameIn(user);
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

/** Not Baileys' own onWhatsApp: it does not tell which number an answer is to, and no LID. */
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
		const phone =
			digitsIn(contact) || phones.find((asked) => isSameNumber(asked, phoneOf(jid) ?? ''));
		const lid = lidOf(getBinaryNodeChild(user, 'lid')?.attrs.val);
		if (phone) found.set(phone, { jid, lid });
	}
	await sock.signalRepository.lidMapping.storeLIDPNMappings(
		[...found.values()].flatMap(({ jid, lid }) => (lid ? [{ lid, pn: jid }] : [])),
	);
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
	await answerTo(query, {
		tag: 'iq',
		attrs: { to: S_WHATSAPP_NET, type: 'set', xmlns: 'blocklist' },
		content: [{ tag: 'item', attrs }],
	});
}

/**
 * Whom WhatsApp tells of: the phone's address book (app state), its history, and the names that come with messages. A new
 * device gets the address book as a whole, which is no news, nor is the history. `hadAddressBook`: whether it was there
 * before WhatsApp last said that there is something new in the app state.
 */
export function watchContacts(
	events: WASocket['ev'],
	lidMapping: LidMapping,
	hadAddressBook: () => boolean,
	onContacts: (people: KnownPerson[], isNews: boolean) => void,
): void {
	const tell = (contacts: readonly Partial<Contact>[], isNews: boolean) => {
		const people = contacts.map((contact) => toPerson(contact, lidMapping));
		if (people.length > 0) onContacts(people, isNews);
	};
	events.on('messaging-history.set', ({ contacts }) => tell(contacts, false));
	events.on('contacts.upsert', (contacts) => tell(contacts, hadAddressBook()));
	events.on('contacts.update', (contacts) => tell(contacts, true));
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
