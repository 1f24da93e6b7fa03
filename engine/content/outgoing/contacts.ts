import type { ContactCard, ContactsContent } from '../../gateway/contract';
import { isVcard, nameIn } from '../vcard';
import { checkLength, checkPhone, checkWords, invalid, MAX_DESCRIPTION, MAX_LABEL } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { asWhatsAppWrites, vcardOf } from './vcard';

const MAX_CONTACTS = 100;
const MAX_PHONES = 20;
/** Room for a small photo. */
const MAX_VCARD = 100_000;

export const contacts: Kind<ContactsContent> = {
	check({ contacts: cards }) {
		if (cards.length === 0) throw invalid('There is no contact to send.', 'Add a contact.');
		if (cards.length > MAX_CONTACTS) {
			throw invalid(
				`There are ${cards.length} contacts; at most ${MAX_CONTACTS} fit into one message.`,
				'Send them as several messages.',
			);
		}
		cards.forEach(checkCard);
	},
	summary: ({ contacts: cards }) =>
		firstLine(`Contact: ${cards.map((card) => shown(card).displayName).join(', ')}`),
	build({ contacts: cards }) {
		const [first, ...others] = cards.map(shown);
		if (first && others.length === 0) return { contactMessage: first };
		return {
			contactsArrayMessage: {
				displayName: `${cards.length} contacts`,
				contacts: first && [first, ...others],
			},
		};
	},
};

function checkCard(card: ContactCard): void {
	if ('vcard' in card) return checkVcard(card.vcard);
	const { name, phones, organization, email, business } = card;
	checkWords('The name of the contact', name, MAX_LABEL);
	if (phones.length === 0) {
		throw invalid(`The contact ${name} has no phone number.`, 'Add at least one phone number.');
	}
	if (phones.length > MAX_PHONES) {
		throw invalid(
			`The contact ${name} has ${phones.length} phone numbers; at most ${MAX_PHONES} are allowed.`,
			'Leave some out.',
		);
	}
	for (const phone of phones) checkPhone(phone, 'contact');
	checkLength('The company of the contact', organization, MAX_LABEL);
	checkLength('The email of the contact', email, MAX_LABEL);
	checkLength('The business description of the contact', business, MAX_DESCRIPTION);
}

function checkVcard(vcard: string): void {
	checkLength('The vCard', vcard, MAX_VCARD);
	if (!isVcard(vcard)) {
		throw invalid(
			'The vCard is broken: it does not begin with BEGIN:VCARD and end with END:VCARD.',
			'Use the whole text of a .vcf file that holds one contact.',
		);
	}
	if (nameIn(vcard) === undefined) {
		throw invalid(
			'The vCard has no name: its lines FN and N are missing or empty.',
			'Add a line like FN:Ana Souza to the vCard.',
		);
	}
}

function shown(card: ContactCard): { displayName: string; vcard: string } {
	if (!('vcard' in card)) return { displayName: card.name.trim(), vcard: vcardOf(card) };
	const name = nameIn(card.vcard) ?? '';
	return { displayName: card.name?.trim() || name, vcard: asWhatsAppWrites(card.vcard, name) };
}
