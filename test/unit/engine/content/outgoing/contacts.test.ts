import { contacts } from '../../../../../engine/content/outgoing/contacts';
import { vcardOf } from '../../../../../engine/content/outgoing/vcard';
import type { ContactCard, ContactsContent } from '../../../../../engine/gateway/contract';
import { buildContext, checkContext, refusal } from './support';

const ana = { name: 'Ana', phones: ['+55 11 90000-0002'] };
const bob = { vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:Bob\nTEL:+5511900000003\nEND:VCARD' };
const content = (...cards: ContactCard[]): ContactsContent => ({
	type: 'contacts',
	contacts: cards,
});

describe('Contacts', () => {
	test('are a contact message where it is one', () => {
		expect(contacts.build(content(ana), buildContext(undefined))).toEqual({
			contactMessage: { displayName: 'Ana', vcard: vcardOf(ana) },
		});
	});

	test('are one message where they are several', () => {
		expect(contacts.build(content(ana, bob), buildContext(undefined))).toEqual({
			contactsArrayMessage: {
				displayName: '2 contacts',
				contacts: [
					{ displayName: 'Ana', vcard: vcardOf(ana) },
					{ displayName: 'Bob', vcard: bob.vcard },
				],
			},
		});
		expect(contacts.summary(content(ana, bob))).toBe('Contact: Ana, Bob');
	});

	test('may be shown under another name than that of their vCard', () => {
		const built = contacts.build(content({ ...bob, name: 'Bobby' }), buildContext(undefined));
		expect(built.contactMessage?.displayName).toBe('Bobby');
	});

	test('of an old vCard without FN have the name that its parts make', () => {
		const vcard = 'BEGIN:VCARD\r\nVERSION:2.1\r\nN:Souza;Ana\r\nTEL;CELL:190\r\nEND:VCARD';
		expect(() => contacts.check(content({ vcard }), checkContext())).not.toThrow();
		expect(contacts.build(content({ vcard }), buildContext(undefined)).contactMessage).toEqual({
			displayName: 'Ana Souza',
			vcard: [
				'BEGIN:VCARD',
				'VERSION:3.0',
				'FN:Ana Souza',
				'N:Souza;Ana',
				'TEL;TYPE=CELL:190',
				'END:VCARD',
			].join('\r\n'),
		});
	});

	test('are 100 at most', () => {
		const many = Array.from({ length: 100 }, () => ana);
		expect(() => contacts.check(content(...many), checkContext())).not.toThrow();
		expect(refusal(contacts, content(...many, ana))).toContain('There are 101 contacts');
	});

	test.each<[string, ContactCard[], string]>([
		['no contact', [], 'There is no contact to send.'],
		['no name', [{ ...ana, name: ' ' }], 'The name of the contact is empty.'],
		['no phone', [{ ...ana, phones: [] }], 'The contact Ana has no phone number.'],
		['a phone in words', [{ ...ana, phones: ['call me'] }], '"call me" is not a phone number.'],
		[
			'21 phones',
			[{ ...ana, phones: Array.from({ length: 21 }, () => '5511900000002') }],
			'The contact Ana has 21 phone numbers; at most 20 are allowed.',
		],
		[
			'a vCard without BEGIN',
			[{ vcard: 'FN:Bob\nEND:VCARD' }],
			'The vCard is broken: it does not begin with BEGIN:VCARD and end with END:VCARD.',
		],
		[
			'a vCard without END',
			[ana, { vcard: 'BEGIN:VCARD\nFN:Bob' }],
			'The vCard is broken: it does not begin with BEGIN:VCARD and end with END:VCARD.',
		],
		[
			'a vCard without a name',
			[{ vcard: 'BEGIN:VCARD\nN:;;;;\nFN:\nEND:VCARD' }],
			'The vCard has no name: its lines FN and N are missing or empty.',
		],
		[
			'a huge vCard',
			[{ vcard: `${bob.vcard}${' '.repeat(100_000)}` }],
			'The vCard has 100059 characters; at most 100000 are allowed.',
		],
	])('refuses %s', (_, cards, message) => {
		expect(refusal(contacts, content(...cards))).toBe(message);
	});
});
