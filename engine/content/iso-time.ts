/** A time (ms) in ISO 8601; null where there is none. */
export function toIso(at: number | null | undefined): string | null {
	return at ? new Date(at).toISOString() : null;
}

/** With its offset: a time without one would be read as the time of the machine. */
const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** A time in ISO 8601 (ms); NaN for what is none. */
export function fromIso(time: string): number {
	return isDay(time) ? Date.parse(time) : NaN;
}

/** JavaScript makes 2 March of 30 February. */
function isDay(time: string): boolean {
	const [, year, month, day] = ISO_TIME.exec(time) ?? [];
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

/** 05/06/2027 is in June in most of the world, and in May in the USA. */
const TWO_NUMBERS_FIRST = /^\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2}(?:\d\d)?\b/;

/** What is wrong with a time that is none. `what` it is of, as the beginning of a sentence. */
export function whyNoTime(what: string, time: string): string {
	if (!time) return `${what} is empty.`;
	const said = `${what}, "${time.slice(0, 60)}",`;
	const [, first = 0, second = 0] = TWO_NUMBERS_FIRST.exec(time) ?? [];
	const isEither = first !== second && [first, second].every((n) => n && Number(n) <= 12);
	return isEither
		? `${said} does not say which number is the day and which is the month.`
		: `${said} is not a date and time.`;
}

export const HOW_TO_SAY_A_TIME =
	'Choose a date and time, or use an expression that yields one with the year first, for example 2027-12-31T18:00.';
