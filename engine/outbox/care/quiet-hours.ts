import type { QuietHours } from '../../gateway/contract';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/**
 * When it is quiet no more (ms); undefined where it is not quiet now. What the clocks on the walls there show is what
 * counts: a night in which they are put on is an hour shorter.
 */
export function quietUntil(hours: QuietHours, now: number): number | undefined {
	const clock = wallClock(hours.timeZone);
	const isQuiet = (at: number) => isWithin(hours, clock(at));
	let at = now - (now % MINUTE);
	if (!isQuiet(at)) return undefined;
	while (isQuiet(at)) at = firstJump(clock, at, at + minutesTo(hours.to, clock(at)) * MINUTE);
	return at;
}

function isWithin({ from, to }: QuietHours, minute: number): boolean {
	return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minutesTo(minute: number, now: number): number {
	return (minute - now + DAY_MINUTES) % DAY_MINUTES;
}

/** The first minute after `start` that the clocks are put on or back in; `end` where they are not. */
function firstJump(clock: WallClock, start: number, end: number): number {
	const shown = clock(start);
	const goesOn = (at: number) => clock(at) === (shown + (at - start) / MINUTE) % DAY_MINUTES;
	if (goesOn(end)) return end;
	let [before, after] = [0, (end - start) / MINUTE];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (goesOn(start + middle * MINUTE)) before = middle;
		else after = middle;
	}
	return start + after * MINUTE;
}

/** Minutes since midnight at a time. */
type WallClock = (at: number) => number;

/** Making one takes a hundred times as long as reading it. */
const wallClocks = new Map<string, WallClock>();

function wallClock(timeZone: string): WallClock {
	const known = wallClocks.get(timeZone);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en', {
		...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
	});
	const clock = (at: number) => {
		const [hour, minute] = format.format(at).split(':');
		return Number(hour) * 60 + Number(minute);
	};
	wallClocks.set(timeZone, clock);
	return clock;
}
