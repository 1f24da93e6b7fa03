// How every script tells the user what it is doing, and how it says no.

const STILL_WORKING_EVERY_MS = 30_000;

/** An end that a person can do something about: shown as plain words, without a stack. */
export class UserError extends Error {}

/** @param {string} line */
export function say(line = '') {
	process.stdout.write(`${line}\n`);
}

/**
 * Says what begins and how long it takes about, gives a sign of life while it lasts, and says how long it took.
 *
 * @template T
 * @param {string} title what happens now: "Installing n8n 2.41.1"
 * @param {string} about how long it takes: "5 minutes"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, about, work) {
	const startedAt = performance.now();
	const elapsed = () => duration(performance.now() - startedAt);
	say(`> ${title} (takes about ${about})`);
	const signOfLife = setInterval(
		() => say(`  still at it after ${elapsed()}`),
		STILL_WORKING_EVERY_MS,
	);
	try {
		const result = await work();
		say(`  done in ${elapsed()}`);
		return result;
	} finally {
		clearInterval(signOfLife);
	}
}

/** @param {number} ms */
export function duration(ms) {
	const seconds = ms / 1000;
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	if (seconds < 60) return `${Math.round(seconds)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
