import {
	Curve,
	DEFAULT_CONNECTION_CONFIG,
	encodeWAMessage,
	generateRegistrationId,
	generateSignalPubKey,
	type KeyPair,
	proto,
	type SignalDataSet,
	type SignalKeyStoreWithTransaction,
	unpadRandomMax16,
} from '@whiskeysockets/baileys';
import { createHmac } from 'node:crypto';
import type { KeyBundle, PreKey, SessionOffer } from './key-bundle';
import { MemoryKeyStore } from './memory-key-store';
import { SenderKeys } from './sender-keys';
import { silentLogger } from './silent-logger';
import { signMessage } from './xeddsa';

/** How many one-time keys are made at a time. */
const BATCH = 20;

/** An encrypted message for one device. */
export interface Encrypted {
	readonly type: 'pkmsg' | 'msg';
	readonly ciphertext: Uint8Array;
}

/** The sessions with a device, by their base keys, as libsignal stores them (src/session_record.js). */
interface SignalSessions {
	readonly _sessions: Record<
		string,
		{
			readonly indexInfo: { readonly closed: number; readonly used: number };
			readonly currentRatchet: { readonly ephemeralKeyPair: { readonly pubKey: string } };
			/** By their ratchet keys. */
			readonly _chains: Record<string, { readonly chainKey: { key: string; counter: number } }>;
		}
	>;
}

/** One device's Signal cryptography, in memory, built on the repository Baileys itself uses. */
export class SignalEndpoint {
	readonly senderKeys = new SenderKeys();
	readonly #keys = new MemoryKeyStore();
	readonly #registrationId = generateRegistrationId();
	readonly #signedPreKey;
	readonly #repository;
	#nextKeyId = 1;

	/** So many keys are used for nothing before each message, as a modified client may do. */
	skippedKeys = 0;

