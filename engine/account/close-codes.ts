import { EngineError } from '../gateway/contract';
import type { LinkStep } from './link-state';

/** What to do when WhatsApp or the network has closed the connection of a linked number. */
export type Reaction =
	| { kind: 'reconnect'; delayMs: number }
	/** A person has to do something; nothing is tried any more. */
	| { kind: 'end'; step: LinkStep; error: EngineError };

export interface CloseContext {
	/** Baileys' or WhatsApp's close code. */
	code: number;
	/** How often this has gone wrong right before: since the connection last was stable, or since WhatsApp was last there. */
	attempt: number;
	/** Of these, how many were 440. */
	replaced: number;
	/** How often WhatsApp gave this same code right before. */
	inRow: number;
	/** From 0 to 1. */
	random: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LONGEST_DELAY = 5 * MINUTE;
/** With what chance adds, ten seconds: so soon after the network is back the number is, too. */
const LONGEST_UNREACHED_DELAY = 8 * SECOND;
const MOST_REPLACED = 3;
const MOST_OUTDATED = 3;
/** Linking needs one. More are an ailing server's, and each costs a login. */
const MOST_RESTARTS_AT_ONCE = 3;

/**
 * Codes: Baileys' `DisconnectReason`, and what `<failure reason>` carries as it is. Every code that is not listed is
 * treated as a passing fault: 500 is Baileys' word for whatever it does not know, and 408 and 428 are the network.
 */
export function reactionTo({ code, attempt, replaced, inRow, random }: CloseContext): Reaction {
	const after = (delayMs: number): Reaction => ({ kind: 'reconnect', delayMs });
	switch (code) {
		case 515: // Restart required: not an error, always right after linking.
			return inRow < MOST_RESTARTS_AT_ONCE
				? after(0)
				: after(backoff(inRow - MOST_RESTARTS_AT_ONCE, SECOND, random));
		case 440: // Another connection logged in with the same keys. Fighting it would go on for ever.
			return replaced < MOST_REPLACED
				? after((30 + 30 * random) * SECOND)
				: end('replaced', REPLACED);
		case 401:
			return end('loggedOut', LOGGED_OUT);
		case 403:
		case 406:
			return end('banned', BANNED);
		case 402: // Temporary ban: its end is not known here, so it is asked rarely.
			return after(60 * MINUTE);
		case 405:
			return inRow < MOST_OUTDATED ? after(LONGEST_DELAY) : end('outdated', OUTDATED);
		case 409:
		case 411:
		case 418:
			return after(60 * MINUTE);
		case 503:
			return after(backoff(attempt, 10 * SECOND, random));
		default:
			return after(backoff(attempt, SECOND, random));
	}
}

/**
 * The connection ended before WhatsApp said a word. Whatever code Baileys made of that (a proxy's 403 among them) it is not
 * WhatsApp's, and a try that does not get there is no burden to anybody.
 */
export function reactionToUnreached({ attempt, random }: CloseContext): Reaction {
	const delayMs = Math.min(SECOND * 2 ** Math.min(attempt, 20), LONGEST_UNREACHED_DELAY);
	return { kind: 'reconnect', delayMs: delayMs * (1 + random / 4) };
}

/** Doubles with each attempt up to five minutes, with up to a quarter more so that not all come back at once. */
function backoff(attempt: number, first: number, random: number): number {
	return Math.min(first * 2 ** Math.min(attempt, 20), LONGEST_DELAY) * (1 + random / 4);
}

function end(step: LinkStep, error: EngineError): Reaction {
	return { kind: 'end', step, error };
}

/** What a user is told while the connection is being restored. */
export function lost(code: number): EngineError {
	return new EngineError(
		'DISCONNECTED',
		`The connection to WhatsApp was lost (${code}).`,
		'Nothing to do: it is restored by itself, and messages wait in the queue. If it stays, check the network of n8n.',
		true,
	);
}

export const LOGGED_OUT = new EngineError(
	'LOGGED_OUT',
	'This device was logged out on the phone.',
	'Link the number again: open the credential, press Retry and type the code on the phone. Messages in the queue are kept.',
);

export const REPLACED = new EngineError(
	'REPLACED',
	'Another program uses the same linked device, so WhatsApp keeps closing this connection.',
	'Stop the other n8n or program that has a copy of this session, then run Session > Reconnect.',
);

export const BANNED = new EngineError(
	'BANNED',
	'WhatsApp has locked or banned this number.',
	'Open WhatsApp on the phone and follow what it says, then run Session > Reconnect.',
);

export const OUTDATED = new EngineError(
	'OUTDATED',
	'WhatsApp refuses this version of the connection.',
	'Update the package n8n-nodes-whatsapp-linked in Settings > Community nodes, then run Session > Reconnect.',
);
