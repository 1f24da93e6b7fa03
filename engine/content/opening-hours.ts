import { EngineError, type OpeningHours, type Weekday } from '../gateway/contract';

/** When a business is open, as people write it and as it must be for WhatsApp, which counts minutes from midnight. */

const MIDNIGHT = 24 * 60;

export function minutesOf(time: string): number | undefined {
	const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(time.trim()) ?? [];
	const total = Number(hours) * 60 + Number(minutes);
	return Number(minutes) < 60 && total <= MIDNIGHT ? total : undefined;
}

export function timeOf(minutes: number): string {
	const digits = (value: number) => String(value).padStart(2, '0');
	return `${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
}

interface Interval {
	from: number;
	to: number;
}

/** Error: INVALID_CONTENT, which names the day. */
export function checkHours(hours: readonly OpeningHours[]): void {
	const days = new Map<Weekday, OpeningHours[]>();
	for (const one of hours) days.set(one.day, [...(days.get(one.day) ?? []), one]);
	for (const [day, entries] of days) checkDay(named(day), entries);
}

function checkDay(day: string, entries: readonly OpeningHours[]): void {
	if (entries.length > 1 && entries.some(({ mode }) => mode !== 'specificHours')) {
		throw invalid(
			`${day} has opening hours twice, once for the whole day.`,
			'Keep one of them: Open 24 Hours and By Appointment Only are for the whole day.',
		);
	}
	const intervals = entries.flatMap((one) =>
		one.mode === 'specificHours' ? interval(day, one) : [],
	);
	intervals.sort((a, b) => a.from - b.from);
	intervals.forEach((one, index) => {
		const next = intervals[index + 1];
		if (!next || one.to <= next.from) return;
		throw invalid(
			`The opening hours of ${day} overlap: ${written(one)} and ${written(next)}.`,
			'Let one end before the next begins, or make one of both.',
		);
	});
}

function interval(
	day: string,
	{ opens, closes }: Extract<OpeningHours, { mode: 'specificHours' }>,
): Interval {
	const from = minutesOf(opens);
	const to = minutesOf(closes);
	if (from === undefined || to === undefined) {
		const wrong = from === undefined ? opens : closes;
		throw invalid(
			`"${wrong.slice(0, 20)}" in the opening hours of ${day} is no time.`,
			'Write times as 09:00 or 17:30. The end of a day is 24:00.',
		);
	}
	if (to <= from) {
		throw invalid(
			`On ${day} the business would close at ${timeOf(to)}, but it opens at ${timeOf(from)}.`,
			'Let it close later than it opens. For a night, let it close at 24:00, and open on the next day at 00:00.',
		);
	}
	return { from, to };
}

function written({ from, to }: Interval): string {
	return `${timeOf(from)} to ${timeOf(to)}`;
}

function named(day: Weekday): string {
	return day.charAt(0).toUpperCase() + day.slice(1);
}

/** A time zone as IANA calls it. Error: INVALID_CONTENT. */
export function checkTimezone(timezone: string): void {
	try {
		new Intl.DateTimeFormat('en', { timeZone: timezone });
	} catch {
		throw invalid(
			`There is no time zone "${timezone.slice(0, 60)}".`,
			'Write it as in America/Sao_Paulo or Europe/Lisbon.',
		);
	}
}

function invalid(message: string, hint: string): EngineError {
	return new EngineError('INVALID_CONTENT', message, hint);
}
