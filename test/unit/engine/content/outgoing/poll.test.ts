import { poll } from '../../../../../engine/content/outgoing/poll';
import type { PollContent } from '../../../../../engine/gateway/contract';
import { BOB, buildContext, checkContext, GROUP, lookUps, refusal, SECRET } from './support';

const lunch: PollContent = {
	type: 'poll',
	question: 'Lunch?',
	options: ['Fish', ' Soup '],
	selectable: 1,
};
const many = (length: number) => Array.from({ length }, (_, i) => `Option ${i}`);

describe('A poll', () => {
	const creation = (selectableOptionsCount: number) => ({
		name: 'Lunch?',
		options: [{ optionName: 'Fish' }, { optionName: 'Soup' }],
		selectableOptionsCount,
	});
	const messageContextInfo = { messageSecret: SECRET };

	test('of one answer, of several, and in an announcement group', () => {
		expect(poll.build(lunch, buildContext(false))).toEqual({
			pollCreationMessageV3: creation(1),
			messageContextInfo,
		});
		expect(poll.build({ ...lunch, selectable: 0 }, buildContext(false))).toEqual({
			pollCreationMessage: creation(0),
			messageContextInfo,
		});
		expect(poll.build(lunch, buildContext(true))).toEqual({
			pollCreationMessageV2: creation(1),
			messageContextInfo,
		});
		expect(poll.summary(lunch)).toBe('Poll: Lunch?');
	});

	test('asks only of groups what kind they are', async () => {
		const isAnnouncementGroup = jest.fn(async () => true);
		const whatsApp = lookUps({ isAnnouncementGroup });
		expect(await poll.lookUp?.(lunch, whatsApp, GROUP)).toBe(true);
		expect(await poll.lookUp?.(lunch, whatsApp, BOB)).toBe(false);
		expect(isAnnouncementGroup.mock.calls).toEqual([[GROUP]]);
	});

	test.each([2, 12])('may have %d options', (length) => {
		const content = { ...lunch, options: many(length), selectable: length };
		expect(() => poll.check(content, checkContext())).not.toThrow();
	});

	test.each<[string, Partial<PollContent>, string]>([
		['no question', { question: ' ' }, 'The question of the poll is empty.'],
		[
			'a question of 256 characters',
			{ question: 'x'.repeat(256) },
			'The question of the poll has 256 characters; at most 255 are allowed.',
		],
		['no options', { options: [] }, 'The poll has 0 options; WhatsApp takes 2 to 12.'],
		['1 option', { options: ['Fish'] }, 'The poll has 1 option; WhatsApp takes 2 to 12.'],
		['13 options', { options: many(13) }, 'The poll has 13 options; WhatsApp takes 2 to 12.'],
		[
			'two options of the same name',
			{ options: ['Fish', 'Soup', ' Fish'] },
			'The poll has the option "Fish" twice.',
		],
		['an empty option', { options: ['Fish', ' '] }, 'An option of the poll is empty.'],
		[
			'an option of 101 characters',
			{ options: ['Fish', 'x'.repeat(101)] },
			'An option of the poll has 101 characters; at most 100 are allowed.',
		],
		['more answers than options', { selectable: 3 }, '3 options cannot be chosen: the poll has 2.'],
		['-1 answers', { selectable: -1 }, '-1 options cannot be chosen: the poll has 2.'],
		['half an answer', { selectable: 0.5 }, '0.5 options cannot be chosen: the poll has 2.'],
		[
			'answers that are no number',
			{ selectable: NaN },
			'NaN options cannot be chosen: the poll has 2.',
		],
	])('refuses %s', (_, change, message) => {
		expect(refusal(poll, { ...lunch, ...change })).toBe(message);
	});
});
