import { setImmediate as turn } from 'node:timers/promises';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { intercept, type StanzaSource } from './stanza-listeners';
import type { Receipt } from './stanzas';

/** One receipt may tell of a whole group: written at once, a thousand would hold up every other number for half a second. */
const AT_ONCE = 50;

/**
 * Tells what a receipt says, and hands it to Baileys, which answers it, when that is on disk: what Baileys does would stand
 * between a receipt and those who are told of it. Receipts that come in one turn of the event loop share a flush. `tell` must
 * not throw; `saving` is `Database.saving`.
 */
export function tellReceipts(
	ws: StanzaSource,
	read: (node: BinaryNode) => readonly Receipt[],
	tell: (receipts: readonly Receipt[]) => void,
	saving: () => Promise<void> | undefined,
): void {
	intercept(ws, 'CB:receipt', (next) => async (node) => {
		const receipts = read(node);
		for (let told = 0; told < receipts.length; told += AT_ONCE) {
			if (told > 0) await turn();
			// What was not told comes again over the next connection.
			if (!ws.isOpen) return;
			tell(receipts.slice(told, told + AT_ONCE));
		}
		try {
			await saving();
		} catch {
			// What could not be written is not answered, and comes again, too.
			return;
		}
		if (ws.isOpen) await next(node);
	});
}
