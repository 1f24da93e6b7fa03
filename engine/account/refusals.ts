import { EngineError } from '../gateway/contract';
import type { Standing } from '../whatsapp/index';

/**
 * WhatsApp's error numbers on a message (`<ack class="message" error>`; names as in Baileys' NACK_REASONS, lib/Utils/
 * decode-wa-message.js), in words.
 */
const REASONS: Readonly<
	Record<string, readonly [code: 'RESTRICTED' | 'REJECTED', message: string, hint: string]>
> = {
	'463': [
		'RESTRICTED',
		'WhatsApp does not let this number start new chats for now.',
		'Wait, and write only to people who have written to you. Sending it again makes the restriction last longer.',
	],
	'479': [
		'REJECTED',
		'WhatsApp refused the message as malformed or meant for an outdated device.',
		'Send it once more. If that fails too, update n8n-nodes-whatsapp-linked.',
	],
	'421': [
		'REJECTED',
		'WhatsApp refused the message because the group is stale or gone.',
		'Check that the number is still a member of the group.',
	],
	'403': [
		'REJECTED',
		'WhatsApp does not let this number write to that chat.',
		'Check that the number is a member of the group and may write in it.',
	],
	'404': ['REJECTED', 'The chat does not exist any more.', 'Check the recipient.'],
};

/** The number that says so. */
export const RESTRICTED = '463';

/**
 * 463 has two causes with opposite cures: the number may open no new chats, or it is this contact alone. How the number
 * stands tells which; undefined: WhatsApp does not say.
 */
export function notLetIn(standing: Standing | undefined): EngineError {
	if (standing && !standing.isActive) {
		return new EngineError(
			'REJECTED',
			`WhatsApp does not let this number start a chat with this person. (WhatsApp error ${RESTRICTED})`,
			'The number itself is not restricted. Write to this person from the phone first, or wait until they write.',
		);
	}
	if (!standing?.until) return refusal(RESTRICTED);
	return new EngineError(
		'RESTRICTED',
		`WhatsApp does not let this number start new chats until ${new Date(standing.until).toISOString()}. (WhatsApp error ${RESTRICTED})`,
		'Send it again after that, and until then write only to people who have written to you: each try makes it last longer.',
	);
}

export function refusal(code: string): EngineError {
	const [kind, message, hint] = (Object.hasOwn(REASONS, code) && REASONS[code]) || [
		'REJECTED',
		'WhatsApp refused the message.',
		'Check the recipient, then send it again.',
	];
	return new EngineError(kind, `${message} (WhatsApp error ${code})`, hint);
}
