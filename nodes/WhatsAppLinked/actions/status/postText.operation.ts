import { optionalChoice, text } from '../../../shared/fields';
import { defineSend } from '../message/define-send';
import { audience, background, statusOptions } from './fields';

export const postText = defineSend({
	name: 'Post Text',
	action: 'Post text as status',
	description:
		'Post words on a colored card as a status, which others see for 24 hours. Use it to tell all contacts of something at once, without writing to anybody.',
	type: 'statusText',
	destination: audience,
	fields: {
		text: text({
			displayName: 'Text',
			typeOptions: { rows: 3 },
			required: true,
			placeholder: 'e.g. Fresh sunflowers from 9 o’clock',
			description: 'What the status says, in up to 700 characters',
		}),
	},
	options: {
		background: background('the words'),
		font: optionalChoice({
			displayName: 'Font',
			options: [
				{ name: 'Bold', value: 'systemBold' },
				{ name: 'Calistoga', value: 'calistoga' },
				{ name: 'Courier Prime', value: 'courierPrime' },
				{ name: 'Exo 2', value: 'exo2' },
				{ name: 'Handwriting', value: 'script' },
				{ name: 'Morning Breeze', value: 'morningBreeze' },
				{ name: 'Plain', value: 'systemText' },
				{ name: 'Standard', value: 'system' },
			],
			default: 'systemBold',
			description: 'The letters of the words; each phone shows those that it has',
		}),
	},
	sendOptions: statusOptions,
});
