import { asWhatsAppWrites, vcardOf } from '../../../../../engine/content/outgoing/vcard';

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

	test('of version 3.0 with a name goes out as it is', () => {
		const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Bob\nitem1.TEL:+5511900000003\nEND:VCARD';
		expect(asWhatsAppWrites(`${vcard}\n`, 'Bob')).toBe(vcard);
	});

	test('of version 2.1 is said anew in 3.0', () => {
		const vcard = [
			'BEGIN:VCARD',
			'VERSION:2.1',
			'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Concei=C3=A7=C3=A3o;Jo=C3=A3o;;;',
			'TEL;CELL;PREF:+55 11 90000-0003',
			'NOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0Asec=',
			'ond',
			'PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ',
			' SkZJRg==',
			'',
			'END:VCARD',
		].join('\r\n');
		expect(asWhatsAppWrites(vcard, 'João Conceição').split('\r\n')).toEqual([
			'BEGIN:VCARD',
			'VERSION:3.0',
			'FN:João Conceição',
			'N:Conceição;João;;;',
			'TEL;TYPE=CELL;TYPE=PREF:+55 11 90000-0003',
			'NOTE:first\\nsecond',
			'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg==',
			'END:VCARD',
		]);
	});

	test('of version 4.0 is said anew in 3.0, its numbers as numbers', () => {
		const vcard = `BEGIN:VCARD\nVERSION:4.0\nFN:Eve\nTEL;VALUE=uri;TYPE="voice,home":tel:+49-30-1234;ext=5\nEND:VCARD`;
		expect(asWhatsAppWrites(vcard, 'Eve').split('\r\n')).toEqual([
			'BEGIN:VCARD',
			'VERSION:3.0',
			'FN:Eve',
			'TEL;TYPE=voice;TYPE=home:+49-30-1234',
			'END:VCARD',
		]);
	});
});
