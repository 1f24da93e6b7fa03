import { checkQuoted, keyOf, targetIn } from '../../../../../engine/content/outgoing/target';
import { errorOf } from '../../support';
import { about, BOBS_LID, ours, oursInGroup, theirs, theirsInGroup } from './about';
import { BOB, GROUP } from './support';

const CAROL = '5511900000003@s.whatsapp.net';

describe('The key of a message', () => {
	test('is its chat, its ID and whose it is', () => {
		expect(keyOf(ours, BOB)).toEqual({ remoteJid: BOB, fromMe: true, id: 'A1' });
		expect(keyOf(theirs, BOB)).toEqual({ remoteJid: BOB, fromMe: false, id: 'A1' });
	});

	test('names the chat as it is written to', () => {
		expect(keyOf(theirs, BOBS_LID).remoteJid).toBe(BOBS_LID);
	});

	test('names the author in groups, as the stanza named them', () => {
		expect(keyOf(theirsInGroup, GROUP)).toEqual({
			remoteJid: GROUP,
			fromMe: false,
			id: 'A1',
			participant: BOBS_LID,
		});
		expect(keyOf(oursInGroup, GROUP)).not.toHaveProperty('participant');
	});
});

describe('The message that a content is about', () => {
	test('is in the same chat, under either address of a person', () => {
		expect(targetIn(about(theirs, undefined), 'edited')).toBe(theirs);
		expect(targetIn(about(theirs, undefined, BOBS_LID), 'edited')).toBe(theirs);
	});

	test('is no status yet', () => {
		const status = { ...theirs, chat: 'status@broadcast' };
		expect(errorOf(() => targetIn(about(status, undefined, BOB), 'edited'))).toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'Message A1 is a status update: these cannot be edited yet.',
			hint: expect.not.stringContaining('broadcast'),
		});
	});

	test('is not with another person', () => {
		const context = {
			...about(theirs, undefined, CAROL),
			isAnother: (chat: string) => chat === BOB,
		};
		expect(errorOf(() => targetIn(context, 'edited'))).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'Message A1 is not in this chat.',
		});
	});

	test.each([
		['in a group, not with a person', theirsInGroup, BOB],
		['with a person, not in a group', theirs, GROUP],
		['in another group', theirsInGroup, '120363000000000009@g.us'],
	])('is nowhere else: %s', (_what, target, chat) => {
		expect(errorOf(() => targetIn(about(target, undefined, chat), 'edited'))).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'Message A1 is not in this chat.',
			hint: expect.stringContaining(target.chat),
		});
	});
});

describe('A message that is answered', () => {
	const place = (chat: string) => ({ chat, isAnother: (other: string) => other === BOB });
	const status = { ...theirs, chat: 'status@broadcast' };

	test.each([
		['in its chat', theirs, BOB, false],
		['in its chat, which may have another name', { ...theirs, chat: BOBS_LID }, CAROL, false],
		['in its group', theirsInGroup, GROUP, false],
		['privately', theirsInGroup, BOBS_LID, true],
		['anywhere, as a status', status, CAROL, false],
	])('is quoted %s', (_what, quoted, chat, privately) => {
		expect(() => checkQuoted(quoted, place(chat), privately)).not.toThrow();
	});

	test.each([
		['another person', theirs, CAROL, false],
		['a group', theirs, GROUP, false],
		['another group', theirsInGroup, '120363000000000009@g.us', false],
		['a person, unless it is meant so', theirsInGroup, CAROL, false],
		['another person, be it privately', theirs, CAROL, true],
	])('is not quoted to %s', (_what, quoted, chat, privately) => {
		expect(errorOf(() => checkQuoted(quoted, place(chat), privately))).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'Message A1 cannot be replied to: it is not in this chat.',
			hint: expect.stringContaining(quoted.chat),
		});
	});
});
