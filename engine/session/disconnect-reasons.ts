import { pauseAfter } from '../backoff';
import { EngineError } from '../gateway/contract';
import type { DisconnectReason } from '../whatsapp/index';
import type { LinkStep } from './link-state';

/** What to do when WhatsApp or the network has closed the connection of a linked number. */
export type DisconnectAction =
	/** `error`: what a user is told until then. */
	| { kind: 'reconnect'; delayMs: number; error: EngineError }
	/** A person has to do something; nothing is tried any more. */
	| { kind: 'end'; step: LinkStep; error: EngineError };

export interface DisconnectContext extends DisconnectReason {
	now: number;
	/** How often this has gone wrong right before: since the connection last was stable, or since WhatsApp was last there. */
	attempt: number;
	/** Of these, how many were 440. */
	replaced: number;
	/** How often WhatsApp gave this same code right before. */
	inRow: number;
	/** From 0 to 1. */
	random: number;
}

/** What WhatsApp answers to a version that it no longer takes. */
export const VERSION_REFUSED = 405;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LONGEST_DELAY = 5 * MINUTE;
const PASSING = { firstMs: SECOND, longestMs: LONGEST_DELAY };
const UNAVAILABLE = { firstMs: 10 * SECOND, longestMs: LONGEST_DELAY };
/** Node's timers end at 2^31 ms; a ban that lasts longer is asked for once in between. */
const LONGEST_BAN = 24 * 24 * HOUR;
/** With what chance adds, ten seconds at most: so soon after the network is back the number is, too. */
const UNREACHED = { firstMs: SECOND, longestMs: 8 * SECOND };
const MOST_REPLACED = 3;
const MOST_OUTDATED = 3;
/** Linking needs one. More are an ailing server's, and each costs a login. */
const MOST_RESTARTS_AT_ONCE = 3;

/**
 * Codes: Baileys' `DisconnectReason`, and what `<failure reason>` carries as it is. Every code that is not listed is
 * treated as a passing fault: 500 is Baileys' word for whatever it does not know, and 408 and 428 are the network.
 */
export function actionAfter(context: DisconnectContext): DisconnectAction {
	const { code, bannedUntil, now, attempt, replaced, inRow, random } = context;
	const after = (delayMs: number, error = lost(code)): DisconnectAction => ({
		kind: 'reconnect',
		delayMs,
		error,
	});
	switch (code) {
		case 515: // Restart required: not an error, always right after linking.
			return inRow < MOST_RESTARTS_AT_ONCE
				? after(0)
				: after(pauseAfter(inRow - MOST_RESTARTS_AT_ONCE, PASSING, random));
		case 440: // Another connection logged in with the same keys. Fighting it would go on for ever.
			return replaced < MOST_REPLACED
				? after((30 + 30 * random) * SECOND)
				: end('replaced', REPLACED);
		case 401:
			return end('loggedOut', LOGGED_OUT);
		case 403:
		case 406:
			return end('banned', BANNED);
		case 402: // Temporary ban: tries while it lasts can only make it longer.
			return after(
				bannedUntil === undefined
					? HOUR
					: Math.min(Math.max(bannedUntil - now, MINUTE), LONGEST_BAN),
				banned(bannedUntil),
			);
		case VERSION_REFUSED:
			return inRow < MOST_OUTDATED ? after(LONGEST_DELAY, OUTDATED) : end('outdated', OUTDATED);
		case 409: // Bad user agent.
			return after(HOUR, NOT_ACCEPTED);
		case 411: // The phone knows no linked devices: `DisconnectReason.multideviceMismatch`.
			return after(HOUR, PHONE_TOO_OLD);
		case 418: // Seen, and not known what for.
			return after(HOUR, REFUSED);
		case 503:
			return after(pauseAfter(attempt, UNAVAILABLE, random));
		default:
			return after(pauseAfter(attempt, PASSING, random));
	}
}

/**
 * The connection ended before WhatsApp said a word. Whatever code Baileys made of that (a proxy's 403 among them) it is not
 * WhatsApp's, and a try that does not get there is no burden to anybody.
 */
export function actionWhenUnreached({
	code,
	error = lost(code),
	attempt,
	random,
}: DisconnectContext): DisconnectAction {
	return {
		kind: 'reconnect',
		delayMs: pauseAfter(attempt, UNREACHED, random),
		error,
	};
}

function end(step: LinkStep, error: EngineError): DisconnectAction {
	return { kind: 'end', step, error };
}

/** What a user is told while the connection is being restored. */
function lost(code: number): EngineError {
	return new EngineError(
		'DISCONNECTED',
		`The connection to WhatsApp was lost (${code}).`,
		'Nothing to do: it is restored by itself, and messages wait in the queue. If it stays, check the network of n8n.',
		true,
	);
}

function banned(until: number | undefined): EngineError {
	const end = until === undefined ? undefined : new Date(until).toISOString();
	return new EngineError(
		'BANNED',
		end
			? `WhatsApp has banned this number until ${end}.`
			: 'WhatsApp has banned this number for some time.',
		`Open WhatsApp on the phone to see why. ${end ? 'It is tried again then' : 'It is tried again every hour'}, and messages wait in the queue.`,
		true,
	);
}

const NOT_ACCEPTED = new EngineError(
	'OUTDATED',
	'WhatsApp does not accept what this connection says of itself (409).',
	'Update the package n8n-nodes-whatsapp-linked in Settings > Community nodes. It is tried again every hour, and messages wait in the queue.',
	true,
);

const PHONE_TOO_OLD = new EngineError(
	'DISCONNECTED',
	'WhatsApp says that the phone is not ready for linked devices (411).',
	'Update WhatsApp on the phone and open it. It is tried again every hour, and messages wait in the queue.',
	true,
);

const REFUSED = new EngineError(
	'DISCONNECTED',
	'WhatsApp refuses this connection and does not say why (418).',
	'Open WhatsApp on the phone, and update the package n8n-nodes-whatsapp-linked if there is a newer version. It is tried again every hour, and messages wait in the queue.',
	true,
);

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
