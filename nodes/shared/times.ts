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

/**
 * The time of day of an ISO time, for people, with its time zone: whoever reads it may live in another. That zone is the one
 * that was set for n8n, else the server's; n8n's own default, New York, says nothing of where anybody is.
 */
export function clockTime(
	iso: string,
	timeZone = process.env.GENERIC_TIMEZONE || new Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
	const format = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	try {
		const time = new Intl.DateTimeFormat('en', { ...format, timeZone }).format(new Date(iso));
		return `${time} (${timeZone})`;
	} catch {
		// n8n does not look whether the zone that was set exists.
		return clockTime(iso, 'UTC');
	}
}
