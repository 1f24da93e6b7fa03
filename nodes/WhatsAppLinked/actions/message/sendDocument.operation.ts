import type { INodeProperties } from 'n8n-workflow';

import { fileProperties } from '../../../shared/media';
import { optionalTextOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { captionOf, captionProperty, sendFile } from './file';
import { mentionOptions, mentionsOf } from './mentions';
import { sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Document',
	action: 'Send document',
	description: 'Send a file of any kind: PDF, spreadsheet, archive, or an image at full quality',
};

export const description: INodeProperties[] = [
	recipientProperty,
	...fileProperties('file', 'e.g. https://example.com/invoice.pdf'),
	captionProperty,
	sendOptionsProperty([
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Invoice 1042.pdf',
			description:
				'The name that the recipient sees. Its extension says what kind of file it is. Without it, the name of the file itself is used.',
		},
		...mentionOptions,
	]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const fileName = optionalTextOf(functions, itemIndex, 'options.fileName');
	const said = { caption: captionOf(call), ...mentionsOf(functions, itemIndex) };
	return await sendFile(
		call,
		{ kind: 'document', ...(fileName && { fileName }) },
		({ mediaId }) => ({
			type: 'document',
			mediaId,
			...(fileName && { fileName }),
			...said,
		}),
	);
}
