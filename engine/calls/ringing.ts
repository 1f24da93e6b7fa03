import type { RingStep } from '../whatsapp/index';

/** So often a number rings others within a minute: more looks like a machine to WhatsApp, and to people. */
const MOST_RINGS = 5;
const WITHIN_MS = 60_000;

/** A call that we make. */
export interface Ring {
	/** What the other side did last; undefined: nobody has heard of it. */
	readonly step: RingStep['step'] | undefined;
	/** It does not ring any more. */
	end(): void;
}

/** The calls that the number makes: one at a time, and few. */
export interface Ringing {
	/** Why it cannot ring anybody now; undefined: it can. */
	obstacle(): 'busy' | 'tooMany' | undefined;
	begin(callId: string): Ring;
	onStep(told: RingStep): void;
}

/** `onChange`: something became of a ring. `now`: by a clock that nobody sets. */
export function createRinging(now: () => number, onChange: () => void): Ringing {
	let current: { callId: string; step: RingStep['step'] | undefined } | undefined;
	let begun: number[] = [];
	return {
		obstacle() {
			begun = begun.filter((at) => at > now() - WITHIN_MS);
			if (current) return 'busy';
			return begun.length >= MOST_RINGS ? 'tooMany' : undefined;
		},
		begin(callId) {
			const ring = { callId, step: undefined as RingStep['step'] | undefined };
			current = ring;
			begun.push(now());
			return {
				get step() {
					return ring.step;
				},
				end() {
					if (current === ring) current = undefined;
				},
			};
		},
		onStep({ callId, step }) {
			if (current?.callId !== callId) return;
			// Other phones of theirs may still say that they ring.
			if (step !== 'reached' || current.step === undefined) current.step = step;
			onChange();
		},
	};
}
