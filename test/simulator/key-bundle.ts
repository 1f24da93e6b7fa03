import { type BinaryNode, encodeBigEndian, KEY_BUNDLE_TYPE } from '@whiskeysockets/baileys';
import { childBytes, childNumber, childOf, childrenOf, requiredChild, stanza } from './stanza';

/** A public one-time key. */
export interface PreKey {
	readonly id: number;
	readonly publicKey: Uint8Array;
}

/** A public key signed by the identity key of its device. */
export interface SignedPreKey extends PreKey {
	readonly signature: Uint8Array;
}

/** What a device publishes so that others can open a Signal session with it. */
export interface KeyBundle {
	readonly registrationId: number;
	readonly identityKey: Uint8Array;
	readonly signedPreKey: SignedPreKey;
	/** Each is handed out once; a bundle without one is still valid. */
	readonly oneTimeKeys: PreKey[];
}

/** What one other device gets to open one session. */
export interface SessionOffer extends Omit<KeyBundle, 'oneTimeKeys'> {
	readonly oneTimeKey: PreKey | undefined;
}

/**
 * What is wrong with somebody's keys: WhatsApp has none and says so with a number; or it leaves the device out of its answer;
 * or they are not as they must be.
 */
export type KeyFlaw = 404 | 406 | 'left out' | 'no signed pre-key' | 'short' | 'wrongly signed';

/** Reads the body of a pre-key upload. */
export function readUpload(upload: BinaryNode): KeyBundle {
	return {
		registrationId: childNumber(upload, 'registration'),
		identityKey: childBytes(upload, 'identity'),
		signedPreKey: readSignedPreKey(requiredChild(upload, 'skey')),
		oneTimeKeys: childrenOf(childOf(upload, 'list'), 'key').map(readPreKey),
	};
}

/** Reads a `<skey>`. */
export function readSignedPreKey(skey: BinaryNode): SignedPreKey {
	return { ...readPreKey(skey), signature: childBytes(skey, 'signature') };
}

/** The children of a `<user>` in the answer to a key fetch. */
export function writeOffer(offer: SessionOffer, flaw?: KeyFlaw): BinaryNode[] {
	const { identityKey, signedPreKey, oneTimeKey } = offer;
	const signature = Buffer.from(signedPreKey.signature);
	if (flaw === 'wrongly signed') signature.reverse();
	const signed = [...keyBody(signedPreKey), stanza('signature', {}, signature)];
	return [
		stanza('registration', {}, encodeBigEndian(offer.registrationId)),
		stanza('type', {}, KEY_BUNDLE_TYPE),
		stanza('identity', {}, flaw === 'short' ? identityKey.subarray(1) : identityKey),
		...(flaw === 'no signed pre-key' ? [] : [stanza('skey', {}, signed)]),
		...(oneTimeKey ? [stanza('key', {}, keyBody(oneTimeKey))] : []),
	];
}

function keyBody(key: PreKey): BinaryNode[] {
	return [stanza('id', {}, encodeBigEndian(key.id, 3)), stanza('value', {}, key.publicKey)];
}

function readPreKey(key: BinaryNode): PreKey {
	return { id: childNumber(key, 'id'), publicKey: childBytes(key, 'value') };
}
