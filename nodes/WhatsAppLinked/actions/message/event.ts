import type { INodeProperties } from 'n8n-workflow';

import type { EventDetails } from '../../../../engine/gateway/contract';
import { asChoice, booleanOf, optionalTextOf, textOf } from '../../../shared/parameters';
import { isoTimeOf } from '../../../shared/times';
import type { OperationCall } from '../operation';

/** What an event is: the same for a new one and for one that is changed. */
export const eventProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Team breakfast',
		description: 'What the event is called',
	},
	{
		displayName: 'Start',
		name: 'startsAt',
		type: 'dateTime',
		default: '',
		required: true,
		description: "When the event begins, in the workflow's time zone if the time names none",
	},
];

export const eventOptions: INodeProperties[] = [
	{
		displayName: 'Call',
		name: 'call',
		type: 'options',
		options: [
			{ name: 'Video', value: 'video' },
			{ name: 'Voice', value: 'audio' },
		],
		default: 'video',
		description: 'WhatsApp makes a link that people join the call by',
	},
	{
		displayName: 'Canceled',
		name: 'canceled',
		type: 'boolean',
		default: true,
		description: 'Whether to show the event as one that does not take place',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Bring your own cup',
		description: 'What else there is to say about the event',
	},
	{
		displayName: 'End',
		name: 'endsAt',
		type: 'dateTime',
		default: '',
		description: "When the event ends, in the workflow's time zone if the time names none",
	},
	{
		displayName: 'Place',
		name: 'location',
		type: 'string',
		default: '',
		placeholder: 'e.g. Café Central',
		description: 'Where the event takes place',
	},
];

/** WhatsApp says audio, its apps and Z-API say voice. */
const CALLS = { audio: 'audio', video: 'video', voice: 'audio' } as const;

export function eventOf({ functions, itemIndex }: OperationCall): EventDetails {
	const option = (name: string) => optionalTextOf(functions, itemIndex, `options.${name}`);
	const call = option('call');
	return {
		name: textOf(functions, itemIndex, 'name'),
		startsAt: isoTimeOf(functions, itemIndex, 'startsAt'),
		endsAt: isoTimeOf(functions, itemIndex, 'options.endsAt') || undefined,
		description: option('description'),
		location: option('location'),
		call: call ? asChoice('Call', call, CALLS) : undefined,
		canceled: booleanOf(functions, itemIndex, 'options.canceled', 'Canceled'),
	};
}
