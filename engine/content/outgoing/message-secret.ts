import type { WireMessage } from './kind';

/** Answers to a message and edits of events: they are sealed with its secret (Baileys' lib/Utils/reporting-utils.js). */
const WITHOUT_SECRET = [
	'reactionMessage',
	'encReactionMessage',
	'encEventResponseMessage',
	'pollUpdateMessage',
	'secretEncryptedMessage',
] as const;

/** What everybody may read has none. */
export function withoutSecret({ messageContextInfo: _, ...message }: WireMessage): WireMessage {
	return message;
}

/** WhatsApp's own apps put a secret into every message: what was said can be proved with it when it is reported. */
export function withSecret(message: WireMessage, secret: () => Uint8Array): WireMessage {
	const { messageContextInfo } = message;
	if (messageContextInfo?.messageSecret || WITHOUT_SECRET.some((field) => message[field])) {
		return message;
	}
	return { ...message, messageContextInfo: { ...messageContextInfo, messageSecret: secret() } };
}
