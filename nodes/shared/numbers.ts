import { EngineError } from '../../engine/gateway/contract';

/**
 * A number that a user typed or an expression produced: n8n's `minValue` and `maxValue` bind the input field only.
 * An empty field is refused too: `Number('')` would be 0.
 */
export function numberBetween(
	label: string,
	value: unknown,
	{ unit, min, max }: { unit: string; min: number; max: number },
): number {
	const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
	if (!(number >= min && number <= max)) {
		throw new EngineError(
			'INVALID_SETTING',
			`${label} is ${JSON.stringify(value)}, but it must be a number of ${unit} from ${min} to ${max}.`,
			`Change ${label} to a number from ${min} to ${max}.`,
		);
	}
	return number;
}

/** Users think in seconds, the engine in milliseconds. */
export function milliseconds(
	label: string,
	seconds: unknown,
	{ min = 0, max }: { min?: number; max: number },
): number {
	return Math.round(numberBetween(label, seconds, { unit: 'seconds', min, max }) * 1000);
}
