import { createHmac } from 'node:crypto';
import type { SendMessage } from '../gateway/contract';

/**
 * The message ID of a send: `3EB0` and 18 upper-case hex digits, the shape that WhatsApp Web gives its own
 * (Baileys `generateMessageIDV2`), from an HMAC over where the send comes from. The same origin always has the same ID;
 * `secret` is the account's, so IDs cannot be guessed.
 */
export function messageIdOf(origin: SendMessage['origin'], secret: string): string {
	const parts =
		'key' in origin
			? ['key', origin.key]
			: ['run', origin.executionId, origin.nodeId, origin.runIndex, origin.itemIndex];
	const digest = createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex');
	return `3EB0${digest.slice(0, 18).toUpperCase()}`;
}
