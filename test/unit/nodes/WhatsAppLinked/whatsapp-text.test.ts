import { whatsAppText } from '../../../../nodes/WhatsAppLinked/actions/message/whatsapp-text';

/** As language models write, and as people have it on their phones then. */
const CASES: Record<string, [markdown: string, text: string]> = {
	bold: ['This is **very** important, __really__.', 'This is *very* important, *really*.'],
	italic: ['An _old_ word', 'An _old_ word'],
	'one asterisk, which WhatsApp has for bold': ['A *new* word', 'A *new* word'],
	'bold and italic': ['***Now*** or **_never_**', '_*Now*_ or *_never_*'],
	'struck through': ['~~12~~ 10 and ~9~', '~12~ 10 and ~9~'],
	headings: [
		'# Your order\n\nIt is **paid**.\n## Next\nWait.',
		'*Your order*\n\nIt is *paid*.\n*Next*\nWait.',
	],
	'a heading that is bold already': ['### **Step 1:** pay', '*Step 1: pay*'],
	'an underlined heading': ['Hours\n-----\nNine to five', '*Hours*\nNine to five'],
	links: [
		'See [our page](https://example.com/a_b_c).',
		'See our page (https://example.com/a_b_c).',
	],
	'addresses that stand there': [
		'https://example.com/a_b_c, <https://example.com> and [https://example.com](https://example.com)',
		'https://example.com/a_b_c, https://example.com and https://example.com',
	],
	images: ['![A map](https://example.com/map.png)', 'A map (https://example.com/map.png)'],
	lists: [
		'Options:\n* **One**\n* Two\n  - inner\n+ [x] three',
		'Options:\n- *One*\n- Two\n  - inner\n- ☑ three',
	],
	'numbered lists': ['3. Pay\n4. Wait\n\n   for us', '3. Pay\n4. Wait\n   for us'],
	'lists with blank lines': ['1. Pay\n\n2. Wait', '1. Pay\n2. Wait'],
	quotes: ['> You said\n> **this**\n\nNo.', '> You said\n> *this*\n\nNo.'],
	code: [
		'Run `npm **test**`:\n\n```bash\nnpm test  # **all**\n```',
		'Run `npm **test**`:\n\n```\nnpm test  # **all**\n```',
	],
	tables: [
		'| Plan | Price | Users |\n|---|---|---|\n| **Basic** | $10 | 3 |\n| Pro | $20 | [all](https://example.com) |',
		'*Basic*: Price: $10, Users: 3\n*Pro*: Price: $20, Users: all (https://example.com)',
	],
	'tables of two columns': ['| Day | Open |\n|---|---|\n| Mo | 9-17 |', '*Mo*: 9-17'],
	rules: ['One\n\n---\n\nTwo', 'One\n\n———\n\nTwo'],
	'line breaks of all kinds': ['One  \nTwo<br>Three\\\nFour\nFive', 'One\nTwo\nThree\nFour\nFive'],
	'marks that are meant as such': ['5 \\* 3 = 15', '5 * 3 = 15'],
	'what looks like marks': [
		'5 * 3 * 2, snake_case_name, a < b & c > d, C++',
		'5 * 3 * 2, snake_case_name, a < b & c > d, C++',
	],
	'indented text': [
		'Dear Ana,\n\n    Main Street 1\n    Springfield',
		'Dear Ana,\n\n    Main Street 1\n    Springfield',
	],
	'other scripts': ['**你好**，世界 🎉\n\n**مرحبا** بك', '*你好*，世界 🎉\n\n*مرحبا* بك'],
	nothing: ['', ''],
};

describe('Markdown', () => {
	it.each(Object.entries(CASES))('becomes text for WhatsApp: %s', async (_what, [given, text]) => {
		expect(await whatsAppText(given)).toBe(text);
	});

	it.each(Object.entries(CASES))(
		'that is text for WhatsApp stays as it is: %s',
		async (_what, [, text]) => {
			expect(await whatsAppText(text)).toBe(text);
		},
	);
});
