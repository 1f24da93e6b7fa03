import { asNumber } from '../parameters';
import { field, type Field } from './field';

/** After how many seconds new messages disappear; 0: never. */
export function disappearing(description: string): Field<number> {
	return field(
		{
			displayName: 'Duration',
			type: 'options',
			// From short to long.
			options: [
				{ name: 'Off', value: 0 },
				{ name: '24 Hours', value: 86_400 },
				{ name: '7 Days', value: 604_800 },
				{ name: '90 Days', value: 7_776_000 },
			],
			default: 604_800,
			description,
		},
		asNumber,
	);
}
