import type { proto } from '@whiskeysockets/baileys';
import type { Read } from './reader';
import { atMost, words } from './values';

export function conversation(text: string): Read {
	return { type: 'text', text };
}

export function extendedText(body: proto.Message.IExtendedTextMessage): Read {
	const { text, matchedText, title, description } = body;
	return {
		type: 'text',
		text: words(text),
		...(matchedText && {
			link: { url: matchedText, title: words(title), description: words(description) },
		}),
	};
}

/** An answer to a question that was asked in a channel. */
export function questionResponse({ text }: proto.Message.IQuestionResponseMessage): Read {
	return { type: 'text', text: words(text) };
}

export function invoice({ note }: proto.Message.IInvoiceMessage): Read {
	return { type: 'text', text: words(note) };
}

/** An answer of Meta AI, its paragraphs in parts; pictures and tables are left out. */
export function richResponse({ submessages }: proto.IAIRichResponseMessage): Read {
	const paragraphs = atMost(submessages).map(({ messageText }) => messageText ?? '');
	return { type: 'text', text: words(paragraphs.filter((text) => text !== '').join('\n')) };
}
