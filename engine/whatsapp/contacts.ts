import type { Contact, WASocket } from '@whiskeysockets/baileys';
import { lidOf, phoneOf } from '../content/jid';
import type { PersonAddress } from '../gateway/contract';
import type { LidMapping } from './lid-mapping';
import { QueryTimeout } from './query-errors';

/** What people are called: in the phone's address book, as a verified business, by themselves. */
export interface ContactNames {
	name?: string;
	verifiedName?: string;
	notify?: string;
}

/** Somebody that WhatsApp has told of, under one or both addresses. */
export type KnownPerson = ContactNames & PersonAddress;

export interface Contacts {
	/** The address under which WhatsApp knows a phone number; null: it does not. Rejects when there is no answer. */
	resolvePhone(phone: string): Promise<string | null>;
}

export function createContacts(sock: Pick<WASocket, 'onWhatsApp'>): Contacts {
	return {
		async resolvePhone(phone) {
			const found = await sock.onWhatsApp(phone);
			// A query that timed out gives undefined (lib/Socket/socket.js, waitForMessage).
			if (!found) throw new QueryTimeout();
			return found.find(({ exists }) => exists)?.jid ?? null;
		},
	};
}

/** Whom WhatsApp tells of: the phone's address book (app state), its history, and the names that come with messages. */
export function watchContacts(
	events: WASocket['ev'],
	lidMapping: LidMapping,
	onContacts: (people: KnownPerson[]) => void,
): void {
	const tell = (contacts: readonly Partial<Contact>[]) => {
		const people = contacts.map((contact) => toPerson(contact, lidMapping));
		if (people.length > 0) onContacts(people);
	};
	events.on('messaging-history.set', ({ contacts }) => tell(contacts));
	events.on('contacts.upsert', tell);
	events.on('contacts.update', tell);
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
