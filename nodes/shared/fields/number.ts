import type { INodePropertyTypeOptions } from 'n8n-workflow';

import { milliseconds, type Unit } from '../numbers';
import { asNumber } from '../parameters';
import { field, type Described, type Field } from './field';

type Numeric = Described & { default: number };

/** NaN for what is none. */
export function number(described: Numeric): Field<number> {
	return field({ ...described, type: 'number' }, asNumber);
}

type Duration = Numeric & { typeOptions: INodePropertyTypeOptions };

/** By the unit that users think in, in milliseconds. Undefined for an option that was not added. */
function duration(
	described: Duration,
	unit: Unit,
	inWords: string,
	longest: number,
): Field<number | undefined> {
	const { displayName: label, typeOptions } = described;
	const { minValue: min, maxValue: max = longest } = typeOptions;
	return field({ ...described, displayName: `${label} (${inWords})`, type: 'number' }, (value) =>
		value === undefined ? undefined : milliseconds(label, value, { unit, min, max }),
	);
}

const DAY_SECONDS = 24 * 60 * 60;
const YEAR_MINUTES = 366 * 24 * 60;

export const seconds = (described: Duration) =>
	duration(described, 'seconds', 'Seconds', DAY_SECONDS);
export const minutes = (described: Duration) =>
	duration(described, 'minutes', 'Minutes', YEAR_MINUTES);
