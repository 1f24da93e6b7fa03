import { type BinaryNode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { notification, stanza } from './stanza';

/** Tells a device that a collection of shared settings has changed; it comes and reads. */
export function changeNotice(name: string, version: number, seconds: number): BinaryNode {
	const collection = stanza('collection', { name, version: String(version) });
	return notification('server_sync', S_WHATSAPP_NET, seconds, [collection]);
}
