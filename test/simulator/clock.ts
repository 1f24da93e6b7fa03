/** The simulator's time. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Whole seconds since 1970, the unit of every `t` attribute. */
	seconds(): number;
}

/** A clock over a function such as `Date.now`. */
export function clockOver(now: () => number): Clock {
	return { now, seconds: () => Math.floor(now() / 1000) };
}
