import { pauseAfter } from './backoff';
import type { Clock } from './clock';

/** After refusals for haste in a row. */
const BREAK = { firstMs: 5_000, longestMs: 60_000 };

/** WhatsApp refused something because it was asked too fast: nothing was done. */
export class TooFast extends Error {}

/** Keeps questions of one kind at a distance from each other: WhatsApp refuses those who ask too fast, and does not tell its limits. */
export interface Pace {
	/**
	 * Asks when it is this one's turn, and again after a break where `ask` rejects with `TooFast`. Rejects with `TooFast` where
	 * the next turn comes later than `withinMs` from now.
	 */
	run<T>(kind: string, times: PaceTimes, ask: () => Promise<T>): Promise<T>;
}

export interface PaceTimes {
	/** Shortest time between the beginnings of two questions. */
	gapMs: number;
	withinMs: number;
}

interface Kind {
	/** When the next question may begin, by `elapsed`. */
	next: number;
	/** Breaks since it last was not too fast. */
	breaks: number;
	breakUntil: number;
}

export function createPace(clock: Pick<Clock, 'elapsed' | 'sleep'>): Pace {
	const kinds = new Map<string, Kind>();

	function kindOf(name: string): Kind {
		let kind = kinds.get(name);
		if (!kind) kinds.set(name, (kind = { next: 0, breaks: 0, breakUntil: 0 }));
		return kind;
	}

	/** Those that were under way when the break began say nothing new. */
	function takeBreak(kind: Kind): void {
		if (clock.elapsed() < kind.breakUntil) return;
		kind.breakUntil = clock.elapsed() + pauseAfter(kind.breaks, BREAK);
		kind.breaks++;
		kind.next = Math.max(kind.next, kind.breakUntil);
	}

	return {
		async run(name, { gapMs, withinMs }, ask) {
			const kind = kindOf(name);
			const latest = clock.elapsed() + withinMs;
			for (;;) {
				const at = Math.max(clock.elapsed(), kind.next);
				if (at > latest) throw new TooFast();
				kind.next = at + gapMs;
				if (at > clock.elapsed()) await clock.sleep(at - clock.elapsed());
				// Somebody else may have been refused meanwhile.
				if (clock.elapsed() < kind.breakUntil) continue;
				try {
					const answer = await ask();
					kind.breaks = 0;
					return answer;
				} catch (error) {
					if (!(error instanceof TooFast)) throw error;
					takeBreak(kind);
				}
			}
		},
	};
}
