import {
	aesDecryptGCM,
	aesEncryptGCM,
	Curve,
	hkdf,
	type KeyPair,
	NOISE_MODE,
	proto,
	sha256,
} from '@whiskeysockets/baileys';

const EMPTY = Buffer.alloc(0);

/** "WA", protocol version 6, dictionary version: the first bytes a client sends. */
const HEADER_LENGTH = 4;

/** Frames start with their length, 3 bytes, big-endian. */
const LENGTH_PREFIX = 3;

/** Nonce of the n-th message under one key: 8 zero bytes, then the counter. */
function nonce(counter: number): Buffer {
	const bytes = Buffer.alloc(12);
	bytes.writeUInt32BE(counter, 8);
	return bytes;
}

/** Wraps bytes into a frame. */
export function frame(payload: Uint8Array): Buffer {
	const prefix = Buffer.alloc(LENGTH_PREFIX);
	prefix.writeUIntBE(payload.length, 0, LENGTH_PREFIX);
	return Buffer.concat([prefix, payload]);
}

/** Cuts a byte stream into frames. */
export class FrameReader {
	#buffered: Buffer = EMPTY;

	/** The connection header, once it has arrived. */
	header: Buffer | undefined;

	/** Takes a chunk and yields each frame that is complete by now. */
	*read(chunk: Buffer): Generator<Buffer> {
		this.#buffered = Buffer.concat([this.#buffered, chunk]);
		if (!this.header) {
			if (this.#buffered.length < HEADER_LENGTH) return;
			this.header = this.#take(HEADER_LENGTH);
		}
		while (this.#buffered.length >= LENGTH_PREFIX) {
			const length = this.#buffered.readUIntBE(0, LENGTH_PREFIX);
			if (this.#buffered.length < LENGTH_PREFIX + length) return;
			this.#take(LENGTH_PREFIX);
			yield this.#take(length);
		}
	}

	#take(length: number): Buffer {
		const taken = this.#buffered.subarray(0, length);
		this.#buffered = this.#buffered.subarray(length);
		return taken;
	}
}

/** Symmetric keys of an established connection, one per direction. */
export class Transport {
	#received = 0;
	#sent = 0;

	constructor(
		private readonly receiveKey: Buffer,
		private readonly sendKey: Buffer,
	) {}

	open(ciphertext: Buffer): Buffer {
		return aesDecryptGCM(ciphertext, this.receiveKey, nonce(this.#received++), EMPTY);
	}

	seal(plaintext: Buffer): Buffer {
		return aesEncryptGCM(plaintext, this.sendKey, nonce(this.#sent++), EMPTY);
	}
}

/** What the client said of itself in the last handshake message. */
export interface ClientIntroduction {
	readonly payload: proto.ClientPayload;
	/** The client's static Noise key: it names the companion across connections. */
	readonly staticKey: Buffer;
	readonly transport: Transport;
}

/**
 * The server's half of Noise_XX_25519_AESGCM_SHA256 as WhatsApp uses it: the certificate chain travels as
 * the payload of ServerHello, the ClientPayload as that of ClientFinish.
 */
export class NoiseResponder {
	readonly #ephemeral = Curve.generateKeyPair();
	#hash = Buffer.from(NOISE_MODE);
	#salt = this.#hash;
	#key = this.#hash;
	#counter = 0;

	/**
	 * @param staticKey the server's static key pair
	 * @param certificateChain a `CertChain` that vouches for it
	 */
	constructor(
		private readonly staticKey: KeyPair,
		private readonly certificateChain: Uint8Array,
	) {}

	/** Answers ClientHello with ServerHello. */
	hello(header: Buffer, clientHello: Buffer): Buffer {
		const { ephemeral } = required(proto.HandshakeMessage.decode(clientHello).clientHello);
		const clientEphemeral = Buffer.from(required(ephemeral));
		this.#mixHash(header);
		this.#mixHash(clientEphemeral);
		this.#mixHash(this.#ephemeral.public);
		this.#mixKey(Curve.sharedKey(this.#ephemeral.private, clientEphemeral));
		const encryptedStatic = this.#encrypt(this.staticKey.public);
		this.#mixKey(Curve.sharedKey(this.staticKey.private, clientEphemeral));
		const serverHello = {
			ephemeral: this.#ephemeral.public,
			static: encryptedStatic,
			payload: this.#encrypt(this.certificateChain),
		};
		return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish());
	}

	/** Reads ClientFinish and derives the transport keys. */
	finish(message: Buffer): ClientIntroduction {
		const clientFinish = required(proto.HandshakeMessage.decode(message).clientFinish);
		const staticKey = this.#decrypt(Buffer.from(required(clientFinish.static)));
		this.#mixKey(Curve.sharedKey(this.#ephemeral.private, staticKey));
		const payload = proto.ClientPayload.decode(
			this.#decrypt(Buffer.from(required(clientFinish.payload))),
		);
		const [receiveKey, sendKey] = this.#expand(EMPTY);
		return { payload, staticKey, transport: new Transport(receiveKey, sendKey) };
	}

	#mixHash(data: Uint8Array): void {
		this.#hash = sha256(Buffer.concat([this.#hash, data])) as Buffer<ArrayBuffer>;
	}

	#mixKey(secret: Buffer): void {
		[this.#salt, this.#key] = this.#expand(secret);
		this.#counter = 0;
	}

	#expand(secret: Buffer): [Buffer<ArrayBuffer>, Buffer<ArrayBuffer>] {
		const output = Buffer.from(hkdf(secret, 64, { salt: this.#salt, info: '' }));
		return [output.subarray(0, 32), output.subarray(32)];
	}

	#encrypt(plaintext: Uint8Array): Buffer {
		const ciphertext = aesEncryptGCM(plaintext, this.#key, nonce(this.#counter++), this.#hash);
		this.#mixHash(ciphertext);
		return ciphertext;
	}

	#decrypt(ciphertext: Buffer): Buffer {
		const plaintext = aesDecryptGCM(ciphertext, this.#key, nonce(this.#counter++), this.#hash);
		this.#mixHash(ciphertext);
		return plaintext;
	}
}

function required<T>(value: T | null | undefined): T {
	if (value === null || value === undefined) throw new Error('incomplete handshake message');
	return value;
}
