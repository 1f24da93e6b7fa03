import { trimmedText } from '../../../shared/fields';

export const messageId = trimmedText({
	displayName: 'Message ID',
	required: true,
	placeholder: 'e.g. 3EB0A1B2C3D4E5F6A7B8C9',
	description: 'The ID that the sending operation or Queue > Get Many put out',
});
