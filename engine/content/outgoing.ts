import type { MessageContent } from '../gateway/contract';
import { jidOfPhone, parseRecipient, phoneOf } from './jid';

/** Text content in Baileys' shape (`AnyMessageContent`). */
export interface OutgoingText {
	text: string;
	mentions?: string[];
	linkPreview?: null;
}

export function toOutgoing({ text, mentions }: MessageContent): OutgoingText {
	return {
		text,
		...(mentions?.length && { mentions: mentions.map(parseRecipient) }),
		// Without this Baileys would fetch every link in the text by itself.
		linkPreview: null,
	};
}

/** The chat as it is shown before WhatsApp has said where the number really is. */
export function chatOf(to: string): string {
	const chat = parseRecipient(to);
	const phone = phoneOf(chat);
	return phone ? jidOfPhone(phone) : chat;
}
