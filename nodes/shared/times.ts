import type { IExecuteFunctions } from 'n8n-workflow';
import { tryToParseDateTime } from 'n8n-workflow';

/**
 * A date and time as ISO 8601 in UTC, from everything that a field may hold: n8n's own form without a time zone (then
 * the workflow's counts), other common forms, Date and Luxon objects. What cannot be read stays as it is: the engine
 * says what is wrong with it.
 */
export function isoTimeOf(functions: IExecuteFunctions, itemIndex: number, name: string): string {
	const value: unknown = functions.getNodeParameter(name, itemIndex, '');
	if (value === '' || value === null || value === undefined) return '';
	try {
		return tryToParseDateTime(value, functions.getTimezone()).toUTC().toISO() ?? String(value);
	} catch {
		return String(value);
	}
}
