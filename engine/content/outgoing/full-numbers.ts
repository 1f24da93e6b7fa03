import type { Button, MessageContent } from '../../gateway/contract';
import { parseRecipient, phoneOf } from '../jid';
import { parsePhone, plainCharacters } from '../phone-number';
import { withMentions } from './mentions';

/**
 * The same content with all phone numbers in full: people write those of their own country without its code. Whose country
 * that is, the linked number (`own`) says when the message is queued; later another one may be linked. What is no phone
 * number stays, for `check` to say so.
 */
export function withFullNumbers<C extends MessageContent>(content: C, own: string | null): C;
export function withFullNumbers(content: MessageContent, own: string | null): MessageContent {
	const full = (written: string) => {
		const digits = parsePhone(written, own);
		return digits ? `+${digits}` : written;
	};
	const withFullPhone = (button: Button): Button =>
		button.type === 'call' ? { ...button, phone: full(button.phone) } : button;
	switch (content.type) {
		case 'contacts':
			return {
				...content,
				contacts: content.contacts.map((card) =>
					'vcard' in card ? card : { ...card, phones: card.phones.map(full) },
				),
			};
		case 'catalog':
		case 'product':
			return { ...content, business: full(content.business) };
		case 'buttons':
			return { ...content, buttons: content.buttons.map(withFullPhone) };
		case 'carousel':
			return {
				...content,
				cards: content.cards.map((card) => ({
					...card,
					buttons: card.buttons.map(withFullPhone),
				})),
			};
		default:
			return 'mentions' in content && content.mentions
				? withFullMentions(content, content.mentions, own)
				: content;
	}
}

/** In the words, too: `@<digits>` as they were written becomes `@<digits>` of the whole number. */
function withFullMentions(
	content: MessageContent,
	mentions: readonly string[],
	own: string | null,
): MessageContent {
	const chats = mentions.map((mention) => parseRecipient(mention, own));
	const digitsOf = (text: string) => plainCharacters(text).replace(/\D/g, '');
	const inWords = new Map(
		mentions.map((mention, index) => [digitsOf(mention), phoneOf(chats[index]) ?? '']),
	);
	return withMentions(content, chats, inWords);
}
