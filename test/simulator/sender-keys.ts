import { Curve, generateSignalPubKey, type KeyPair, proto } from '@whiskeysockets/baileys';
import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	hkdfSync,
	randomBytes,
	randomInt,
} from 'node:crypto';
import { signMessage, verifySignature } from './xeddsa';

/** The key to what one device writes to one group, as it is handed to the others. */
export type SenderKey = proto.Message.ISenderKeyDistributionMessage;

/** Version 3 of the format, which is also the oldest that can be read. */
const VERSION = 0x33;

const CIPHER = 'aes-256-cbc';
const SIGNATURE_BYTES = 64;

/** More than anyone writes before the others read it. */
const MAX_AHEAD = 2_000;

/** The keys of messages come from a chain that goes one way: who has a link has all later ones. */
interface Chain {
	iteration: number;
	key: Buffer;
}

interface OwnKey {
	readonly id: number;
	readonly signer: KeyPair;
	readonly chain: Chain;
}

interface OthersKey {
	readonly signer: Uint8Array;
	readonly chain: Chain;
	/** Of messages that were overtaken by later ones. */
	readonly overtaken: Map<number, Buffer>;
}

/**
 * Signal's sender keys, in memory: a device encrypts once for a whole group and signs, so that nobody else who has
 * the key can write in its name. Written here because those of Baileys take a tenth of a second for each signature,
 * which adds up when every member is on this machine.
 */
export class SenderKeys {
	readonly #own = new Map<string, OwnKey>();

	/** By group and author, then by key. */
	readonly #others = new Map<string, Map<number, OthersKey>>();

	/** The key to what this device writes to a group from now on. */
	give(group: string): SenderKey {
		const { id, signer, chain } = this.#ownKey(group);
		const distribution = proto.SenderKeyDistributionMessage.create({
			id,
			iteration: chain.iteration,
			chainKey: chain.key,
			signingKey: generateSignalPubKey(signer.public),
		});
		const encoded = proto.SenderKeyDistributionMessage.encode(distribution).finish();
		return {
			groupId: group,
			axolotlSenderKeyDistributionMessage: Buffer.concat([Buffer.of(VERSION), encoded]),
		};
	}

	/** @param skipped so many keys are used for nothing before */
	encrypt(group: string, plaintext: Uint8Array, skipped = 0): Buffer {
		const { id, signer, chain } = this.#ownKey(group);
		for (let step = 0; step < skipped; step++) advance(chain);
		const { iteration } = chain;
		const { key, iv } = messageKey(advance(chain));
		const cipher = createCipheriv(CIPHER, key, iv);
		const message = proto.SenderKeyMessage.create({
			id,
			iteration,
			ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]),
		});
		const encoded = proto.SenderKeyMessage.encode(message).finish();
		const signed = Buffer.concat([Buffer.of(VERSION), encoded]);
		return Buffer.concat([signed, signMessage(signer.private, signed)]);
	}

	/** Keeps the key of somebody else. */
	learn(author: string, { groupId, axolotlSenderKeyDistributionMessage: given }: SenderKey): void {
		if (!groupId || !given) throw new Error('A sender key without group or key');
		const key = proto.SenderKeyDistributionMessage.decode(given.subarray(1));
		const id = required(key.id);
		const name = nameOf(groupId, author);
		const known = this.#others.get(name) ?? new Map<number, OthersKey>();
		this.#others.set(name, known);
		// One that is known already may be able to read more.
		if (known.has(id)) return;
		known.set(id, {
			signer: required(key.signingKey).subarray(1),
			chain: { iteration: required(key.iteration), key: Buffer.from(required(key.chainKey)) },
			overtaken: new Map(),
		});
	}

	decrypt(group: string, author: string, ciphertext: Uint8Array): Buffer {
		const signed = ciphertext.subarray(0, -SIGNATURE_BYTES);
		const message = proto.SenderKeyMessage.decode(signed.subarray(1));
		const known = this.#others.get(nameOf(group, author))?.get(required(message.id));
		if (!known) throw new Error(`No sender key of ${author} for ${group}`);
		if (!verifySignature(known.signer, signed, ciphertext.subarray(-SIGNATURE_BYTES))) {
			throw new Error(`${author} has not signed the message`);
		}
		const { key, iv } = messageKey(seedOf(known, required(message.iteration)));
		const decipher = createDecipheriv(CIPHER, key, iv);
		return Buffer.concat([decipher.update(required(message.ciphertext)), decipher.final()]);
	}

	/** Forgets the key of somebody else. */
	forget(group: string, author: string): void {
		this.#others.delete(nameOf(group, author));
	}

	#ownKey(group: string): OwnKey {
		const existing = this.#own.get(group);
		if (existing) return existing;
		const created = {
			id: randomInt(2 ** 31),
			signer: Curve.generateKeyPair(),
			chain: { iteration: 0, key: randomBytes(32) },
		};
		this.#own.set(group, created);
		return created;
	}
}

const nameOf = (group: string, author: string): string => `${group} ${author}`;

/** What the key of one message is made of; each can be had once. */
function seedOf({ chain, overtaken }: OthersKey, iteration: number): Buffer {
	const late = overtaken.get(iteration);
	if (late) {
		overtaken.delete(iteration);
		return late;
	}
	if (iteration < chain.iteration) throw new Error('The message was read before');
	if (iteration - chain.iteration > MAX_AHEAD) throw new Error('The message is too far ahead');
	while (chain.iteration < iteration) overtaken.set(chain.iteration, advance(chain));
	return advance(chain);
}

/** Goes one link further; returns the seed of the one that was left. */
function advance(chain: Chain): Buffer {
	const seed = derive(chain.key, 1);
	chain.key = derive(chain.key, 2);
	chain.iteration++;
	return seed;
}

function derive(key: Buffer, purpose: number): Buffer {
	return createHmac('sha256', key).update(Buffer.of(purpose)).digest();
}

function messageKey(seed: Buffer): { key: Buffer; iv: Buffer } {
	const derived = Buffer.from(hkdfSync('sha256', seed, Buffer.alloc(32), 'WhisperGroup', 48));
	return { iv: derived.subarray(0, 16), key: derived.subarray(16) };
}

/** A field every such message has. */
function required<T>(field: T | null | undefined): T {
	if (field === null || field === undefined) throw new Error('The message lacks a field');
	return field;
}
