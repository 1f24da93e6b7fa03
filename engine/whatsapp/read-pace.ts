import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Clock, Timer } from '../clock';
import { intercept, type StanzaSource } from './stanza-listeners';

/** So many stanzas may be in work before no more is read. What one read of the socket holds (64 KB) comes on top. */
const MAX_IN_WORK = 200;
/** Some stanzas wait for an answer of WhatsApp that is still to be read. */
const LONGEST_PAUSE_MS = 1_000;

/** What bytes are read from: Baileys' WebSocket, as far as that matters here. */
export interface ByteSource {
	pause(): void;
	resume(): void;
}

/**
 * Reads no faster than Baileys gets done with what was read. WhatsApp may hand over at once whatever has waited for the login,
 * and a group may tell a thousand receipts: they wait with WhatsApp's server then (TCP holds it back), and not in memory.
 */
export function paceReading(ws: StanzaSource, bytes: ByteSource, after: Clock['after']): void {
	let inWork = 0;
	let limit = MAX_IN_WORK;
	let pause: Timer | undefined;

	function goOn(): void {
		pause?.cancel();
		pause = undefined;
		bytes.resume();
	}

	function begun(): void {
		inWork++;
		if (inWork < limit || pause) return;
		bytes.pause();
		pause = after(LONGEST_PAUSE_MS, () => {
			limit = inWork + MAX_IN_WORK;
			goOn();
		});
	}

	function done(): void {
		inWork--;
		if (inWork > MAX_IN_WORK / 2) return;
		limit = MAX_IN_WORK;
		if (pause) goOn();
	}

	for (const event of ['CB:message', 'CB:receipt', 'CB:notification', 'CB:call'] as const) {
		intercept(ws, event, (next) => async (node: BinaryNode) => {
			begun();
			await next(node);
			done();
		});
	}
}
