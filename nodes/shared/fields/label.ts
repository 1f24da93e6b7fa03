import type { INodePropertyMode } from 'n8n-workflow';

import { LABEL_COLORS } from '../../../engine/gateway/contract';
import { unwrapped } from '../address';
import { alphabetical } from '../alphabetical';
import { asNumber, asText } from '../parameters';
import { field, type Field } from './field';

/** A label, by what the engine knows it by: its ID or its name. */
export const label: Field<string> = field(
	{
		displayName: 'Label',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The label of WhatsApp Business, by its name or its ID',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a label...',
				hint: 'The labels of the linked number. Type to search.',
				typeOptions: { searchListMethod: 'searchLabels', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. New customer',
				hint: 'The whole name',
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 6',
				hint: 'Drag id of Create or Get Many here, or label of WhatsApp Linked Trigger',
			},
		],
	},
	labelIn,
);

/** How a label is chosen. */
export const labelModes: INodePropertyMode[] = label
	.properties('label')
	.flatMap(({ modes }) => modes ?? []);

/** What the engine knows the label by that was chosen: its ID or its name. Empty where none was. */
export function labelIn(value: unknown): string {
	const given = unwrapped(value);
	const isLabel = typeof given === 'object' && given !== null && 'id' in given;
	return asText(isLabel ? given.id : given).trim();
}

/** In the order of WhatsApp's numbers. */
const NAMES = [
	...['Salmon', 'Sky Blue', 'Yellow', 'Lilac', 'Gray Blue'],
	...['Turquoise', 'Pink', 'Mustard', 'Indigo', 'Lime'],
	...['Cyan', 'Rose', 'Sage', 'Red', 'Blue'],
	...['Green', 'Orange', 'Ice Blue', 'Periwinkle', 'Purple'],
];

const options = LABEL_COLORS.map((hex, value) => ({ name: `${NAMES[value]} (${hex})`, value }));

/** One of WhatsApp's colors by its number, or as `#FF9485`. Undefined where none is given. */
export const labelColor: Field<number | undefined> = field(
	{
		displayName: 'Color',
		type: 'options',
		options: options.sort(alphabetical(({ name }) => name)),
		default: 0,
		description:
			"One of WhatsApp's twenty colors: a number from 0 to 19. Phones show them a little differently.",
	},
	(value) => {
		const text = asText(value).trim();
		if (!text) return undefined;
		const byHex = LABEL_COLORS.findIndex((hex) => hex === text.toUpperCase());
		return byHex < 0 ? asNumber(value) : byHex;
	},
);
