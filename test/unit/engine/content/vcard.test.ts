import { isVcard, nameIn, phonesIn } from '../../../../engine/content/vcard';

const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n');
const QP = 'CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE';

describe('The name in a vCard', () => {
	test.each<[string, string[], string | undefined]>([
		['of 3.0', ['FN:Ana'], 'Ana'],
		['with a charset', ['FN;CHARSET=UTF-8:Ana'], 'Ana'],
		['in a group', ['item1.FN:Ana\\, Bob'], 'Ana, Bob'],
		['in small letters', ['fn:Ana '], 'Ana'],
		['with what is escaped', ['FN:a\\\\n\\;b\\nc'], 'a\\n;b c'],
		['with a colon', ['FN:Ana: home'], 'Ana: home'],
		['with a colon in a parameter', ['FN;LABEL="a:b;c":Ana'], 'Ana'],
		['that is empty', ['FN:'], undefined],
		['in its parts', ['N:Souza;Ana'], 'Ana Souza'],
		['in all its parts', ['N:Souza;Ana;Maria,Clara;Dr.;Jr.'], 'Dr. Ana Maria Clara Souza Jr.'],
		['in its parts, with FN empty', ['FN:', 'N:Souza\\;Lima;Ana;;;'], 'Ana Souza;Lima'],
		['of a company', ['N:;;;;', 'ORG:Example Ltd;Sales'], 'Example Ltd Sales'],
		['in quoted-printable', [`FN;${QP}:Jo=C3=A3o_S=20x`], 'João_S x'],
		[
			'in quoted-printable of two lines',
			[`FN;${QP}:Jo=C3=`, '=A3o=20da=', ' Silva'],
			'João da Silva',
		],
		[
			'in quoted-printable without a charset',
			['N;QUOTED-PRINTABLE:=C3=81vila;Z=C3=A9'],
			'Zé Ávila',
		],
		[
			'in quoted-printable of another charset',
			['FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Jo=E3o'],
			'João',
		],
		[
			'in quoted-printable of Japan',
			['FN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=83A=83C=83E'],
			'アイウ',
		],
		['folded', ['VERSION:3.0', 'FN:Ana Ma', ' ria', '\t Souza'], 'Ana Maria Souza'],
		['folded in 2.1', ['VERSION:2.1', 'FN:Ana', ' Maria'], 'Ana Maria'],
	])('%s', (_, lines, name) => {
		expect(nameIn(card(...lines))).toBe(name);
		expect(nameIn(card(...lines).replaceAll('\r\n', '\n'))).toBe(name);
	});
});

describe('The phone numbers in a vCard', () => {
	test.each<[string, string[], string[]]>([
		['on WhatsApp', ['TEL;type=CELL;waid=5511900000003:+55 11 90000-0003'], ['5511900000003']],
		['in a group', ['item1.TEL;waid=5511900000003:x', 'item1.X-ABLabel:Mobile'], ['5511900000003']],
		['as written', ['TEL:190'], ['190']],
		['of 2.1, several', ['TEL;CELL;PREF:+55 11 1', 'TEL;HOME:+55 11 2'], ['+55 11 1', '+55 11 2']],
		[
			'of 4.0',
			['TEL;VALUE=uri;TYPE="voice,home":tel:+1-201-555-0123;ext=102'],
			['+1-201-555-0123'],
		],
		[
			'of 4.0 with its country apart',
			['TEL;VALUE=uri:tel:863-1234;phone-context=+1-914-555'],
			['+1-914-555-863-1234'],
		],
		['in quoted-printable', ['TEL;CELL;ENCODING=QUOTED-PRINTABLE:=2B55=2011=203'], ['+55 11 3']],
		['folded', ['VERSION:3.0', 'TEL;type=CELL:', ' +55 11 90000-0003'], ['+55 11 90000-0003']],
		['twice the same', ['TEL;HOME:190', 'TEL;WORK:190', 'TEL:'], ['190']],
	])('%s', (_, lines, phones) => {
		expect(phonesIn(card(...lines))).toEqual(phones);
	});
});

describe('A text', () => {
	test.each([
		['BEGIN:VCARD\nFN:Ana\nEND:VCARD', true],
		['BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n', true],
		['\uFEFFbegin:vcard\rFN:Ana\rend:vcard', true],
		['FN:Ana\nEND:VCARD', false],
		['BEGIN:VCARD\nFN:Ana', false],
		['', false],
	])('begins and ends as a vCard (%j: %s)', (text, expected) => {
		expect(isVcard(text)).toBe(expected);
	});
});
