import type { EventEmitter } from 'node:events';
import type { BinaryNode } from '@whiskeysockets/baileys';

/** What Baileys calls its WebSocket. */
export interface StanzaSource extends EventEmitter {
	readonly isOpen: boolean;
}

export type MessageHandler = (node: BinaryNode) => Promise<void>;

/** Puts a handler between WhatsApp and what has listened to message stanzas so far, Baileys at the end: `next` hands one on. */
export function intercept(
	ws: StanzaSource,
	handlerFor: (next: MessageHandler) => (node: BinaryNode) => void,
): void {
	const listeners = ws.listeners('CB:message') as MessageHandler[];
	ws.removeAllListeners('CB:message');
	const next: MessageHandler = async (node) => {
		await Promise.allSettled(listeners.map((listen) => listen(node)));
	};
	ws.on('CB:message', handlerFor(next));
}
