import { firstLink } from '../../../../nodes/shared/first-link';

const WIKI = 'https://en.wikipedia.org/wiki/Set_(mathematics)';

describe('the first link in a text', () => {
	test.each([
		['see https://example.org/a?b=c#d for more', 'https://example.org/a?b=c#d'],
		['(https://example.org/a).', 'https://example.org/a'],
		['Is it http://example.org?', 'http://example.org'],
		['two: https://a.example https://b.example', 'https://a.example'],
		['see www.example.org/a, please', 'www.example.org/a'],
		['WWW.example.org and https://b.example', 'WWW.example.org'],
		['mail bob@www.example.org or awww.example.org', undefined],
		['mail bob@example.org or ftp://example.org', undefined],
		['no link', undefined],
	])('%s', (text, link) => {
		expect(firstLink(text)).toBe(link);
	});

	test.each([
		[WIKI, WIKI],
		[`${WIKI}.`, WIKI],
		[`(see ${WIKI})`, WIKI],
		[`(${WIKI}).`, WIKI],
		[`[sets](${WIKI})`, WIKI],
		[`<${WIKI}>`, WIKI],
		['https://example.org/a_(b)_(c)', 'https://example.org/a_(b)_(c)'],
		['https://example.org/a_(b_(c))', 'https://example.org/a_(b_(c))'],
		['https://example.org/?q[]=1&r[]', 'https://example.org/?q[]=1&r[]'],
		['https://example.org/a]', 'https://example.org/a'],
		['https://example.org/{id}', 'https://example.org/{id}'],
		['https://example.org/a(', 'https://example.org/a'],
	])('keeps the brackets that are its own: %s', (text, link) => {
		expect(firstLink(text)).toBe(link);
	});

	test.each([
		['*https://example.org/a*', 'https://example.org/a'],
		['_https://example.org/a_b_', 'https://example.org/a_b'],
		['https://en.wikipedia.org/wiki/Foo_', 'https://en.wikipedia.org/wiki/Foo_'],
		["'https://example.org/a'", 'https://example.org/a'],
		["https://example.org/cat's", "https://example.org/cat's"],
		['“https://example.org/a”', 'https://example.org/a'],
		['请看https://example.org/页面。谢谢', 'https://example.org/页面'],
		['（https://example.org/a）', 'https://example.org/a'],
		['「https://例え.テスト/パス」', 'https://例え.テスト/パス'],
		['https://example.org/a\u200B and more', 'https://example.org/a'],
		['https:// and https://?! and https://example.org', 'https://example.org'],
	])('ends where people end it: %s', (text, link) => {
		expect(firstLink(text)).toBe(link);
	});

	test('is found in a text that has only brackets as fast as in others', () => {
		expect(firstLink(`https://${')'.repeat(60_000)} https://example.org`)).toBe(
			'https://example.org',
		);
	});
});
