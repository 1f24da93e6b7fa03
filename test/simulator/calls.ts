import { type BinaryNode } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import type { Device } from './registry';
import { childOf, stanza } from './stanza';

/**
 * A client asks for a link by which people join a call. Nobody calls here; of the answer rc14 reads the child only
 * (Socket/chats.js, createCallLink).
 */
export function routeCall(sender: Device, call: BinaryNode): void {
	const wanted = childOf(call, 'link_create');
	if (!wanted) return;
	const token = randomBytes(16).toString('base64url');
	sender.queue.push(
		stanza('ack', { class: 'call', type: 'link_create', id: call.attrs.id, from: call.attrs.to }, [
			stanza('link_create', { media: wanted.attrs.media, token }),
		]),
	);
}
