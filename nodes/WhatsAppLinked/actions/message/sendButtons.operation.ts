import type { ButtonsContent } from '../../../../engine/gateway/contract';
import { choice, entries, mapped, shownWith, together } from '../../../shared/fields';
import { sourceFile } from '../../../shared/media';
import { buttonFields, toButton } from './buttons';
import { defineSend, type Later } from './define-send';
import { footer, messageText, title } from './fields';
import { stored } from './file';

const buttons = entries({
	label: 'Buttons',
	entry: 'Button',
	description: 'Up to 10 buttons; for replies, phones show 3 without a further tap',
	values: buttonFields,
	initially: 1,
	example: [
		{ type: 'reply', text: 'Yes, please', id: 'yes' },
		{ type: 'reply', text: 'Another day', id: 'no' },
	],
	jsonDescription:
		'A list of up to 10 objects with "type", "text" and what belongs to the type: "reply" has "id", "url" has "url", "call" has "phone", "copy" has "code"',
});

const header = mapped(
	together({
		header: choice({
			displayName: 'Header',
			options: [
				{ name: 'Image', value: 'image' },
				{ name: 'None', value: 'none' },
				{ name: 'Video', value: 'video' },
			],
			default: 'none',
			description: 'What is shown above the text',
		}),
		source: shownWith(
			{ header: ['image', 'video'] },
			sourceFile('image or video', 'e.g. https://example.com/photo.jpg'),
		),
	}),
	({ header: kind, source }): Later<ButtonsContent['header']> | undefined =>
		kind === 'none'
			? undefined
			: async (call) => ({ kind, mediaId: await stored(source, { kind })(call) }),
);

export const sendButtons = defineSend({
	name: 'Send Buttons',
	action: 'Send buttons',
	description:
		'Send a message with buttons that answer, open a web page, call a number or copy a code. Use Send Poll where everybody must see the choices.',
	notice:
		'Phones show the buttons; WhatsApp Web and desktop often do not, and WhatsApp may stop showing them at any time. Reply buttons together with other types break WhatsApp Web: send them alone. A poll is seen everywhere: <b>Send Poll</b>.',
	type: 'buttons',
	fields: {
		text: messageText('e.g. Shall we deliver tomorrow?'),
		buttons: mapped(buttons, (written) => written.map(toButton)),
		header,
	},
	options: { footer, title },
});
