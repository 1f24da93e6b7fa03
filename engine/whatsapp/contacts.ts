import type { Contact, WASocket } from '@whiskeysockets/baileys';
import type { KnownPerson } from '../contacts/directory';
import { lidOf, phoneOf } from '../content/jid';
import type { AddressBook } from './address-book';

/** Whom WhatsApp tells of: the phone's address book (app state), its history, and the names that come with messages. */
export function watchContacts(
	events: WASocket['ev'],
	addressBook: AddressBook,
	onContacts: (people: KnownPerson[]) => void,
): void {
	const tell = (contacts: readonly Partial<Contact>[]) => {
		const people = contacts.map((contact) => toPerson(contact, addressBook));
		if (people.length > 0) onContacts(people);
	};
	events.on('messaging-history.set', ({ contacts }) => tell(contacts));
	events.on('contacts.upsert', tell);
	events.on('contacts.update', tell);
}

function toPerson(contact: Partial<Contact>, addressBook: AddressBook): KnownPerson {
	const { id = '', lid, phoneNumber, name, verifiedName, notify } = contact;
	const known = addressBook.lookUp(id);
	return {
		phone: phoneOf(phoneNumber) ?? phoneOf(id) ?? known.phone,
		lid: lidOf(lid) ?? lidOf(id) ?? known.lid,
		name,
		verifiedName,
		notify,
	};
}
