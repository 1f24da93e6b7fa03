import type { INodePropertyTypeOptions } from 'n8n-workflow';

import { milliseconds } from '../numbers';
import { asNumber } from '../parameters';
import { field, type Described, type Field } from './field';

type Numeric = Described & { default: number };

/** NaN for what is none. */
export function number(described: Numeric): Field<number> {
	return field({ ...described, type: 'number' }, asNumber);
}

const DAY_SECONDS = 24 * 60 * 60;

/** Users think in seconds, the engine in milliseconds. Undefined for an option that was not added. */
export function seconds(
	described: Numeric & { typeOptions: INodePropertyTypeOptions },
): Field<number | undefined> {
	const { displayName: label, typeOptions } = described;
	const { minValue: min, maxValue: max = DAY_SECONDS } = typeOptions;
	return field({ ...described, displayName: `${label} (Seconds)`, type: 'number' }, (value) =>
		value === undefined ? undefined : milliseconds(label, value, { min, max }),
	);
}
