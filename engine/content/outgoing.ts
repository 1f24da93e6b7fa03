import type { MessageContent } from '../gateway/contract';
import { parseRecipient } from './jid';

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
