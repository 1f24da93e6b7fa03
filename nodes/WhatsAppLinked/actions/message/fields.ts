import type { INodeProperties } from 'n8n-workflow';

/** Fields that several kinds of messages have. */

/** What one should know before sending this. */
export function noticeProperty(text: string): INodeProperties {
	return { displayName: text, name: 'notice', type: 'notice', default: '' };
}

export function textProperty(placeholder: string, required = true): INodeProperties {
	return {
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required,
		placeholder,
		description: 'What the message says. WhatsApp shows *bold*, _italic_ and ~strikethrough~.',
	};
}

export const titleOption: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	default: '',
	placeholder: 'e.g. Your order',
	description: 'A bold line above the text',
};

export const footerOption: INodeProperties = {
	displayName: 'Footer',
	name: 'footer',
	type: 'string',
	default: '',
	placeholder: 'e.g. Example Ltd',
	description: 'A small line below the text',
};

/** The phone number of a business, for what is in its catalog. */
export const businessProperty: INodeProperties = {
	displayName: 'Business Phone Number',
	name: 'business',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +55 11 90000-0001',
	description: 'The number of the business that has the catalog, with country code',
};

/** The message itself, sealed, for when the engine has forgotten it. */
export const referenceOption: INodeProperties = {
	displayName: 'Original Message',
	name: 'reference',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.reference }}',
	description:
		'The field reference that WhatsApp Linked Trigger put out with the message. Only needed when its content is not kept any more (Keep Content For in the credential).',
};
