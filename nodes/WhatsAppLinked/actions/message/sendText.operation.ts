import type { LinkPreview } from '../../../../engine/gateway/contract';
import { optionsAt, toggle, type Field } from '../../../shared/fields';
import { linkPreview } from '../../../shared/link-preview';
import { defineSend, type Later } from './define-send';
import { messageText } from './fields';
import { mentions } from './mentions';

const text = messageText('e.g. Hello! Your order is on its way.');

const withPreview = toggle({
	displayName: 'Link Preview',
	default: true,
	description:
		'Whether to show title, description and image of the first link in the text. n8n opens the page to read them: for links that others wrote, run n8n with N8N_SSRF_PROTECTION_ENABLED=true, or they can lead into your own network.',
});

const preview: Field<Later<LinkPreview | undefined> | undefined> = {
	properties: () => [],
	options: { linkPreview: withPreview },
	read(place) {
		// Off unless it was added: opening a page takes time, and tells its owner that somebody did.
		if (!withPreview.read(optionsAt(place), 'linkPreview')) return undefined;
		const said = text.read(place, 'text');
		return async ({ functions, storeMedia }) =>
			await linkPreview(functions, said, (image) => storeMedia({ kind: 'linkThumbnail' }, image));
	},
};

export const sendText = defineSend({
	name: 'Send Text',
	action: 'Send text message',
	description:
		'Send a text message to a person or a group. Use it for everything that words can say, also to reply to a message.',
	type: 'text',
	fields: { text, preview },
	options: mentions,
});