	constructor(private readonly identity: KeyPair) {
		const keyPair = Curve.generateKeyPair();
		const signature = signMessage(identity.private, generateSignalPubKey(keyPair.public));
		this.#signedPreKey = { keyId: 1, keyPair, signature };
		const creds = {
			signedIdentityKey: identity,
			signedPreKey: this.#signedPreKey,
			registrationId: this.#registrationId,
		};
		// Without Baileys' transactions: they live in the async context, and libsignal runs what several endpoints do with
		// the same device in the context of the first of them (src/queue_job.js), whose transaction may be over by then.
		const keys: SignalKeyStoreWithTransaction = {
			get: (type, ids) => this.#keys.get(type, ids),
			set: (data) => this.#keys.set(data),
			isInTransaction: () => false,
			transaction: async (work) => await work(),
		};
		this.#repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
			{ creds, keys },
			silentLogger,
		);
	}

	/** The public half, with a first batch of one-time keys. */
	publish(): KeyBundle {
		return {
			registrationId: this.#registrationId,
			identityKey: this.identity.public,
			signedPreKey: {
				id: this.#signedPreKey.keyId,
				publicKey: this.#signedPreKey.keyPair.public,
				signature: this.#signedPreKey.signature,
			},
			oneTimeKeys: this.makeOneTimeKeys(),
		};
	}

	/** More one-time keys: the private half is kept, the public half returned. */
	makeOneTimeKeys(): PreKey[] {
		return Array.from({ length: BATCH }, () => {
			const id = this.#nextKeyId++;
			const pair = Curve.generateKeyPair();
			this.#keys.set({ 'pre-key': { [id]: pair } });
			return { id, publicKey: pair.public };
		});
	}

	/** Forgets the session with a device: its next message must open a new one. */
	async dropSession(jid: string): Promise<void> {
		await this.#repository.deleteSession([jid]);
	}

	/**
	 * Encrypts for one device; `undefined` when that needs keys and there are none.
	 * @param fetchKeys asked when there is no session yet
	 */
	async encrypt(
		jid: string,
		message: proto.IMessage,
		fetchKeys: () => SessionOffer | undefined,
	): Promise<Encrypted | undefined> {
		if (!(await this.#repository.validateSession(jid)).exists) {
			const offer = fetchKeys();
			if (!offer) return undefined;
			await this.#openSession(jid, offer);
		}
		if (this.skippedKeys > 0) this.#skipKeys(jid);
		const data = encodeWAMessage(proto.Message.create(message));
		return await this.#repository.encryptMessage({ jid, data });
	}

	async decrypt(jid: string, { type, ciphertext }: Encrypted): Promise<proto.Message> {
		const padded =
			type === 'msg'
				? await this.#decryptWithSessions(jid, ciphertext)
				: await this.#repository.decryptMessage({ jid, type, ciphertext });
		return proto.Message.decode(unpadRandomMax16(padded));
	}

	/**
	 * As a phone does: a session that a message does not fit stays as it is. libsignal moves the ratchet of each session on that it
	 * tries (src/session_cipher.js, decryptWithSessions), and after two first messages that crossed neither side could go on.
	 */
	async #decryptWithSessions(jid: string, ciphertext: Uint8Array): Promise<Uint8Array> {
		const address = this.#repository.jidToSignalProtocolAddress(jid);
		const read = () =>
			this.#keys.get('session', [address])[address] as unknown as SignalSessions | undefined;
		const write = (sessions: SignalSessions) =>
			this.#keys.set({ session: { [address]: sessions } } as unknown as SignalDataSet);
		const before = structuredClone(read());
		if (!before) throw new Error('No session record');
		const lastUsedFirst = Object.entries(before._sessions).toSorted(
			([, one], [, other]) => other.indexInfo.used - one.indexInfo.used,
		);
		for (const [name, session] of lastUsedFirst) {
			write({ ...before, _sessions: { [name]: structuredClone(session) } });
			try {
				const padded = await this.#repository.decryptMessage({ jid, type: 'msg', ciphertext });
				write({ ...before, _sessions: { ...before._sessions, ...read()?._sessions } });
				return padded;
			} catch {
				// It is of another session.
			}
		}
		write(before);
		throw new Error('No session fits the message');
	}

	/** Encrypts for a group, with the key its members get from `senderKeys`. */
	encryptForGroup(group: string, message: proto.IMessage): Buffer {
		const plaintext = encodeWAMessage(proto.Message.create(message));
		return this.senderKeys.encrypt(group, plaintext, this.skippedKeys);
	}

	decryptFromGroup(group: string, author: string, ciphertext: Uint8Array): proto.Message {
		const padded = this.senderKeys.decrypt(group, author, ciphertext);
		return proto.Message.decode(unpadRandomMax16(padded));
	}

	close(): void {
		this.#repository.close?.();
	}

	/** Moves the chain on that the next message for a device is sealed with. */
	#skipKeys(jid: string): void {
		const address = this.#repository.jidToSignalProtocolAddress(jid);
		const { [address]: stored } = this.#keys.get('session', [address]);
		const { _sessions } = stored as unknown as SignalSessions;
		const open = Object.values(_sessions).find(({ indexInfo }) => indexInfo.closed === -1);
		const chain = open?._chains[open.currentRatchet.ephemeralKeyPair.pubKey];
		if (!chain) throw new Error(`There is no session with ${jid}`);
		const { chainKey } = chain;
		for (let step = 0; step < this.skippedKeys; step++) {
			const hmac = createHmac('sha256', Buffer.from(chainKey.key, 'base64'));
			chainKey.key = hmac.update(Buffer.of(2)).digest('base64');
			chainKey.counter++;
		}
	}

	async #openSession(jid: string, offer: SessionOffer): Promise<void> {
		const { registrationId, identityKey, signedPreKey, oneTimeKey } = offer;
		await this.#repository.injectE2ESession({
			jid,
			session: {
				registrationId,
				identityKey: generateSignalPubKey(Buffer.from(identityKey)),
				signedPreKey: { ...signalKey(signedPreKey), signature: signedPreKey.signature },
				preKey: oneTimeKey && signalKey(oneTimeKey),
			},
		});
	}
}

function signalKey({ id, publicKey }: PreKey): { keyId: number; publicKey: Uint8Array } {
	return { keyId: id, publicKey: generateSignalPubKey(Buffer.from(publicKey)) };
}
