import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import { jidOfPhone } from '../../content/jid';
import type { Commands, Contact, Person } from '../../gateway/contract';
import { findByPhone } from '../find-person';
import { callOf, online } from '../online';
import { requireLength } from '../require-length';
import { contactOf } from './contact-of';

/** More than any address book shows. */
const MAX_NAME = 100;
const GAP_MS = 500;

export async function save(
	account: Account,
	{ contact, ...names }: Commands['contact.save']['input'],
): Promise<Contact> {
	const fullName = names.fullName.trim();
	const firstName = names.firstName?.trim() || firstWordOf(fullName);
	requireLength('The name of a contact', fullName, 1, MAX_NAME);
	requireLength('The first name of a contact', firstName, 1, MAX_NAME);
	const { jid, phone, lid } = await findByPhone(account, contact, 'for the address book');
	await online(account, callOf('contact.save', { gapMs: GAP_MS }), ({ contacts }) =>
		contacts.save({ jid, lid }, { fullName, firstName }),
	);
	// WhatsApp tells our own changes to the other devices alone.
	account.directory.learn([{ phone, lid, name: fullName }]);
	return contactOf(account, jid);
}

export async function remove(
	account: Account,
	{ contact }: Commands['contact.delete']['input'],
): Promise<Person> {
	const { jid, phone } = await findByPhone(account, contact, 'for the address book');
	await online(account, callOf('contact.delete', { gapMs: GAP_MS }), ({ contacts }) =>
		contacts.remove(jid),
	);
	account.directory.forget(jidOfPhone(phone), ['name']);
	return personOf(account, { jid, alt: undefined });
}

function firstWordOf(name: string): string {
	return name.split(/\s+/)[0] ?? '';
}
