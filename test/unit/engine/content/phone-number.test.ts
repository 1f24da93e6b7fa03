import {
	getCountries,
	getExampleNumber,
	type CountryCode,
	type Examples,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import {
	isSameNumber,
	parsePhone,
	plainCharacters,
	readPhone,
} from '../../../../engine/content/phone-number';

const DIGITS = '5511900000001';
const BRAZIL = '5511900000001';
const GERMANY = '4915112345678';
const USA = '14155550100';

describe('A phone number', () => {
	test.each([
		['digits', '5511900000001'],
		['with a plus', '+5511900000001'],
		['with a plus and a blank', '+ 55 11 90000-0001'],
		['with spaces', '+55 11 90000 0001'],
		['with dashes', '+55-11-90000-0001'],
		['with parentheses', '+55 (11) 90000-0001'],
		['with the country code in parentheses', '(+55) 11 90000-0001'],
		['with brackets', '+55 [11] 90000-0001'],
		['with dots', '55.11.90000.0001'],
		['with slashes', '+55/11/90000/0001'],
		['with the international prefix 00', '0055 11 90000-0001'],
		['with both prefixes', '+0055 11 90000-0001'],
		['as a tel: link', 'tel:+55-11-90000-0001'],
		['as a TEL: link', 'TEL:+5511900000001'],
		['as Twilio writes it', 'whatsapp:+5511900000001'],
		['as a wa.me link', 'https://wa.me/5511900000001?text=Hi'],
		['as a wa.me link without scheme', 'wa.me/5511900000001'],
		['as a link to send', 'https://api.whatsapp.com/send?phone=5511900000001&text=Hi'],
		['as a link to send with a plus', 'https://api.whatsapp.com/send/?phone=+5511900000001'],
		['as a whatsapp:// link', 'whatsapp://send?phone=5511900000001'],
		['with a trunk zero', '+55 0 11 90000-0001'],
		['with a trunk zero in the area code', '+55 011 90000-0001'],
		['with a trunk zero and no plus', '55 011 90000-0001'],
		['with a trunk zero in parentheses', '+55 (0) 11 90000-0001'],
		['with a trunk zero and the code of a carrier', '+55 0 15 11 90000-0001'],
		['with the invisible marks that copying adds', '\u202a+55 11 90000-0001\u202c'],
		[
			'with isolates, joiners and a byte order mark',
			'\ufeff\u2068+55\u200b11\u200d90000\u2060-0001\u2069',
		],
		['with a soft hyphen', '+55 11 90000\u00ad0001'],
		['with a variation selector and a filler', '+55\ufe0f 11 90000-0001\u3164'],
		['with a minus sign (U+2212)', '+55 11 90000\u22120001'],
		['with space around it', ' \t+55 11 90000-0001\r\n'],
		['with no-break spaces', '+55\u00a011\u202f90000\u00a00001'],
		['with thin, figure and ideographic spaces', '+55\u200911\u200790000\u30000001'],
		['with a hyphen (U+2010)', '+55 11 90000\u20100001'],
		['with a no-break hyphen (U+2011)', '+55 11 90000\u20110001'],
		['with a figure dash (U+2012)', '+55 11 90000\u20120001'],
		['with an en dash (U+2013)', '+55 11 90000\u20130001'],
		['with an em dash (U+2014)', '+55 11 90000\u20140001'],
		['with a horizontal bar (U+2015)', '+55 11 90000\u20150001'],
		[
			'in full width',
			'\uff0b\uff15\uff15\uff08\uff11\uff11\uff09\uff19\uff10\uff10\uff10\uff10\uff0d\uff10\uff10\uff10\uff11',
		],
		['in Arabic digits', '٥٥١١٩٠٠٠٠٠٠٠١'],
		['in Persian digits', '+۵۵ ۱۱ ۹۰۰۰۰ ۰۰۰۱'],
		['in Devanagari digits', '+५५ ११ ९०००० ०००१'],
		['from a number cell', '5511900000001.0'],
		['from a number cell with two decimals', '5511900000001.00'],
		['from a number cell with a decimal comma', '5511900000001,0'],
		['from a number cell with a plus', '+5511900000001.0'],
		['from a number cell with groups', '5,511,900,000,001'],
		['from a number cell with groups and decimals', '5,511,900,000,001.00'],
		['from a number cell with groups and a decimal comma', '5.511.900.000.001,00'],
		['from a number cell with groups of its country', '5 511 900 000 001,00'],
		['from a number cell with no-break groups', '5\u202f511\u202f900\u202f000\u202f001.00'],
		['from a number cell with apostrophes', '5’511’900’000’001.00'],
		['from a number cell that somebody has formatted', '+55 11 900000001.0'],
		['from a text cell', "'5511900000001"],
		['from a formula cell', '="5511900000001"'],
		['with all its digits and an exponent', '5.511900000001E+12'],
	])('is read %s', (_form, written) => {
		expect(parsePhone(written)).toBe(DIGITS);
	});

	test.each([
		['a German one', '+49 0151 12345678', '4915112345678'],
		['a German one in parentheses', '+49 (0)151 12345678', '4915112345678'],
		['a British one', '+44 (0)20 7946 0000', '442079460000'],
		['a Russian one, an 8', '+7 8 (912) 345-67-89', '79123456789'],
		['a Hungarian one, 06', '+36 06 20 123 4567', '36201234567'],
		['an Argentinian mobile one', '+54 011 15 1234-5678', '5491112345678'],
		['an Indonesian one', '+62 0812-3456-7890', '6281234567890'],
	])('loses what is dialled inside the country only: %s', (_which, written, digits) => {
		expect(parsePhone(written)).toBe(digits);
	});

	test.each([
		['Italy', '+39 06 1234 5678', '390612345678'],
		["Côte d'Ivoire", '+225 01 23 45 67 89', '2250123456789'],
	])('keeps the zero that belongs to it: %s', (_country, written, digits) => {
		expect(parsePhone(written)).toBe(digits);
	});

	test.each([
		['an eight-digit Brazilian mobile number', '+55 11 9000-0001', '551190000001'],
		['Mexico with 1', '+52 1 55 1234 5678', '5215512345678'],
		['Mexico without 1', '+52 55 1234 5678', '525512345678'],
		['Argentina with 9', '+54 9 11 1234-5678', '5491112345678'],
		['Argentina without 9', '+54 11 1234-5678', '541112345678'],
		['Benin with eight digits', '+229 97 12 34 56', '22997123456'],
	])('is left to WhatsApp to find: %s', (_which, written, digits) => {
		expect(parsePhone(written)).toBe(digits);
	});

	test.each([
		['+33 6.12.34.56.00', '33612345600'],
		['+45 2012.0000', '4520120000'],
		['+55 11 4004.0000', '551140040000'],
		['+55 (11) 90000.0000', '5511900000000'],
	])('keeps the zeros that people write at its end: %s', (written, digits) => {
		expect(parsePhone(written)).toBe(digits);
	});

	test('of every country stays what it is, from anywhere', () => {
		const all = getCountries()
			.map((country) =>
				getExampleNumber(country as CountryCode, examples as Examples)?.number.slice(1),
			)
			.filter((digits) => digits !== undefined);
		expect(all.length).toBeGreaterThan(200);
		for (const own of [undefined, BRAZIL, GERMANY, USA]) {
			expect(all.map((digits) => parsePhone(digits, own))).toEqual(all);
			expect(all.map((digits) => parsePhone(`+${digits}.0`, own))).toEqual(all);
		}
	});

	test.each([
		['the shortest, 7 digits', '+290 1234', '2901234'],
		['the longest, 15 digits', '+43 123 4567 890 123', '431234567890123'],
	])('can have %s', (_length, written, digits) => {
		expect(parsePhone(written)).toBe(digits);
	});

	test.each([
		['with brackets', '(11) 90000-0002', BRAZIL, '5511900000002'],
		['without', '11 90000-0002', BRAZIL, '5511900000002'],
		['digits alone', '11900000002', BRAZIL, '5511900000002'],
		['with a trunk zero', '011 90000-0002', BRAZIL, '5511900000002'],
		['with a trunk zero and the code of a carrier', '0 15 11 90000-0002', BRAZIL, '5511900000002'],
		['as in a number cell', '11900000002.0', BRAZIL, '5511900000002'],
		['whose area code looks like a country', '(31) 90000-0002', BRAZIL, '5531900000002'],
		['of an area called as the country', '(55) 99000-0001', BRAZIL, '5555990000001'],
		['German', '0151 12345678', GERMANY, '4915112345678'],
		['German, in one group', '015112345678', GERMANY, '4915112345678'],
		['North American', '(415) 555-2671', USA, '14155552671'],
		['North American with 1', '1 (415) 555-2671', USA, '14155552671'],
		['Russian with 8', '8 (912) 345-67-89', '79120000000', '79123456789'],
		['Spanish', '612 345 678', '34600000001', '34612345678'],
		['Italian', '06 1234 5678', '393331234567', '390612345678'],
	])("of the linked number's country is read %s", (_form, written, own, digits) => {
		expect(parsePhone(written, own)).toBe(digits);
	});

	test.each([
		['from North America', '011 49 151 12345678', USA],
		['from Australia', '0011 49 151 12345678', '61412345678'],
		['from Japan', '010 49 151 12345678', '819012345678'],
		['from Brazil', '00 49 151 12345678', BRAZIL],
		['from Germany', '00 49 151 12345678', GERMANY],
	])('is read as dialled abroad: %s', (_from, written, own) => {
		expect(parsePhone(written, own)).toBe('4915112345678');
	});

	test.each([
		['an American one, for a German', '15123456789', GERMANY],
		['a Dutch one, for a Brazilian', '31612345678', BRAZIL],
		['a Danish one, for an American', '4520123456', USA],
		['one with code in brackets, for a Brazilian', '(55) 11 90000-0001', BRAZIL],
	])('with country code stays what it is: %s', (_which, written, own) => {
		expect(parsePhone(written, own)).toBe(written.replace(/\D/g, ''));
	});

	test.each([
		['nothing', ''],
		['blanks', '  '],
		['a plus alone', '+'],
		['punctuation alone', '(-)'],
		['an empty tel: link', 'tel:'],
		['6 digits', '123456'],
		['16 digits', '1234567890123456'],
		['a name', 'Bob'],
		['a letter for a digit', '+55 11 9000O-0001'],
		['a plus in the middle', '55+11900000001'],
		['two numbers', '+55 11 90000-0001, +55 11 90000-0002'],
		['two numbers on two lines', '2901234\n2901234'],
		['an extension', '+1 201 555 0123 ext 5'],
		['a footnote', '+55 11 90000-0001²'],
		['a wa.me link without number', 'https://wa.me/message/ABCDEF'],
		['another link', 'https://example.com/5511900000001'],
	])('is not %s', (_what, written) => {
		expect(parsePhone(written, BRAZIL)).toBeUndefined();
	});

	test.each([
		['+55 11 900', '"+55 11 900" is not a possible phone number: it is too short.'],
		[
			'+55 11 90000-000123',
			'"+55 11 90000-000123" is not a possible phone number: it is too long.',
		],
		[
			'+999 123 456 789',
			'"+999 123 456 789" is not a possible phone number: there is no such country code.',
		],
		['0151 12345678', '"0151 12345678" has no country code.'],
		[
			'5.5119E+12',
			'"5.5119E+12" is a number that a spreadsheet has rounded: its last digits are lost.',
		],
		[
			'5,5119E+12',
			'"5,5119E+12" is a number that a spreadsheet has rounded: its last digits are lost.',
		],
		[
			'5.5119e12',
			'"5.5119e12" is a number that a spreadsheet has rounded: its last digits are lost.',
		],
		['491511234567.5', '"491511234567.5" is a decimal number, not a phone number.'],
		['Bob', '"Bob" is not a phone number.'],
	])('is refused in words: %s', (written, message) => {
		const read = readPhone(written);
		expect(read).toMatchObject({ message, hint: expect.stringMatching(/\.$/) as string });
	});

	test('that is a whole novel is quoted by its beginning only', () => {
		expect(readPhone('9'.repeat(100_000))).toMatchObject({
			message: `"${'9'.repeat(60)}" is not a possible phone number: it is too long.`,
		});
	});
});

describe('Two numbers', () => {
	test.each([
		['the same', '5511900000001', '5511900000001'],
		['with and without the ninth digit', '5511987654321', '551187654321'],
		['with and without Mexico’s 1', '5215512345678', '525512345678'],
		['with and without Argentina’s 9', '5491112345678', '541112345678'],
	])('are one person: %s', (_why, one, other) => {
		expect(isSameNumber(one, other)).toBe(true);
		expect(isSameNumber(other, one)).toBe(true);
	});

	test.each([
		['another area code', '5511900000001', '5521900000001'],
		['another country', '5511900000001', '3511900000001'],
		['the end alone', '5511900000001', '14190000001'],
		['a fixed line and a mobile number', '551130000001', '5511930000001'],
	])('are two persons: %s', (_why, one, other) => {
		expect(isSameNumber(one, other)).toBe(false);
	});
});

test('Characters that look like others become those, and nothing else changes', () => {
	expect(plainCharacters(' \u200eÁna\uff10\u0661 ')).toBe('Ána01');
});
