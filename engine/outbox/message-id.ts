import { createHmac, randomBytes } from 'node:crypto';
import type { MessageOrigin } from '../gateway/contract';
import type { Settings } from '../store/account-store';

const ID_SECRET = 'idSecret';

/** The account's own secret, for message IDs: made once, so that the same send has the same ID for ever. */
export function idSecretOf(settings: Settings): string {
	const known = settings.get<string>(ID_SECRET);
	if (known) return known;
	const secret = randomBytes(32).toString('base64');
	settings.set(ID_SECRET, secret);
	return secret;
}

/**
 * The message ID of a send: `3EB0` and 18 upper-case hex digits, the shape that WhatsApp Web gives its own
 * (Baileys `generateMessageIDV2`), from an HMAC over where the send comes from and the address that it was given. The same
 * origin always has the same ID, and each part of an album one of its own; `secret` is the account's, so IDs cannot be guessed.
 */
export function messageIdOf(
	origin: MessageOrigin,
	secret: string,
	address: string,
	part?: number,
): string {
	const parts = JSON.stringify([...partsOf(origin, address), ...(part ? [`part ${part}`] : [])]);
	const digest = createHmac('sha256', secret).update(parts).digest('hex');
	return `3EB0${digest.slice(0, 18).toUpperCase()}`;
}

/** What the message says is no part of it: that may hold the time of the try. */
function partsOf(origin: MessageOrigin, address: string): unknown[] {
	// The user's own ID stands for one message, wherever it goes.
	if ('key' in origin) return ['key', origin.key];
	if ('callId' in origin) return ['call', origin.callId, address];
	const { executionId, startedAt = null, nodeId, runIndex, itemIndex } = origin;
	return ['run', executionId, startedAt, nodeId, runIndex, itemIndex, address];
}
