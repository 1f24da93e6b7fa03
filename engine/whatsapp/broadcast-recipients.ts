import { getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys';
import type { JournaledStanza } from './journal';
import { stanzaIn } from './journaling';

/**
 * JIDs of those whom the phone has written to by a broadcast list: the stanza that it sends its linked devices names them
 * (whatsmeow, message.go, parseMessageSource). Baileys does not hand them on.
 */
export function broadcastRecipientsIn(journaled: JournaledStanza): string[] | undefined {
	const participants = getBinaryNodeChild(stanzaIn(journaled), 'participants');
	return (
		participants &&
		getBinaryNodeChildren(participants, 'to').flatMap(({ attrs }) => attrs.jid ?? [])
	);
}
