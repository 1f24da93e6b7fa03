import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';

/**
 * Whether WhatsApp holds one-time keys of ours that this session has not made yet: then it is an old copy of one that has. At
 * each login Baileys asks for the digest of all keys, whose list names their numbers (3 bytes each, as in the upload), before
 * anything is sent.
 */
export function hasNewerKeys(answer: BinaryNode, nextPreKeyId: number): boolean {
	const list = getBinaryNodeChild(getBinaryNodeChild(answer, 'digest'), 'list');
	return getBinaryNodeChildren(list, 'id').some(
		({ content }) =>
			content instanceof Uint8Array &&
			content.length === 3 &&
			Buffer.from(content).readUIntBE(0, 3) >= nextPreKeyId,
	);
}
