import { S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { answerTo, type Query } from './query';
import { refusalCode } from './query-errors';

/** WhatsApp's terms for who creates a channel (whatsmeow, AcceptTOSNotice), and for who becomes admin of one (zapo's spec). */
export const CREATION_TERMS = '20601218';
export const INVITE_TERMS = '20610101';
/** All of them were shown and agreed to (whatsmeow, AcceptTOSNotice). */
const LAST_STAGE = '5';

/**
 * Agrees to terms, as WhatsApp's apps do before they ask for what needs them. Where WhatsApp does not want that, or not these,
 * what needs them says so itself.
 */
export async function acceptTerms(query: Query, id: string): Promise<void> {
	try {
		const notice = { tag: 'notice', attrs: { id, stage: LAST_STAGE } };
		await answerTo(query, {
			tag: 'iq',
			attrs: { type: 'set', to: S_WHATSAPP_NET, xmlns: 'tos' },
			content: [notice],
		});
	} catch (error) {
		if (refusalCode(error) === undefined) throw error;
	}
}
