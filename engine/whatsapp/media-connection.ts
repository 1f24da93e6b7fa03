import { getBinaryNodeChild, getBinaryNodeChildren, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { answerTo } from './query';

/** Where WhatsApp lets us upload, as it said when it was asked. */
export interface MediaConnection {
	auth: string;
	hosts: readonly string[];
}

/**
 * Asks WhatsApp where files may be uploaded, and keeps the answer for as long as it is good. Baileys does too, but when
 * the question fails once it never asks again (lib/Socket/messages-send.js, refreshMediaConn).
 */
export function createMediaConnection(
	query: (node: BinaryNode) => Promise<BinaryNode | undefined>,
	now: () => number,
): (refresh: boolean) => Promise<MediaConnection> {
	let known: { connection: MediaConnection; until: number } | undefined;
	/** Files are uploaded side by side. */
	let asking: Promise<MediaConnection> | undefined;

	async function ask(): Promise<MediaConnection> {
		const answer = await answerTo(query, {
			tag: 'iq',
			attrs: { type: 'set', xmlns: 'w:m', to: S_WHATSAPP_NET },
			content: [{ tag: 'media_conn', attrs: {} }],
		});
		const node = getBinaryNodeChild(answer, 'media_conn');
		const { auth, ttl } = node?.attrs ?? {};
		if (!node || auth === undefined) throw new Error('WhatsApp did not say where to upload to');
		const hosts = getBinaryNodeChildren(node, 'host').flatMap(({ attrs }) => attrs.hostname ?? []);
		known = { connection: { auth, hosts }, until: now() + Number(ttl ?? 0) * 1000 };
		return known.connection;
	}

	return async (refresh) => {
		if (known && !refresh && now() < known.until) return known.connection;
		known = undefined;
		asking ??= ask().finally(() => {
			asking = undefined;
		});
		return await asking;
	};
}
