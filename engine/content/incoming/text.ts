import type { proto } from '@whiskeysockets/baileys';
import type { Read } from './reader';
import { words } from './values';

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
