import { defineSend } from '../message/define-send';
import { caption, file, fileName } from '../message/file';
import { ownPlace, postOptions } from './fields';

export const postDocument = defineSend({
	name: 'Post Document',
	action: 'Post document in channel',
	description: 'Post a file of any kind in a channel that the linked number runs',
	type: 'document',
	destination: ownPlace,
	fields: {
		mediaId: file('document', 'file', 'e.g. https://example.com/menu.pdf', { fileName }),
		caption,
	},
	options: { fileName },
	sendOptions: postOptions,
});
