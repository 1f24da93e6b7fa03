import { CARE_LIMITS, type CareLimit, type CareSettings } from '../../gateway/contract';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** So long after it was linked a number gets from a tenth of its limits to the whole of them. */
export const RAMP_MS = 7 * DAY;
/** So long after a login pauses get from ten times as long to as long as they are. */
export const SLOW_START_MS = 60_000;
const SLOWEST = 10;

export const WINDOW_MS: Readonly<Record<CareLimit, number>> = {
	messagesPerDay: DAY,
	messagesPerHour: HOUR,
	newChatsPerDay: DAY,
	newChatsPerHour: HOUR,
};

/** When messages left that count: the oldest first (ms). Those that opened a chat are in both. */
export interface Departures {
	messages: readonly number[];
	newChats: readonly number[];
}

export type LimitSettings = Pick<CareSettings, CareLimit | 'startSlowly'>;

/** What a limit stands at. */
export interface LimitState {
	limit: CareLimit;
	used: number;
	/** As many as may be now: less than the user set, in the first days. Null: no limit. */
	max: number | null;
	/** Where it is reached: when one more may leave (ms). */
	until: number | undefined;
}

/** `linkedAt`: undefined where nobody knows, which was long ago. */
export function limitStates(
	settings: LimitSettings,
	departures: Departures,
	linkedAt: number | undefined,
	now: number,
): LimitState[] {
	const since = settings.startSlowly ? linkedAt : undefined;
	return CARE_LIMITS.map((limit) =>
		stateOf(limit, settings[limit], timesOf(limit, departures), since, now),
	);
}

function timesOf(limit: CareLimit, { messages, newChats }: Departures): readonly number[] {
	return limit === 'newChatsPerDay' || limit === 'newChatsPerHour' ? newChats : messages;
}

function stateOf(
	limit: CareLimit,
	whole: number,
	all: readonly number[],
	linkedAt: number | undefined,
	now: number,
): LimitState {
	const window = WINDOW_MS[limit];
	const times = within(all, now - window);
	const used = times.length;
	if (whole === 0) return { limit, used, max: null, until: undefined };
	const max = linkedAt === undefined ? whole : rampedMax(whole, now - linkedAt);
	if (used < max) return { limit, used, max, until: undefined };
	/** One may leave when so many do not count any more, and the limit has grown to more than the others. */
	const openings = Array.from({ length: used - max + 2 }, (_, aged) => {
		// The computer's clock may have been set back since.
		const freed = aged === 0 ? now : Math.min(times[aged - 1] ?? now, now) + window;
		return Math.max(freed, grownAt(used - aged + 1));
	});
	return { limit, used, max, until: openings.reduce((a, b) => Math.min(a, b)) };

	function grownAt(count: number): number {
		if (count <= max) return -Infinity;
		return linkedAt === undefined ? Infinity : linkedAt + ageFor(whole, count);
	}
}

/** Those after a time, of times in order. */
export function within(times: readonly number[], after: number): readonly number[] {
	const first = times.findIndex((at) => at > after);
	return first < 0 ? [] : times.slice(first);
}

/** A tenth of it at first, rounded up, and the whole after `RAMP_MS`. */
export function rampedMax(whole: number, ageMs: number): number {
	const age = Math.min(Math.max(ageMs, 0), RAMP_MS);
	const first = firstMax(whole);
	return first + Math.floor(((whole - first) * age) / RAMP_MS);
}

function firstMax(whole: number): number {
	return Math.ceil(whole / SLOWEST);
}

/** How old the link has to be for as many; Infinity where that is more than the whole. */
function ageFor(whole: number, count: number): number {
	if (count > whole) return Infinity;
	const first = firstMax(whole);
	return count <= first ? 0 : Math.ceil(((count - first) * RAMP_MS) / (whole - first));
}

/** How many times as long pauses are so long after a login. */
export function slowness(onlineMs: number): number {
	const left = 1 - Math.min(Math.max(onlineMs, 0) / SLOW_START_MS, 1);
	return 1 + (SLOWEST - 1) * left;
}
