import { splitText } from '../../../../nodes/WhatsAppLinked/actions/message/split-text';

const words = (count: number, word = 'word') => Array.from({ length: count }, () => word).join(' ');
/** About so many characters. */
const sentence = (length: number) => `${words(Math.round(length / 5)).replace(/^w/, 'W')}.`;

describe('A long text', () => {
	it('that is short is one message, whatever is in it', () => {
		expect(splitText(' Hi!\n\nHow are you?\n', 3)).toEqual(['Hi!\n\nHow are you?']);
	});

	it('becomes a message for each paragraph', () => {
		const [one, two, three] = [sentence(200), `${sentence(100)}\n- a\n- b`, sentence(250)];
		expect(splitText(`${one}\n\n${two}\n \n\n${three}`, 3)).toEqual([one, two, three]);
	});

	it('becomes no more than so many: the shortest neighbours stay together', () => {
		const parts = [sentence(400), sentence(30), sentence(40), sentence(300)];
		expect(splitText(parts.join('\n\n'), 3)).toEqual([
			parts[0],
			`${parts[1]}\n\n${parts[2]}`,
			parts[3],
		]);
		expect(splitText(parts.join('\n\n'), 2)).toHaveLength(2);
	});

	it('without blank lines is cut between sentences, in any language', () => {
		const text = [sentence(300), sentence(300), sentence(300)].join(' ');
		expect(splitText(text, 5)).toEqual([`${sentence(300)} ${sentence(300)}`, sentence(300)]);
		const chinese = `${'好'.repeat(399)}。`;
		expect(splitText(chinese.repeat(2), 5)).toEqual([chinese, chinese]);
	});

	it('is not cut in code, nor within a sentence', () => {
		const code = `\`\`\`\n${'line\n\n'.repeat(200)}\`\`\``;
		expect(splitText(`${sentence(100)}\n\n${code}`, 9)).toEqual([sentence(100), code]);
		const endless = words(400);
		expect(splitText(endless, 9)).toEqual([endless]);
	});

	it.each([2, 3, 10])('loses no word, and is as many messages as wanted at most (%i)', (most) => {
		const text = Array.from({ length: 12 }, (_, nth) => `${nth} ${sentence(90 * (nth + 1))}`)
			.map((paragraph, nth) => (nth % 3 ? paragraph : `${paragraph} ${paragraph}`))
			.join('\n\n');
		const parts = splitText(text, most);
		expect(parts.length).toBeLessThanOrEqual(most);
		expect(parts.join(' ').split(/\s+/)).toEqual(text.split(/\s+/));
	});
});
