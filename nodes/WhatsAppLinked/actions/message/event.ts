import type { EventDetails } from '../../../../engine/gateway/contract';
import {
	mapped,
	optionalChoice,
	optionalText,
	text,
	time,
	together,
	toggle,
	type FieldsOf,
} from '../../../shared/fields';

type Required = 'name' | 'startsAt';

const fields: FieldsOf<Pick<EventDetails, Required>> = {
	name: text({
		displayName: 'Name',
		required: true,
		placeholder: 'e.g. Team breakfast',
		description: 'What the event is called',
	}),
	startsAt: time({
		displayName: 'Start',
		required: true,
		description: "When the event begins, in the workflow's time zone if the time names none",
	}),
};

const options: FieldsOf<Omit<EventDetails, Required>> = {
	call: optionalChoice(
		{
			displayName: 'Call',
			options: [
				{ name: 'Video', value: 'video' },
				{ name: 'Voice', value: 'audio' },
			],
			default: 'video',
			description: 'WhatsApp makes a link that people join the call by',
		},
		// WhatsApp says audio, its apps and Z-API say voice.
		{ voice: 'audio' },
	),
	canceled: toggle({
		displayName: 'Canceled',
		default: true,
		description: 'Whether to show the event as one that does not take place',
	}),
	description: optionalText({
		displayName: 'Description',
		typeOptions: { rows: 3 },
		placeholder: 'e.g. Bring your own cup',
		description: 'What else there is to say about the event',
	}),
	endsAt: mapped(
		time({
			displayName: 'End',
			description: "When the event ends, in the workflow's time zone if the time names none",
		}),
		(end) => end || undefined,
	),
	location: optionalText({
		displayName: 'Place',
		placeholder: 'e.g. Café Central',
		description: 'Where the event takes place',
	}),
};

/** What an event is: the same for a new one and for one that is changed. */
export const event = together(fields, options);
