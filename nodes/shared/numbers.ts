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

const UNIT_MS = { seconds: 1_000, minutes: 60_000 };
/** What users think in; the engine thinks in milliseconds. */
export type Unit = keyof typeof UNIT_MS;

export function milliseconds(
	label: string,
	value: unknown,
	{ unit = 'seconds', min = 0, max }: { unit?: Unit; min?: number; max: number },
): number {
	return Math.round(numberBetween(label, value, { unit, min, max }) * UNIT_MS[unit]);
}
