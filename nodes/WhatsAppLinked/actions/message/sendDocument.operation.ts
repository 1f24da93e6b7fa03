import { defineSend } from './define-send';
import { caption, file, fileName } from './file';
import { mentions } from './mentions';

export const sendDocument = defineSend({
	name: 'Send Document',
	action: 'Send document',
	description: 'Send a file of any kind: PDF, spreadsheet, archive, or an image at full quality',
	type: 'document',
	fields: {
		mediaId: file('document', 'file', 'e.g. https://example.com/invoice.pdf', { fileName }),
		caption,
	},
	options: { fileName, ...mentions },
});
