import { optionalText } from '../../../shared/fields';
import { defineSend } from './define-send';
import { caption, file } from './file';
import { mentions } from './mentions';

const fileName = optionalText({
	displayName: 'File Name',
	placeholder: 'e.g. Invoice 1042.pdf',
	description:
		'The name that the recipient sees. Its extension says what kind of file it is. Without it, the name of the file itself is used.',
});

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
