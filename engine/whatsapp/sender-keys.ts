import { createCipheriv, createDecipheriv } from 'node:crypto';
import { BufferJSON, proto } from '@whiskeysockets/baileys';
import { hkdfSha256, hmacSha256 } from './key-derivation';
import { isSignatureValid } from './signatures';
import { MAX_SKIPPED_KEYS } from './session-limits';
import { sign } from './xeddsa';

/*
 * Messages of groups by Signal's sender keys, over the records that Baileys makes of them (lib/Signal/Group). Baileys' own
 * GroupCipher skips a key with each message that it encrypts, and reads and writes all skipped keys with each message that it
 * encrypts or decrypts. It cannot use skipped keys, because its JSON does not give back the bytes that it took.
 *
 * These functions are pure: the caller writes the record before the ciphertext leaves or the plaintext is told.
 */

/** How far a message may be ahead of the one before, as in libsignal and Baileys. */
const MAX_AHEAD = 2_000;
/** Version 3 of the format, which is also the oldest that can be read. */
const VERSION = 0x33;
const SIGNATURE_BYTES = 64;
const KEY_BYTES = 32;
const CIPHER = 'aes-256-cbc';

const KEY_INFO = Buffer.from('WhisperGroup');

/** What a chain key is hashed with: for the key of a message, and for the next chain key. */
const FOR_MESSAGE = Buffer.of(1);
const FOR_CHAIN = Buffer.of(2);

/** A sender key as Baileys keeps it (lib/Signal/Group/sender-key-state.js); it leaves what it does not know as it is. */
interface StoredState {
	senderKeyId: number;
	senderChainKey: Key;
	senderSigningKey: { public: Uint8Array; private?: Uint8Array };
	/** Skipped keys as Baileys writes them: none is written here. */
	senderMessageKeys: Key[];
	/** Skipped keys as they are written here, in base64: one text is read and written much faster than 2,000 objects. */
	skipped?: string;
}

/** A key of a chain: a message's, or the chain's own, from which all later ones come. */
interface Key {
	iteration: number;
	seed: Uint8Array;
}

interface State extends Omit<StoredState, 'skipped' | 'senderMessageKeys'> {
	skipped: Key[];
}

/** Encrypts with the next key of the sender's own chain. */
export function encryptForGroup(
	record: Uint8Array,
	plaintext: Uint8Array,
): { record: Buffer; ciphertext: Buffer } {
	const states = read(record);
	const state = states.at(-1);
	const { private: signer } = state?.senderSigningKey ?? {};
	if (!state || !signer) throw new Error('No session to encrypt message');
	const { iteration, seed } = next(state);
	// Nobody encrypts with keys that Baileys has skipped, and nobody decrypts messages of our own.
	state.skipped = [];
	const cipher = createCipheriv(CIPHER, ...messageKey(seed));
	const message = proto.SenderKeyMessage.create({
		id: state.senderKeyId,
		iteration,
		ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]),
	});
	const encoded = proto.SenderKeyMessage.encode(message).finish();
	const signed = Buffer.concat([Buffer.of(VERSION), encoded]);
	const ciphertext = Buffer.concat([signed, sign(Buffer.from(signer), signed)]);
	return { record: write(states), ciphertext };
}

/** Decrypts a message of somebody else, once. Throws where it does not fit. */
export function decryptFromGroup(
	record: Uint8Array | undefined,
	message: Uint8Array,
): { record: Buffer; plaintext: Buffer } {
	const states = record ? read(record) : [];
	const signed = Buffer.from(message.subarray(0, -SIGNATURE_BYTES));
	const signature = message.subarray(-SIGNATURE_BYTES);
	const { id, iteration, ciphertext } = proto.SenderKeyMessage.decode(signed.subarray(1));
	const state = states.find(({ senderKeyId }) => senderKeyId === (id ?? 0));
	if (!state) throw new Error('No session found to decrypt message');
	if (!isSignatureValid(Buffer.from(state.senderSigningKey.public), signed, signature)) {
		throw new Error('Invalid signature!');
	}
	const decipher = createDecipheriv(CIPHER, ...messageKey(seedOf(state, iteration ?? 0)));
	const opened = decipher.update(ciphertext ?? Buffer.alloc(0));
	const plaintext = Buffer.concat([opened, decipher.final()]);
	forgetOldest(states);
	return { record: write(states), plaintext };
}

