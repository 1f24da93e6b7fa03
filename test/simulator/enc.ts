import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import type { Device } from './registry';
import type { SignalEndpoint } from './signal-endpoint';
import { bytesOf, childrenOf, stanza } from './stanza';

/** How a ciphertext was made: `pkmsg` opens a Signal session, `msg` uses one, `skmsg` is a group's. */
export type EncType = 'pkmsg' | 'msg' | 'skmsg';

/** A ciphertext of a message stanza. */
export interface Enc {
	readonly type: EncType;
	readonly ciphertext: Buffer;
	readonly attributes: Readonly<Record<string, string>>;
}

/** What was inside a message stanza. */
export interface Opened {
	readonly message: proto.IMessage;
	/** Of the ciphertext that held it. */
	readonly enc: EncType;
	readonly encAttributes: Readonly<Record<string, string>>;
}

/** An `<enc>`. */
export function writeEnc(
	type: EncType,
	ciphertext: Uint8Array,
	attrs: Record<string, string | undefined> = {},
): BinaryNode {
	return stanza('enc', { v: '2', type, ...attrs }, ciphertext);
}

/** The `<enc>` for one device; none when it has published no keys. */
export async function encryptFor(
	device: Device,
	content: proto.IMessage,
	signal: SignalEndpoint,
	attrs: Record<string, string | undefined> = {},
): Promise<BinaryNode[]> {
	const fetchKeys = () => device.offerSession();
	const encrypted = await signal.encrypt(device.jid('lid'), content, fetchKeys);
	return encrypted ? [writeEnc(encrypted.type, encrypted.ciphertext, attrs)] : [];
}

/** The ciphertexts of a message. */
export function readEncs(message: BinaryNode): Enc[] {
	return childrenOf(message, 'enc').map((node) => {
		const { type } = node.attrs;
		if (type !== 'pkmsg' && type !== 'msg' && type !== 'skmsg') {
			throw new Error(`Unknown ciphertext ${type}`);
		}
		return { type, ciphertext: bytesOf(node), attributes: node.attrs };
	});
}

/**
 * Opens the ciphertexts of a message in order, and keeps the sender keys it finds in them. The last one is the
 * message: in a group, one with the sender key may come first.
 */
export async function openAll(
	encs: readonly Enc[],
	author: Device,
	chat: string,
	signal: SignalEndpoint,
): Promise<Opened> {
	const name = author.jid('lid');
	let opened: Opened | undefined;
	for (const { type, ciphertext, attributes } of encs) {
		const content =
			type === 'skmsg'
				? signal.decryptFromGroup(chat, name, ciphertext)
				: await signal.decrypt(name, { type, ciphertext });
		// Copies for own devices come wrapped.
		const message = content.deviceSentMessage?.message ?? content;
		const { senderKeyDistributionMessage: senderKey } = message;
		if (senderKey) signal.senderKeys.learn(name, senderKey);
		opened = { message, enc: type, encAttributes: attributes };
	}
	if (!opened) throw new Error('The message has no ciphertext');
	return opened;
}
