import { reaction } from '../../../../../engine/content/outgoing/reaction';
import { START } from '../../../../support/fake-clock';
import { BOBS_LID, made, ours, refused, theirsInGroup, waiting } from './about';
import { BOB, GROUP } from './support';

const react = (emoji: string) => ({ type: 'reaction' as const, emoji });

describe('A reaction', () => {
	test('names the message, and when it was given', () => {
		expect(made(reaction, react('👍'), ours)).toEqual({
			reactionMessage: {
				key: { remoteJid: BOB, fromMe: true, id: 'A1' },
				text: '👍',
				senderTimestampMs: START,
			},
		});
	});

	test('names the author in a group', () => {
		expect(made(reaction, react('👍'), theirsInGroup).reactionMessage?.key).toMatchObject({
			remoteJid: GROUP,
			participant: BOBS_LID,
		});
	});

	test('may be to a message that still waits, or whose words are gone', () => {
		expect(() => made(reaction, react('👍'), waiting)).not.toThrow();
		expect(() => made(reaction, react('👍'), { ...ours, content: null })).not.toThrow();
	});

	test('is taken back by none', () => {
		expect(made(reaction, react(''), ours).reactionMessage?.text).toBe('');
	});

	test.each([
		['a plain one', '😀'],
		['a heart', '❤️'],
		['a heart without its colour', '❤'],
		['a skin tone', '👍🏽'],
		['a flag', '🇧🇷'],
		['a flag of a region', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
		['a rainbow flag', '🏳️‍🌈'],
		['a family', '👨‍👩‍👧‍👦'],
		['a couple with skin tones', '👩🏽‍❤️‍💋‍👨🏿'],
		['a key', '5️⃣'],
		['a sign', '©️'],
	])('may be %s', (_what, emoji) => {
		expect(() => made(reaction, react(emoji), ours)).not.toThrow();
	});

	test.each([
		['a word', 'ok'],
		['two', '👍👍'],
		['one and a word', '👍 yes'],
		['a blank', ' '],
		['a digit', '5'],
		['a letter', 'a'],
		['half a flag', '🇧'],
		['a skin tone alone', '\u{200d}'],
		['one with a heap of marks', '👍' + '\u{fe0f}'.repeat(60)],
	])('is not %s', (_what, emoji) => {
		expect(refused(reaction, react(emoji), ours)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: `"${emoji.slice(0, 60)}" is not one emoji.`,
			hint: 'WhatsApp takes exactly one emoji as a reaction, for example 👍.',
		});
	});
});
