import { tryToParseDateTime } from 'n8n-workflow';

/** The year first, as n8n's own fields have it: any other order of numbers means one day here and another one there. */
const YEAR_FIRST =
	/^(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ]+(\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|[+-]\d\d:?(?:\d\d)?)?(?:\[[\w/+-]+\])?)?$/i;
/** `Sat, 05 Jun 2027 18:00:00 +0200`, of mails and HTTP: the month has a name, and the time its zone. */
const WITH_NAMES =
	/^(?:[a-z]{3}, *)?\d\d? [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC|Z)$/i;
/** Since 1970, in seconds or milliseconds: times from 1973 to 2286. */
const SECONDS = /^\d{9,10}(?:\.\d+)?$/;
const MILLISECONDS = /^\d{12,13}(?:\.\d+)?$/;

/**
 * A date and time as ISO 8601 in UTC, from everything that a field may hold: n8n's own form without a time zone (then
 * `zone` counts, the workflow's), ISO 8601, the form of mails, timestamps, Date and Luxon objects. What can be read in more than one way, or
 * not at all, stays as it is: the engine says what is wrong with it.
 */
export function isoTime(value: unknown, zone: string): string {
	if (value === '' || value === null || value === undefined) return '';
	try {
		return timeIn(value, zone) ?? String(value);
	} catch {
		return String(value);
	}
}

function timeIn(value: unknown, zone: string): string | null {
	if (typeof value === 'object')
		return tryToParseDateTime(value as Date, zone)
			.toUTC()
			.toISO();
	const text = String(value).trim();
	if (SECONDS.test(text)) return new Date(Number(text) * 1000).toISOString();
	if (MILLISECONDS.test(text)) return new Date(Number(text)).toISOString();
	if (WITH_NAMES.test(text)) return tryToParseDateTime(text, zone).toUTC().toISO();
	const [, year, month = '', day = '', time, offset = ''] = YEAR_FIRST.exec(text) ?? [];
	if (!year) return null;
	const date = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
	const clock =
		time && `T${time.padStart(5, '0').replace(/^(\d):/, '0$1:')}${offset.toUpperCase()}`;
	const found = tryToParseDateTime(`${date}${clock ?? ''}`, zone);
	// It makes 2 March of 30 February.
	return found.toFormat('yyyy-MM-dd') === date ? found.toUTC().toISO() : null;
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
