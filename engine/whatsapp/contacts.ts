import type { Contact, WASocket } from '@whiskeysockets/baileys';
import type { KnownPerson } from '../contacts/directory';
import { lidOf, phoneOf } from '../content/jid';
import type { LidMapping } from './lid-mapping';

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
