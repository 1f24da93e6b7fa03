import type { LinkState } from '../gateway/contract';

/** What happens to a link. */
export type LinkStep =
	| 'started'
	| 'phoneAnswered'
	| 'opened'
	| 'failed'
	| 'loggedOut'
	| 'replaced'
	| 'banned'
	| 'outdated'
	| 'reconnecting'
	| 'forgotten';

const ENDS: readonly LinkState[] = ['LOGGED_OUT', 'REPLACED', 'BANNED', 'OUTDATED'];

/** Where each step leads, and from where it can be made at all. */
const STEPS: Readonly<Record<LinkStep, { from: readonly LinkState[]; to: LinkState }>> = {
	started: { from: ['UNLINKED', 'WAITING', ...ENDS], to: 'WAITING' },
	phoneAnswered: { from: ['WAITING', 'LINKING'], to: 'LINKING' },
	opened: { from: ['LINKING', 'LINKED'], to: 'LINKED' },
	failed: { from: ['WAITING', 'LINKING'], to: 'UNLINKED' },
	loggedOut: { from: ['LINKING', 'LINKED'], to: 'LOGGED_OUT' },
	replaced: { from: ['LINKING', 'LINKED'], to: 'REPLACED' },
	banned: { from: ['LINKING', 'LINKED'], to: 'BANNED' },
	outdated: { from: ['LINKING', 'LINKED'], to: 'OUTDATED' },
	reconnecting: { from: ['LINKED', 'REPLACED', 'OUTDATED', 'BANNED'], to: 'LINKED' },
	forgotten: { from: ['LINKED', 'UNLINKED', 'WAITING', 'LINKING', ...ENDS], to: 'UNLINKED' },
};

/** In these states the phone lists the number's device. */
const LISTED: ReadonlySet<LinkState> = new Set(['LINKED', 'REPLACED', 'OUTDATED']);

export function hasNumber(state: LinkState): boolean {
	return LISTED.has(state);
}

/** The next state; the same one when the step cannot be made from it. */
export function nextState(state: LinkState, step: LinkStep): LinkState {
	const { from, to } = STEPS[step];
	return from.includes(state) ? to : state;
}

/**
 * What a stored state means when the process starts: no code or QR code survives it, and a link is as good as the keys
 * that are there. Keys that have never logged in prove nothing: the process may have ended before it could tell WhatsApp
 * that it has them.
 */
export function stateAtStart(stored: LinkState | undefined, paired: boolean): LinkState {
	if (stored && ENDS.includes(stored)) return stored;
	if (!paired) return 'UNLINKED';
	return stored === 'WAITING' || stored === 'LINKING' ? 'LINKING' : 'LINKED';
}
