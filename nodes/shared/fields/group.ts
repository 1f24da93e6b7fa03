import { addressIn } from '../address';
import { groupModes } from '../recipient';
import type { Described, Field } from './field';

/** A group, by what the engine knows it by: its ID or its name. */
export function group(described: Partial<Described> = {}): Field<string> {
	return {
		properties: (name) => [
			{
				displayName: 'Group',
				required: true,
				description: 'The group, one that the linked number is in',
				...described,
				name,
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				modes: [
					...groupModes('Drag id of Create or Get Many here, or chat of WhatsApp Linked Trigger'),
					{
						displayName: 'By Name',
						name: 'name',
						type: 'string',
						placeholder: 'e.g. Weekend trips',
						hint: 'The whole name. Only one group of the number may have it.',
					},
				],
			},
		],
		read: ({ functions, itemIndex }, name) =>
			addressIn(functions.getNodeParameter(name, itemIndex, '', { extractValue: true })),
	};
}
