import {
	checkMentions,
	mentionContext,
	withRealNames,
} from '../../../../../engine/content/outgoing/mentions';
import type { MessageContent } from '../../../../../engine/gateway/contract';
import { errorOf } from '../../support';

const GROUP = '120363000000000001@g.us';

describe('Mentions', () => {
	test('name people by address, from numbers and chat IDs', () => {
		expect(mentionContext({ mentions: ['+55 11 90000-0002', '123456@lid'] })).toEqual({
			contextInfo: { mentionedJid: ['5511900000002@s.whatsapp.net', '123456@lid'] },
		});
	});

	test('of everyone name nobody', () => {
		expect(mentionContext({ mentionEveryone: true })).toEqual({
			contextInfo: { nonJidMentions: 1 },
		});
	});

	test('of groups have their names with them', () => {
		expect(mentionContext({ mentionGroups: [{ chat: GROUP, name: 'Drivers' }] })).toEqual({
			contextInfo: { groupMentions: [{ groupJid: GROUP, groupSubject: 'Drivers' }] },
		});
	});

	test('that are none leave nothing behind', () => {
		expect(mentionContext({})).toEqual({});
		expect(mentionContext({ mentions: [], mentionEveryone: false, mentionGroups: [] })).toEqual({});
	});

	test('of what is no number are refused', () => {
		expect(errorOf(() => checkMentions({ mentions: ['Bob'] }))).toMatchObject({
			code: 'INVALID_RECIPIENT',
		});
	});

	test('of a person as a group are refused', () => {
		const mentionGroups = [{ chat: '5511900000002', name: 'Bob' }];
		expect(errorOf(() => checkMentions({ mentionGroups }))).toMatchObject({
			code: 'INVALID_CONTENT',
			message: '"5511900000002" is not a group, so it cannot be mentioned as one.',
		});
		expect(() =>
			checkMentions({ mentionGroups: [{ chat: GROUP, name: 'Drivers' }] }),
		).not.toThrow();
	});
});

describe('Mentions by their real names', () => {
	const BOB = '551100000002@s.whatsapp.net';
	const WRITTEN = '5511900000002';
	const ALL = { '222@lid': [BOB, '222@lid'] };

	/** A group with these members, and who WhatsApp says a number is. */
	const names = (members: Record<string, string[]> = {}) => ({
		member: async (_group: string, jid: string) =>
			Object.entries(members).find(([, all]) => all.includes(jid))?.[0] ?? null,
		resolve: jest.fn(async (jid: string) => (jid.startsWith(WRITTEN) ? BOB : jid)),
	});
	const real = (content: MessageContent, members?: Record<string, string[]>) =>
		withRealNames(content, members ? GROUP : BOB, names(members));

	test('are the numbers as WhatsApp has them, also in the words', async () => {
		const text = `@${WRITTEN}, not @55119000000021`;
		expect(await real({ type: 'text', text, mentions: [`+${WRITTEN}`] })).toEqual({
			type: 'text',
			text: '@551100000002, not @55119000000021',
			mentions: [BOB],
		});
	});

	test('are LIDs in groups that go by them, also in captions', async () => {
		const caption = `@${WRITTEN} and @551100000002`;
		expect(
			await real({ type: 'image', mediaId: 'm', caption, mentions: [WRITTEN] }, ALL),
		).toMatchObject({ caption: '@222 and @222', mentions: ['222@lid'] });
	});

	test('of members ask WhatsApp nothing', async () => {
		const asked = names(ALL);
		await withRealNames({ type: 'text', text: 'hi', mentions: [BOB] }, GROUP, asked);
		expect(asked.resolve).not.toHaveBeenCalled();
	});

	test('that are none leave the content as it is', async () => {
		const content = { type: 'text' as const, text: `@${WRITTEN}` };
		expect(await real(content)).toBe(content);
	});
});
