import type { INodeProperties } from 'n8n-workflow';

import { linkPreview } from '../../../shared/link-preview';
import { booleanOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { textProperty } from './fields';
import { mentionOptions, mentionsOf } from './mentions';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Text',
	action: 'Send text message',
	description:
		'Send a text message to a person or a group. Use it for everything that words can say, also to reply to a message.',
};

export const description: INodeProperties[] = [
	recipientProperty,
	textProperty('e.g. Hello! Your order is on its way.'),
	sendOptionsProperty([
		{
			displayName: 'Link Preview',
			name: 'linkPreview',
			type: 'boolean',
			default: true,
			description:
				'Whether to show title, description and image of the first link in the text. n8n opens the page to read them: for links that others wrote, run n8n with N8N_SSRF_PROTECTION_ENABLED=true, or they can lead into your own network.',
		},
		...mentionOptions,
	]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const text = textOf(functions, itemIndex, 'text');
	// Off unless it was added: opening a page takes time, and tells its owner that somebody did.
	const withPreview = booleanOf(functions, itemIndex, 'options.linkPreview', 'Link Preview');
	const content = {
		type: 'text' as const,
		text,
		...mentionsOf(functions, itemIndex),
	};
	if (!withPreview) return await send(call, content);
	return await send(call, async () => ({
		content: {
			...content,
			preview: await linkPreview(
				functions,
				text,
				async (image) => await call.storeMedia({ kind: 'linkThumbnail' }, image),
			),
		},
	}));
}
