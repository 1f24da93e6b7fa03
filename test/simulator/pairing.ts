import {
	aesDecryptCTR,
	aesDecryptGCM,
	aesEncryptCTR,
	Curve,
	derivePairingCodeKey,
	hkdf,
	hmacSign,
	type KeyPair,
	proto,
	WA_ADV_ACCOUNT_SIG_PREFIX,
	WA_ADV_DEVICE_SIG_PREFIX,
} from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import { verifySignature } from './xeddsa';

/*
 * The phone's part of the cryptography that links a companion: pure functions, no network.
 */

/** What a QR shows. */
export interface QrContent {
	readonly reference: string;
	readonly companionIdentity: Buffer;
	readonly advSecret: Buffer;
}

/** Reads `https://wa.me/settings/linked_devices#REF,noise key,identity key,adv secret,platform`. */
export function readQr(text: string): QrContent {
	const [reference, , identity, secret] = text.slice(text.indexOf('#') + 1).split(',');
	if (!reference || !identity || !secret) throw new Error('This is no QR code of a linked device');
	return {
		reference,
		companionIdentity: Buffer.from(identity, 'base64'),
		advSecret: Buffer.from(secret, 'base64'),
	};
}

/** A companion's identity as the phone vouches for it. */
export interface DeviceIdentity {
	/** `ADVSignedDeviceIdentity`, without the companion's own signature. */
	readonly signed: proto.IADVSignedDeviceIdentity;
	/** `ADVSignedDeviceIdentityHMAC`, what travels in `<pair-success>`. */
	readonly sealed: Uint8Array;
}

/**
 * Signs a companion's identity key with the account's, and seals that with the secret both sides share.
 * @param forged signs with a key that is not the account's, which a client must refuse
 */
export function vouchFor(
	companion: Pick<QrContent, 'companionIdentity' | 'advSecret'>,
	accountIdentity: KeyPair,
	keyIndex: number,
	nowSeconds: number,
	forged = false,
): DeviceIdentity {
	const details = proto.ADVDeviceIdentity.encode({
		rawId: keyIndex,
		timestamp: nowSeconds,
		keyIndex,
	}).finish();
	const signer = forged ? Curve.generateKeyPair() : accountIdentity;
	const signed = {
		details,
		accountSignatureKey: accountIdentity.public,
		accountSignature: Curve.sign(
			signer.private,
			Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, companion.companionIdentity]),
		),
	};
	const encoded = proto.ADVSignedDeviceIdentity.encode(signed).finish();
	const sealed = proto.ADVSignedDeviceIdentityHMAC.encode({
		details: encoded,
		hmac: hmacSign(encoded, companion.advSecret),
	}).finish();
	return { signed, sealed };
}

/** Whether the companion has signed the identity the phone gave it. */
export function isCountersigned(
	answer: Uint8Array,
	{ signed }: DeviceIdentity,
	companionIdentity: Buffer,
): boolean {
	const { deviceSignature } = proto.ADVSignedDeviceIdentity.decode(answer);
	const { details, accountSignatureKey } = signed;
	if (!deviceSignature || !details || !accountSignatureKey) return false;
	return verifySignature(
		companionIdentity,
		Buffer.concat([WA_ADV_DEVICE_SIG_PREFIX, details, companionIdentity, accountSignatureKey]),
		deviceSignature,
	);
}

/** Encrypts an ephemeral public key under a pairing code: salt 32, IV 16, ciphertext 32. */
export async function wrapEphemeralKey(code: string, publicKey: Uint8Array): Promise<Buffer> {
	const salt = randomBytes(32);
	const iv = randomBytes(16);
	const key = await derivePairingCodeKey(code, salt);
	return Buffer.concat([salt, iv, aesEncryptCTR(publicKey, key, iv)]);
}

/** Undoes `wrapEphemeralKey`. AES-CTR cannot tell a wrong code: it yields a wrong key. */
export async function unwrapEphemeralKey(code: string, wrapped: Buffer): Promise<Buffer> {
	const key = await derivePairingCodeKey(code, wrapped.subarray(0, 32));
	return aesDecryptCTR(wrapped.subarray(48, 80), key, wrapped.subarray(32, 48));
}

/** What a companion sends once it has the phone's ephemeral key. */
export interface CompanionFinish {
	/** Salt 32, IV 12, AES-GCM of companion identity, primary identity, random 32. */
	readonly wrappedKeyBundle: Buffer;
	readonly companionIdentity: Buffer;
}

/**
 * Opens the companion's key bundle and derives the secret both sides share from then on. Throws when the
 * code was wrong on either side: the bundle is then sealed under another key.
 */
export function deriveAdvSecret(
	{ wrappedKeyBundle, companionIdentity }: CompanionFinish,
	phoneEphemeral: KeyPair,
	companionEphemeral: Buffer,
	accountIdentity: KeyPair,
): Buffer {
	const shared = Curve.sharedKey(phoneEphemeral.private, companionEphemeral);
	const salt = wrappedKeyBundle.subarray(0, 32);
	const info = 'link_code_pairing_key_bundle_encryption_key';
	const key = Buffer.from(hkdf(shared, 32, { salt, info }));
	const bundle = aesDecryptGCM(
		wrappedKeyBundle.subarray(44),
		key,
		wrappedKeyBundle.subarray(32, 44),
		Buffer.alloc(0),
	);
	const random = bundle.subarray(64, 96);
	const identityShared = Curve.sharedKey(accountIdentity.private, companionIdentity);
	return Buffer.from(
		hkdf(Buffer.concat([shared, identityShared, random]), 32, { info: 'adv_secret' }),
	);
}