/**
 * Whether what somebody hands out is a sender key: it is kept, and must not be larger than one. Baileys knows signing keys
 * without their version byte, too.
 */
export function isSenderKey(distribution: Uint8Array | null | undefined): boolean {
	if (!distribution) return false;
	try {
		const { chainKey, signingKey } = proto.SenderKeyDistributionMessage.decode(
			distribution.subarray(1),
		);
		const isKey = signingKey?.length === KEY_BYTES || signingKey?.length === KEY_BYTES + 1;
		return chainKey?.length === KEY_BYTES && isKey;
	} catch {
		// It is no message of this kind.
		return false;
	}
}

/** The seed of one message's key; the state has it no more. */
function seedOf(state: State, iteration: number): Uint8Array {
	const { iteration: due } = state.senderChainKey;
	if (iteration < due) {
		const skipped = state.skipped.find((key) => key.iteration === iteration);
		if (!skipped) throw new Error(`Received message with old counter: ${due}, ${iteration}`);
		state.skipped = state.skipped.filter((key) => key !== skipped);
		return skipped.seed;
	}
	if (iteration - due > MAX_AHEAD) throw new Error('Over 2000 messages into the future!');
	const keys = Array.from({ length: iteration - due }, () => next(state));
	state.skipped = [...state.skipped, ...keys];
	return next(state).seed;
}

/** The key of the next message; the chain goes on. */
function next(state: State): Key {
	const { iteration, seed } = state.senderChainKey;
	state.senderChainKey = { iteration: iteration + 1, seed: hmacSha256(seed, FOR_CHAIN) };
	return { iteration, seed: hmacSha256(seed, FOR_MESSAGE) };
}

/** So many skipped keys are kept of all chains of a sender together, which Baileys has in the order of their age. */
function forgetOldest(states: State[]): void {
	let left = MAX_SKIPPED_KEYS;
	for (const state of states.toReversed()) {
		state.skipped = left > 0 ? state.skipped.slice(-left) : [];
		left -= state.skipped.length;
	}
}

function messageKey(seed: Uint8Array): [key: Buffer, iv: Buffer] {
	const derived = Buffer.concat(hkdfSha256(seed, Buffer.alloc(32), KEY_INFO, 2));
	return [derived.subarray(16, 48), derived.subarray(0, 16)];
}

function read(record: Uint8Array): State[] {
	const states = JSON.parse(Buffer.from(record).toString(), BufferJSON.reviver) as StoredState[];
	return states.map(({ senderMessageKeys, skipped, senderChainKey, ...state }) => ({
		...state,
		senderChainKey: revived(senderChainKey),
		skipped: [...senderMessageKeys.map(revived), ...unpack(Buffer.from(skipped ?? '', 'base64'))],
	}));
}

function write(states: State[]): Buffer {
	const stored = states.map(({ skipped, ...state }): StoredState => {
		const all = { ...state, senderMessageKeys: [] };
		return skipped.length > 0 ? { ...all, skipped: pack(skipped).toString('base64') } : all;
	});
	return Buffer.from(JSON.stringify(stored, BufferJSON.replacer));
}

/** Node's own form of bytes in JSON, which Baileys writes and does not read, is taken by `Buffer.from`. */
function revived({ iteration, seed }: Key): Key {
	return { iteration, seed: Buffer.from(seed) };
}

const ITERATION_BYTES = 4;
const PACKED_BYTES = ITERATION_BYTES + KEY_BYTES;

function pack(keys: readonly Key[]): Buffer {
	const packed = Buffer.alloc(keys.length * PACKED_BYTES);
	for (const [index, { iteration, seed }] of keys.entries()) {
		const start = packed.writeUInt32BE(iteration, index * PACKED_BYTES);
		packed.set(seed, start);
	}
	return packed;
}

function unpack(packed: Buffer): Key[] {
	return Array.from({ length: packed.length / PACKED_BYTES }, (_, index) => {
		const start = index * PACKED_BYTES;
		const end = start + PACKED_BYTES;
		return {
			iteration: packed.readUInt32BE(start),
			seed: packed.subarray(start + ITERATION_BYTES, end),
		};
	});
}
