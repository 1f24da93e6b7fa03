import { chatType } from '../content/jid';
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
	'475': [
		'RESTRICTED',
		'This number has opened as many new chats as WhatsApp lets it for now.',
		'Wait, and write only to people who have written to you. Each further try makes it last longer.',
	],
};

/** The number may open no new chats, or not this one. */
const RESTRICTED = '463';
/** The number has opened as many new chats as it may (WhatsApp Web: NewChatMessagesCapped). */
const CAPPED = '475';
/** The group's members go by other addresses than we took (WhatsApp Web: StaleGroupAddressingMode). */
const STALE_GROUP = '421';

export type NackKind =
	/** For good. */
	| 'final'
	/** To be sent again under its ID, to the people that WhatsApp knows of by now. */
	| 'outdated'
	/** WhatsApp is too busy, or was asked too often: to be sent again later. */
	| 'passing'
	/** No new chats for now; `restricted` may be about this contact alone. */
	| 'restricted'
	| 'capped';

/** What a refusal is, by its number and chat. */
export function kindOfNack(code: string, chat: string | undefined): NackKind {
	if (code === RESTRICTED) return 'restricted';
	if (code === CAPPED) return 'capped';
	if (code === STALE_GROUP && chat && chatType(chat) === 'group') return 'outdated';
	return isPassing(Number(code)) ? 'passing' : 'final';
}

/**
 * WhatsApp's numbers are HTTP's: a time-out, too early, too many, and what is the server's own trouble. From 550 on it has
 * numbers of its own (NACK_REASONS), of which one (552) is a database's trouble.
 */
function isPassing(code: number): boolean {
	return [408, 425, 429, 552].includes(code) || (code >= 500 && code < 550);
}

/** For an hour WhatsApp has answered with a passing refusal. */
export function nackedForTooLong(code: string): EngineError {
	return new EngineError(
		'TIMEOUT',
		`For an hour WhatsApp was too busy to take the message, or was asked too often. (WhatsApp error ${code})`,
		'Send it again later. If it happens often, raise the pause between messages in the credential.',
		true,
	);
}

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
	if (!standing?.until) return nackError(RESTRICTED);
	return new EngineError(
		'RESTRICTED',
		`WhatsApp does not let this number start new chats until ${new Date(standing.until).toISOString()}. (WhatsApp error ${RESTRICTED})`,
		'Send it again after that, and until then write only to people who have written to you: each try makes it last longer.',
	);
}

/** The same of what is done in channels. */
const CHANNEL_REASONS: typeof REASONS = {
	'403': [
		'REJECTED',
		'WhatsApp does not let the linked number do this in the channel: only its owner and admins may post there, and followers may react with what its settings allow.',
		'Use a channel that the number owns or is admin of.',
	],
	'404': [
		'REJECTED',
		'The channel, or the post in it, does not exist any more.',
		'Check the channel and the ID of the post.',
	],
	'479': [
		'REJECTED',
		'WhatsApp refused the post as malformed.',
		'Update n8n-nodes-whatsapp-linked, or post it in another form.',
	],
};

/** `chat`: where the message went, where that is known. */
export function nackError(code: string, chat = ''): EngineError {
	const reasons = chatType(chat) === 'channel' ? CHANNEL_REASONS : REASONS;
	const [kind, message, hint] = (Object.hasOwn(reasons, code) && reasons[code]) || [
		'REJECTED',
		'WhatsApp refused the message.',
		'Check the recipient, then send it again.',
	];
	return new EngineError(kind, `${message} (WhatsApp error ${code})`, hint);
}
