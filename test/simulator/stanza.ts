import {
	type BinaryNode,
	getBinaryNodeChild,
	getBinaryNodeChildBuffer,
	getBinaryNodeChildren,
} from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';

/** Builds a stanza; attributes that are `undefined` are left out. */
export function stanza(
	tag: string,
	attrs: Record<string, string | undefined> = {},
	content?: BinaryNode['content'],
): BinaryNode {
	const present = Object.entries(attrs).filter(
		(entry): entry is [string, string] => entry[1] !== undefined,
	);
	return { tag, attrs: Object.fromEntries(present), content };
}

/** The first child with this tag, if any. */
export const childOf = getBinaryNodeChild;

/** All children with this tag. */
export const childrenOf = getBinaryNodeChildren;

/** The children of a stanza, whatever their tags. */
export function allChildren(parent: BinaryNode): BinaryNode[] {
	return Array.isArray(parent.content) ? parent.content : [];
}

/** The first child with this tag; a client that leaves it out broke the protocol. */
export function requiredChild(parent: BinaryNode, tag: string): BinaryNode {
	const found = getBinaryNodeChild(parent, tag);
	if (!found) throw new Error(`<${parent.tag}> has no <${tag}>`);
	return found;
}

/** The bytes inside the child with this tag. */
export function childBytes(parent: BinaryNode, tag: string): Buffer {
	const content = getBinaryNodeChildBuffer(parent, tag);
	if (!content) throw new Error(`<${parent.tag}> has no bytes in <${tag}>`);
	return Buffer.from(content);
}

/** A big-endian number inside the child with this tag: 3 bytes for key ids, 4 for registration ids. */
export function childNumber(parent: BinaryNode, tag: string): number {
	const content = childBytes(parent, tag);
	return content.readUIntBE(0, content.length);
}

/** The bytes of a stanza that holds bytes. */
export function bytesOf(node: BinaryNode): Buffer {
	if (!(node.content instanceof Uint8Array)) throw new Error(`<${node.tag}> holds no bytes`);
	return Buffer.from(node.content);
}

/** The text of a stanza: short strings arrive as text, others as UTF-8 bytes. */
export function textOf(node: BinaryNode | undefined): string {
	if (typeof node?.content === 'string') return node.content;
	return node?.content instanceof Uint8Array ? Buffer.from(node.content).toString() : '';
}

/** All message ids a receipt is about: its own id, then those in `<list>`. */
export function receiptIds(receipt: BinaryNode): string[] {
	const listed = childrenOf(childOf(receipt, 'list'), 'item').map((item) => item.attrs.id);
	return [receipt.attrs.id, ...listed].filter((id) => id !== undefined);
}

/** The `<list>` a receipt about several messages carries next to its own id. */
export function receiptList(furtherIds: string[]): BinaryNode[] | undefined {
	if (furtherIds.length === 0) return undefined;
	return [
		stanza(
			'list',
			{},
			furtherIds.map((id) => stanza('item', { id })),
		),
	];
}

/** A fresh stanza id. */
export const stanzaId = (): string => randomBytes(8).toString('hex').toUpperCase();

/** News from the server. Each is acknowledged by the client. */
export function notification(
	type: string,
	from: string,
	seconds: number,
	content: BinaryNode[],
): BinaryNode {
	return stanza('notification', { id: stanzaId(), from, type, t: String(seconds) }, content);
}

/** A message id in the form WhatsApp Web uses. */
export const messageId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
