import { checkMentions, mentionContext } from '../../../../../engine/content/outgoing/mentions';
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
