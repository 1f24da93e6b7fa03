import { pollVote } from '../../../../../engine/content/outgoing/poll-vote';
import { START } from '../../../../support/fake-clock';
import {
	about,
	BOBS_LID,
	made,
	ME,
	MY_LID,
	ours,
	oursInGroup,
	refused,
	theirs,
	theirsInGroup,
	waiting,
	withSecret,
} from './about';
import { BOB, GROUP, lookUps, SECRET } from './support';

const poll = (selectableOptionsCount: number) =>
	withSecret({
		pollCreationMessageV3: {
			name: 'Lunch?',
			options: ['Fish', 'Soup', 'Pie'].map((optionName) => ({ optionName })),
			selectableOptionsCount,
		},
	});
const vote = (...options: string[]) => ({ type: 'pollVote' as const, options });
const asked = { ...theirs, content: poll(1) };

/** The key that the vote is sealed with. */
const keyFor = (target: typeof theirs, usesLids: boolean, chat?: string) => {
	const sealed = made(pollVote, vote('Soup'), target, usesLids, chat).pollUpdateMessage?.vote;
	return (sealed as unknown as { key: object }).key;
};

describe('A vote', () => {
	test('names the poll and seals the names of the options', () => {
		expect(made(pollVote, vote('Soup'), asked, false)).toEqual({
			pollUpdateMessage: {
				pollCreationMessageKey: { remoteJid: BOB, fromMe: false, id: 'A1' },
				vote: {
					key: { messageId: 'A1', secret: SECRET, creator: BOB, actor: ME },
					options: ['Soup'],
				},
				senderTimestampMs: START,
			},
		});
	});

	test('may be for several options, once each, and for none: then it is taken back', () => {
		const several = { ...theirs, content: poll(2) };
		const optionsOf = (...options: string[]) =>
			made(pollVote, vote(...options), several, false).pollUpdateMessage?.vote;
		expect(optionsOf(' Pie ', 'Fish', 'Pie')).toMatchObject({ options: ['Pie', 'Fish'] });
		expect(optionsOf()).toMatchObject({ options: [] });
	});

	test('finds options whose names have blanks around them, and names them as the poll does', () => {
		const options = ['Yes ', ' No', 'No'].map((optionName) => ({ optionName }));
		const content = withSecret({ pollCreationMessage: { options, selectableOptionsCount: 0 } });
		const optionsOf = (...names: string[]) =>
			made(pollVote, vote(...names), { ...theirs, content }, false).pollUpdateMessage?.vote;
		expect(optionsOf('Yes', 'No')).toMatchObject({ options: ['Yes ', 'No'] });
		expect(optionsOf(' No', 'Yes ')).toMatchObject({ options: [' No', 'Yes '] });
	});

	test('for as many as one likes may be for all', () => {
		const any = { ...theirs, content: poll(0) };
		expect(() => made(pollVote, vote('Fish', 'Soup', 'Pie'), any, false)).not.toThrow();
	});

	test('goes by the names of the chat', () => {
		const byLid = { creator: BOBS_LID, actor: MY_LID };
		expect(keyFor({ ...theirsInGroup, content: poll(1) }, true)).toMatchObject(byLid);
		expect(keyFor({ ...asked, sender: BOBS_LID }, false, BOBS_LID)).toMatchObject(byLid);
	});

	test('in a poll of ours has us as creator and voter, by the name of the chat', () => {
		const own = { ...oursInGroup, content: poll(1) };
		expect(keyFor(own, true)).toMatchObject({ creator: MY_LID, actor: MY_LID });
		expect(keyFor(own, false)).toMatchObject({ creator: ME, actor: ME });
		expect(keyFor({ ...ours, content: poll(1) }, false, BOBS_LID)).toMatchObject({
			creator: MY_LID,
		});
	});

	test('asks WhatsApp by which names a group goes', async () => {
		const usesLids = jest.fn(async () => true);
		const content = { ...vote(), target: { messageId: 'A1' } };
		expect(await pollVote.lookUp?.(content, lookUps({ usesLids }), BOB)).toBe(false);
		expect(await pollVote.lookUp?.(content, lookUps({ usesLids }), GROUP)).toBe(true);
		expect(usesLids.mock.calls).toEqual([[GROUP]]);
	});

	test('for an option that is none says which there are', () => {
		expect(refused(pollVote, vote('Cake'), asked)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'The poll has no option "Cake".',
			hint: 'Its options are: "Fish", "Soup", "Pie".',
		});
	});

	test('for more options than the poll takes is refused', () => {
		expect(refused(pollVote, vote('Fish', 'Soup'), asked)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: '2 options were chosen, but the poll takes only 1.',
		});
	});

	test('in what is no poll is refused', () => {
		expect(refused(pollVote, vote('Fish'), theirs)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'Message A1 is not a poll.',
		});
	});

	test('in a poll that nobody remembers is refused, with what to set', () => {
		expect(refused(pollVote, vote('Fish'), { ...theirs, content: null })).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'Message A1 cannot be voted in: its content is not known any more.',
			hint: expect.stringContaining('Original Message'),
		});
	});

	test('in a poll without its secret is refused', () => {
		const content = { pollCreationMessage: { name: 'Lunch?', options: [{ optionName: 'Fish' }] } };
		const target = { ...theirs, content };
		expect(() => made(pollVote, vote('Fish'), target, false)).toThrow('cannot be voted in');
	});

	test('in a poll of ours that still waits is checked when it is sent', () => {
		const content = { ...vote('Cake'), target: { messageId: 'A1' } };
		expect(() => pollVote.check(content, about(waiting, false))).not.toThrow();
	});
});
