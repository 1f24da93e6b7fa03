import type { Clock } from '../clock';
import type { Settings } from '../store/account-store';

/** It was so late at least, by WhatsApp's clock, when this was written (ms). */
const KNOWN = 'knownTime';
/** WhatsApp says whole seconds, and they are under way for a while: a clock that is as near is the better one. */
const TOLERANCE_MS = 5_000;
/** What is remembered may be behind by so much: each time that it is written is a flush of the disk. */
const BEHIND_MS = 60_000;

export interface ServerTimeOptions {
	clock: Pick<Clock, 'now' | 'elapsed'>;
	settings: Settings;
	/** Whether a number is linked: WhatsApp says what time it is at each login of it. */
	isLinked(): boolean;
	/** The reading of `elapsed` at which what was remembered was true already; by default now. */
	since?: number;
}

/**
 * What time it is for an account. The clock of the computer may be days off, and jump: a Raspberry Pi has no battery, and
 * learns the time from the network some time after its start. WhatsApp stamps messages by its own clock and says at each
 * login what time it is; from then on time is counted by what no change of the computer's clock moves.
 */
export interface ServerTime {
	/** As well as it is known. */
	now(): number;
	/**
	 * It is so late at least: what is forgotten, or refused for its age, goes by this. Until the first login of the process
	 * that is what was known before, and the time since the start.
	 */
	atLeast(): number;
	/** WhatsApp says what time it is. */
	learn(whatsAppTime: number): void;
	/** Remembers what is known, for the next start. */
	save(): void;
}

export function createServerTime({
	clock,
	settings,
	isLinked,
	since = clock.elapsed(),
}: ServerTimeOptions): ServerTime {
	/** A time that is certain, and how long the process had run then. */
	let known: { at: number; elapsed: number } | undefined;
	let isByWhatsApp = false;
	const before = settings.get<number>(KNOWN);
	if (before !== undefined) known = { at: before, elapsed: since };

	/** Without a number there is nobody who could know better than the computer. In whole milliseconds, as all times are. */
	function certain(): number | undefined {
		if (!known || !isLinked()) return undefined;
		return Math.floor(known.at + clock.elapsed() - known.elapsed);
	}

	function save(): void {
		const at = certain();
		if (at === undefined) return;
		try {
			const saved = settings.get<number>(KNOWN) ?? 0;
			if (Math.abs(at - saved) >= BEHIND_MS) settings.set(KNOWN, at);
		} catch {
			// A full disk: what is on it is still true.
		}
	}

	return {
		now() {
			const at = certain();
			return at !== undefined && isByWhatsApp ? at : Math.max(clock.now(), at ?? 0);
		},
		atLeast: () => certain() ?? clock.now(),
		learn(whatsAppTime) {
			const computerTime = clock.now();
			const isRight = Math.abs(computerTime - whatsAppTime) < TOLERANCE_MS;
			known = { at: isRight ? computerTime : whatsAppTime, elapsed: clock.elapsed() };
			isByWhatsApp = true;
			save();
		},
		save,
	};
}
