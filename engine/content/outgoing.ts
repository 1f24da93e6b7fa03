import type { MessageContent } from '../gateway/contract';
import { jidOfPhone, parseRecipient, phoneOf } from './jid';

/** Text content in Baileys' shape (`AnyMessageContent`). */
export interface OutgoingText {
	text: string;
	mentions?: string[];
	/** Never undefined: Baileys would fetch every link in the text by itself. */
	linkPreview: {
		'canonical-url': string;
		'matched-text': string;
		title: string;
		description?: string;
	} | null;
}

export function toOutgoing({ text, mentions, preview }: MessageContent): OutgoingText {
	return {
		text,
		...(mentions?.length && { mentions: mentions.map(parseRecipient) }),
		linkPreview: preview
			? {
					'canonical-url': preview.url,
					'matched-text': preview.url,
					title: preview.title,
					...(preview.description && { description: preview.description }),
				}
			: null,
	};
}

/** The chat as it is shown before WhatsApp has said where the number really is. */
export function chatOf(to: string): string {
	const chat = parseRecipient(to);
	const phone = phoneOf(chat);
	return phone ? jidOfPhone(phone) : chat;
}
