import { addressIn } from '../address';
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
					{
						displayName: 'From List',
						name: 'list',
						type: 'list',
						placeholder: 'Choose a group...',
						typeOptions: { searchListMethod: 'searchGroups', searchable: true },
					},
					{
						displayName: 'By ID',
						name: 'id',
						type: 'string',
						placeholder: 'e.g. 120363041234567890@g.us',
						hint: 'Drag id of Create or Get Many here, or chat of WhatsApp Linked Trigger',
						validation: [
							{
								type: 'regex',
								properties: {
									// n8n adds the anchors.
									regex: '\\s*(\\S+@g\\.us|[\\d-]+-(group|\\d{10}))\\s*',
									errorMessage: "A group's ID ends with @g.us or -group.",
								},
							},
						],
					},
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
