import { textOfPage } from '../../../../nodes/shared/page-text';

const bytes = (text: string, ...rest: number[]) =>
	Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(rest)]);
const meta = (charset: string) => `<html><head><meta charset="${charset}"><title>`;
/** 日本 in Shift_JIS, 中文 in GB18030, Привет in windows-1251, €é in windows-1252. */
const SHIFT_JIS = [0x93, 0xfa, 0x96, 0x7b];
const GB18030 = [0xd6, 0xd0, 0xce, 0xc4];
const WINDOWS_1251 = [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2];
const WINDOWS_1252 = [0x80, 0xe9];

const HTTP_EQUIV =
	'<META http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>';

describe('The text of a page', () => {
	test.each<[string, Buffer, string, string]>([
		['in UTF-8 without a word', Buffer.from('<title>João'), 'text/html', '<title>João'],
		['by the header', bytes('<title>', ...SHIFT_JIS), 'text/html; charset=Shift_JIS', '日本'],
		['by the header in quotes', bytes('', ...GB18030), 'text/html;charset="gb2312"', '中文'],
		['by its meta', bytes(meta('GB18030'), ...GB18030), 'text/html', '中文'],
		['by its old meta', bytes(HTTP_EQUIV, ...WINDOWS_1251), '', 'Привет'],
		['by the header before its meta', bytes(meta('utf-8'), 0xe9), 'text/html; charset=latin1', 'é'],
		[
			'by its meta after a header of nonsense',
			bytes(meta('sjis'), ...SHIFT_JIS),
			'x; charset=none',
			'日本',
		],
		['in what browsers take for no UTF-8', bytes('<title>', ...WINDOWS_1252), '', '€é'],
		[
			'in ISO-8859-1, which browsers read as windows-1252',
			bytes('', ...WINDOWS_1252),
			'x;charset=ISO-8859-1',
			'€é',
		],
		['in ISO-8859-15', bytes('', 0xa4), 'text/html; charset=iso-8859-15', '€'],
		[
			'with a mark of UTF-8',
			bytes('\xef\xbb\xbfé', 0xc3, 0xa9).subarray(0),
			'x; charset=latin1',
			'é',
		],
		[
			'with a mark of UTF-16, little end first',
			Buffer.from('\ufeff<title>日本', 'utf16le'),
			'',
			'日本',
		],
		[
			'with a mark of UTF-16, big end first',
			Buffer.from('\ufeff日本', 'utf16le').swap16(),
			'',
			'日本',
		],
		['in UTF-8 where its meta says UTF-16', Buffer.from(`${meta('utf-16')}João`), '', 'João'],
		[
			'in UTF-8, cut in the middle of a character',
			Buffer.from('<title>João 日').subarray(0, -1),
			'',
			'João',
		],
		['without a meta in a comment', bytes(`<!-- ${meta('utf-8')} -->`, 0xe9, 0x21), '', 'é!'],
	])('%s', async (_, page, contentType, words) => {
		expect(await textOfPage(page, contentType)).toContain(words);
	});
});
