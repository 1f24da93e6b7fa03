import {
	optionalText,
	text,
	trimmedText,
	type Described,
	type Field,
} from '../../../shared/fields';

/** Fields that several kinds of messages have. */

const TEXT = {
	displayName: 'Text',
	typeOptions: { rows: 3 },
	description: 'What the message says. WhatsApp shows *bold*, _italic_ and ~strikethrough~.',
};

export function messageText(placeholder: string, more: Partial<Described> = {}): Field<string> {
	return text({ ...TEXT, required: true, placeholder, ...more });
}

/** The text beside what the message is about. */
export function optionalMessageText(placeholder: string): Field<string | undefined> {
	return optionalText({ ...TEXT, required: false, placeholder });
}

export const title = optionalText({
	displayName: 'Title',
	placeholder: 'e.g. Your order',
	description: 'A bold line above the text',
});

export const footer = optionalText({
	displayName: 'Footer',
	placeholder: 'e.g. Example Ltd',
	description: 'A small line below the text',
});

/** The phone number of a business, for what is in its catalog. */
export const business = text({
	displayName: 'Business Phone Number',
	required: true,
	placeholder: 'e.g. +55 11 90000-0001',
	description: 'The number of the business that has the catalog, with country code',
});

export function messageId(description: string): Field<string> {
	return trimmedText({
		displayName: 'Message ID',
		required: true,
		placeholder: 'e.g. {{ $json.messageId }}',
		description: `${description}. The operation that sent it, or WhatsApp Linked Trigger, put it out as messageId.`,
	});
}

/** The message itself, sealed, for when the engine has forgotten it. */
export function reference(displayName = 'Original Message'): Field<string | undefined> {
	return optionalText({
		displayName,
		placeholder: 'e.g. {{ $json.reference }}',
		description:
			'The field reference that WhatsApp Linked Trigger put out with the message. Only needed when its content is not kept any more (Keep Content For in the credential).',
	});
}
