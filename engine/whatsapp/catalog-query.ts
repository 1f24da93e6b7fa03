import { S_WHATSAPP_NET, type BinaryNode, type WASocket } from '@whiskeysockets/baileys';
import { answerTo } from './query';

export type CatalogSocket = Pick<WASocket, 'query'>;

/**
 * Asks about a catalog, or changes ours, and returns the answer. `smaxId`: the number that WhatsApp Web gives some of its
 * queries. Rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`.
 */
export async function askCatalog(
	{ query }: CatalogSocket,
	type: 'get' | 'set',
	child: BinaryNode,
	smaxId?: number,
	xmlns = 'w:biz:catalog',
): Promise<BinaryNode> {
	return await answerTo(query, {
		tag: 'iq',
		attrs: {
			to: S_WHATSAPP_NET,
			type,
			xmlns,
			...(smaxId !== undefined && { smax_id: String(smaxId) }),
		},
		content: [child],
	});
}

/** An element that is nothing but text. */
export function textNode(tag: string, content: string | number): BinaryNode {
	return { tag, attrs: {}, content: Buffer.from(String(content)) };
}

/** How large the small image of each product is to be, which nobody here looks at. */
export const IMAGE_SIZE: readonly BinaryNode[] = [textNode('width', 100), textNode('height', 100)];
