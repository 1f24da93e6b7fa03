import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { ButtonsContent } from '../../../../engine/gateway/contract';
import { fileOf, fileProperties } from '../../../shared/media';
import { optionalTextOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { buttonFields, toButton } from './buttons';
import { entriesOf, entriesProperties } from './entries';
import { footerOption, noticeProperty, textProperty, titleOption } from './fields';
import { storeFile } from './file';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Buttons',
	action: 'Send buttons',
	description:
		'Send a message with buttons that answer, open a web page, call a number or copy a code. Use Send Poll where everybody must see the choices.',
};

const BUTTONS = { name: 'buttons', label: 'Buttons' };

export const description: INodeProperties[] = [
	noticeProperty(
		'Phones show the buttons; WhatsApp Web and desktop often do not, and WhatsApp may stop showing them at any time. Reply buttons together with other types break WhatsApp Web: send them alone. A poll is seen everywhere: <b>Send Poll</b>.',
	),
	recipientProperty,
	textProperty('e.g. Shall we deliver tomorrow?'),
	...entriesProperties({
		...BUTTONS,
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
	}),
	{
		displayName: 'Header',
		name: 'header',
		type: 'options',
		options: [
			{ name: 'Image', value: 'image' },
			{ name: 'None', value: 'none' },
			{ name: 'Video', value: 'video' },
		],
		default: 'none',
		description: 'What is shown above the text',
	},
	...updateDisplayOptions(
		{ show: { header: ['image', 'video'] } },
		fileProperties('image or video', 'e.g. https://example.com/photo.jpg'),
	),
	sendOptionsProperty([footerOption, titleOption]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const kind = functions.getNodeParameter('header', itemIndex, 'none') as
		| 'none'
		| 'image'
		| 'video';
	const content: ButtonsContent = {
		type: 'buttons',
		text: textOf(functions, itemIndex, 'text'),
		title: optionalTextOf(functions, itemIndex, 'options.title'),
		footer: optionalTextOf(functions, itemIndex, 'options.footer'),
		buttons: entriesOf(functions, itemIndex, BUTTONS).map(toButton),
	};
	if (kind === 'none') return await send(call, content);
	return await send(call, async () => {
		const file = await fileOf(functions, itemIndex);
		const { mediaId, note } = await storeFile(call, { kind }, file);
		return { content: { ...content, header: { kind, mediaId } }, note };
	});
}
