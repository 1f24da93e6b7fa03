import { nameInHeader, nameInPath } from '../../../../nodes/shared/file-name';

/** As Node hands over the bytes of a header. */
const bytes = (text: string) => Buffer.from(text).toString('latin1');

test.each([
	['attachment; filename="a b.pdf"', 'a b.pdf'],
	['attachment; filename=a.pdf', 'a.pdf'],
	['attachment; filename=Plan A.pdf', 'Plan A.pdf'],
	['attachment; FileName = "A.pdf"; size=3', 'A.pdf'],
	['attachment; filename="a;b.pdf"', 'a;b.pdf'],
	[String.raw`attachment; filename="a \"b\" c.pdf"`, 'a "b" c.pdf'],
	[String.raw`attachment; filename="C:\Users\ana\new.pdf"`, String.raw`C:\Users\ana\new.pdf`],
	["attachment; filename='a.pdf'", 'a.pdf'],
	['filename="a.pdf"', 'a.pdf'],
	['attachment; name="a.pdf"', 'a.pdf'],
	// RFC 6266 and 8187.
	["attachment; filename=x.pdf; filename*=UTF-8''%e4%bd%a0.pdf", '你.pdf'],
	["attachment; filename*=UTF-8''%e4%bd%a0.pdf; filename=x.pdf", '你.pdf'],
	["attachment; filename*=utf-8'en'a%3Bb.pdf", 'a;b.pdf'],
	["attachment; filename*=iso-8859-1''%E4.pdf", 'ä.pdf'],
	[`attachment; filename*="UTF-8''%C3%A4.pdf"`, 'ä.pdf'],
	['attachment; filename*=%C3%A4.pdf', 'ä.pdf'],
	[`attachment; filename="a.pdf"; filename*=UTF-8''%E4.pdf`, 'a.pdf'],
	// RFC 2231.
	["attachment; filename*0*=UTF-8''%e4; filename*1*=%bd%a0; filename*2=.pdf", '你.pdf'],
	['attachment; filename*0="first and "; filename*1="second.pdf"', 'first and second.pdf'],
	// RFC 2047.
	['attachment; filename="=?UTF-8?B?5L2gLnBkZg==?="', '你.pdf'],
	['attachment; filename="=?utf-8?Q?=C3=A4_b.pdf?="', 'ä b.pdf'],
	['attachment; filename="=?ISO-8859-1?Q?=E4?= =?UTF-8?Q?=C3=BC.pdf?="', 'äü.pdf'],
	// As they are.
	[bytes('attachment; filename="Grüße.pdf"'), 'Grüße.pdf'],
	[bytes('attachment; filename=請求書.pdf'), '請求書.pdf'],
	['attachment; filename="Gr\u00fc\u00dfe.pdf"', 'Grüße.pdf'],
	['attachment; filename="請求書.pdf"', '請求書.pdf'],
	['attachment; filename="a%20%C3%A4.pdf"', 'a ä.pdf'],
	['attachment; filename="100%.pdf"', '100%.pdf'],
	['attachment; filename=""', undefined],
	['attachment', undefined],
	['', undefined],
	[undefined, undefined],
	[['attachment; filename=a.pdf', 'inline'], 'a.pdf'],
	[`attachment; filename="${'x'.repeat(10_000)}.pdf"`, `${'x'.repeat(10_000)}.pdf`],
])('A header %j names %j', async (header, name) => {
	expect(await nameInHeader(header)).toBe(name);
});

test.each([
	['https://example.org/x/my%20file.pdf?v=1', 'my file.pdf'],
	['https://example.org/x/%E4.pdf', 'ä.pdf'],
	['https://example.org/x/a%2Fb.pdf', 'a/b.pdf'],
	['https://example.org/x/a.pdf/', 'a.pdf'],
	['https://example.org/download.php?id=1', 'download'],
	['https://example.org/100%', '100%'],
	['https://example.org/', undefined],
])('An address %s names %j', (address, name) => {
	expect(nameInPath(new URL(address))).toBe(name);
});
