import type { EventEmitter } from 'node:events';
import type { BinaryNode } from '@whiskeysockets/baileys';

/** What Baileys calls its WebSocket. */
export interface StanzaSource extends EventEmitter {
	readonly isOpen: boolean;
}

export type StanzaHandler = (node: BinaryNode) => Promise<void>;

/** Puts a handler between WhatsApp and what has listened to these stanzas so far, Baileys at the end: `next` hands one on. */
export function intercept(
	ws: StanzaSource,
	event: 'CB:message' | 'CB:receipt' | 'CB:notification' | 'CB:call',
	handlerFor: (next: StanzaHandler) => (node: BinaryNode) => void,
): void {
	const listeners = ws.listeners(event) as StanzaHandler[];
	ws.removeAllListeners(event);
	const next: StanzaHandler = async (node) => {
		await Promise.allSettled(listeners.map((listen) => listen(node)));
	};
	ws.on(event, handlerFor(next));
}
