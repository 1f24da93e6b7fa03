import { buttons } from '../../../../../engine/content/outgoing/buttons';
import type { Button, ButtonsContent } from '../../../../../engine/gateway/contract';
import { buildContext, checkContext, FILE, refusal } from './support';

const reply = (id: string): Button => ({ type: 'reply', text: `Reply ${id}`, id });
const content: ButtonsContent = { type: 'buttons', text: 'Well?', buttons: [reply('yes')] };
const wrong = (button: object) => ({ ...content, buttons: [button as Button] });

describe('Buttons', () => {
	test('stand below a text', () => {
		expect(buttons.build(content, buildContext(undefined))).toEqual({
			interactiveMessage: {
				body: { text: 'Well?' },
				nativeFlowMessage: {
					buttons: [
						{ name: 'quick_reply', buttonParamsJson: '{"display_text":"Reply yes","id":"yes"}' },
					],
					messageVersion: 1,
				},
			},
		});
		expect(buttons.files?.(content)).toEqual([]);
		expect(buttons.summary(content)).toBe('Well?');
	});

	test.each(['image', 'video'] as const)('may have an %s above', (kind) => {
		const withHeader: ButtonsContent = { ...content, header: { kind, mediaId: 'm1' } };
		const files = { m1: { ...FILE, kind } };
		expect(buttons.files?.(withHeader)).toEqual(['m1']);
		const { interactiveMessage } = buttons.build(withHeader, buildContext(undefined, { files }));
		expect(interactiveMessage?.header).toEqual({
			hasMediaAttachment: true,
			[`${kind}Message`]: expect.objectContaining({ directPath: FILE.directPath, width: 800 }),
		});
	});

	test('are 10 at most', () => {
		const ten = Array.from({ length: 10 }, (_, i) => reply(`${i}`));
		expect(() => buttons.check({ ...content, buttons: ten }, checkContext())).not.toThrow();
		expect(refusal(buttons, { ...content, buttons: [...ten, reply('10')] })).toBe(
			'The message has 11 buttons; at most 10 are allowed.',
		);
	});

	test('of all types go together', () => {
		const all: Button[] = [
			reply('yes'),
			{ type: 'url', text: 'Open', url: 'http://example.com' },
			{ type: 'call', text: 'Call', phone: '5511900000001' },
			{ type: 'copy', text: 'Copy', code: '1' },
		];
		expect(() => buttons.check({ ...content, buttons: all }, checkContext())).not.toThrow();
	});

	test.each<[string, ButtonsContent, string]>([
		['no text', { ...content, text: ' ' }, 'The text is empty.'],
		['no buttons', { ...content, buttons: [] }, 'The message has no buttons.'],
		[
			'a button without label',
			wrong({ ...reply('a'), text: '' }),
			'The label of a button is empty.',
		],
		['a reply without ID', wrong(reply('')), 'The ID of a reply button is empty.'],
		[
			'two replies with one ID',
			{ ...content, buttons: [reply('a'), reply('a')] },
			'Two reply buttons have the ID "a".',
		],
		[
			'a URL that is none',
			wrong({ type: 'url', text: 'Open', url: 'file:///etc/passwd' }),
			'"file:///etc/passwd" is not a web address.',
		],
		[
			'a phone number that is none',
			wrong({ type: 'call', text: 'Call', phone: '911' }),
			'"911" is not a possible phone number: it is too short.',
		],
		[
			'no code',
			wrong({ type: 'copy', text: 'Copy', code: '' }),
			'The code of a copy button is empty.',
		],
		['another type', wrong({ type: 'dance', text: 'Dance' }), '"dance" is not a type of button.'],
		[
			'a header without file',
			{ ...content, header: { kind: 'image', mediaId: '' } },
			'There is no file to send.',
		],
		[
			'an endless footer',
			{ ...content, footer: 'x'.repeat(257) },
			'The footer has 257 characters; at most 256 are allowed.',
		],
	])('refuses %s', (_, bad, message) => {
		expect(refusal(buttons, bad)).toBe(message);
	});
});
