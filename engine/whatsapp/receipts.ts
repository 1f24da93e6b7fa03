import { setImmediate as turn } from 'node:timers/promises';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { intercept, type StanzaSource } from './stanza-listeners';
import type { Receipt } from './stanzas';

/** One receipt may tell of a whole group: written at once, a thousand would hold up every other number for half a second. */
const AT_ONCE = 50;

/**
 * Tells what a receipt says before Baileys answers it: what is stored is stored before WhatsApp is told that we have it.
 * `tell` must not throw.
 */
export function tellReceipts(
	ws: StanzaSource,
	read: (node: BinaryNode) => readonly Receipt[],
	tell: (receipts: readonly Receipt[]) => void,
): void {
	intercept(ws, 'CB:receipt', (next) => async (node) => {
		const receipts = read(node);
		for (let told = 0; told < receipts.length; told += AT_ONCE) {
			if (told > 0) await turn();
			// What was not told comes again over the next connection.
			if (!ws.isOpen) return;
			tell(receipts.slice(told, told + AT_ONCE));
		}
		await next(node);
	});
}
