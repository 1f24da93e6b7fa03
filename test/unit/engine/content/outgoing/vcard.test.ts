import { isVcard, nameIn, vcardOf } from '../../../../../engine/content/outgoing/vcard';

describe('A vCard', () => {
	test('has name and numbers, with the number on WhatsApp', () => {
		const phones = ['+55 11 90000-0002', '5511900000003'];
		expect(vcardOf({ name: 'Ana Souza', phones }).split('\r\n')).toEqual([
			'BEGIN:VCARD',
			'VERSION:3.0',
			'N:;Ana Souza;;;',
			'FN:Ana Souza',
			'TEL;type=CELL;type=VOICE;waid=5511900000002:+5511900000002',
			'TEL;type=CELL;type=VOICE;waid=5511900000003:+5511900000003',
			'END:VCARD',
		]);
	});

	test('has company, email and what makes it the card of a business', () => {
		const vcard = vcardOf({
			name: 'Pão & Cia',
			phones: ['5511900000002'],
			organization: 'Pão Ltda',
			email: 'ola@example.com',
			business: 'Bakery',
		});
		expect(vcard).toContain('\r\nORG:Pão Ltda;\r\nEMAIL:ola@example.com\r\n');
		expect(vcard).toContain('\r\nX-WA-BIZ-NAME:Pão & Cia\r\nX-WA-BIZ-DESCRIPTION:Bakery\r\n');
	});

	test('keeps what people write in its own line', () => {
		const name = 'Ana; a\\b, c\nTEL:123';
		const vcard = vcardOf({ name, phones: ['5511900000002'] });
		expect(vcard).toContain('\r\nFN:Ana\\; a\\\\b\\, c\\nTEL:123\r\n');
		expect(vcard.match(/^TEL/gm)).toHaveLength(1);
	});

	test.each([
		['FN:Ana', 'Ana'],
		['FN;CHARSET=UTF-8:Ana', 'Ana'],
		['item1.FN:Ana\\, Bob', 'Ana, Bob'],
		['fn:Ana ', 'Ana'],
		['FN:', undefined],
		['N:Souza;Ana', undefined],
	])('tells its name (%s)', (line, name) => {
		expect(nameIn(`BEGIN:VCARD\r\n${line}\r\nEND:VCARD`)).toBe(name);
	});

	test.each([
		['BEGIN:VCARD\nFN:Ana\nEND:VCARD', true],
		['BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n', true],
		['FN:Ana\nEND:VCARD', false],
		['BEGIN:VCARD\nFN:Ana', false],
		['', false],
	])('begins and ends (%j: %s)', (text, expected) => {
		expect(isVcard(text)).toBe(expected);
	});
});
