import { Curve, type KeyPair, proto } from '@whiskeysockets/baileys';

const { CertChain } = proto;
const { Details } = proto.CertChain.NoiseCertificate;

const YEAR_IN_SECONDS = 365 * 24 * 3600;

/** The server's static Noise key with the certificates that vouch for it: root -> intermediate -> leaf. */
export class ServerIdentity {
	readonly #root = Curve.generateKeyPair();
	readonly staticKey = Curve.generateKeyPair();

	/** The chain clients accept. */
	readonly chain: Uint8Array;

	/** A chain whose intermediate is signed by a stranger: clients must refuse it. */
	readonly forgedChain: Uint8Array;

	constructor(nowSeconds: number) {
		this.chain = issueChain(this.#root, this.staticKey, nowSeconds);
		this.forgedChain = issueChain(Curve.generateKeyPair(), this.staticKey, nowSeconds);
	}

	/** What a client must trust. */
	get rootKey(): Uint8Array {
		return this.#root.public;
	}
}

function issueChain(root: KeyPair, subject: KeyPair, nowSeconds: number): Uint8Array {
	const validity = {
		notBefore: nowSeconds - YEAR_IN_SECONDS,
		notAfter: nowSeconds + YEAR_IN_SECONDS,
	};
	const intermediateKey = Curve.generateKeyPair();
	// Clients pin issuerSerial 0, the serial of WhatsApp's root.
	const intermediate = Details.encode({
		serial: 1,
		issuerSerial: 0,
		key: intermediateKey.public,
		...validity,
	}).finish();
	const leaf = Details.encode({
		serial: 2,
		issuerSerial: 1,
		key: subject.public,
		...validity,
	}).finish();
	return CertChain.encode({
		intermediate: { details: intermediate, signature: Curve.sign(root.private, intermediate) },
		leaf: { details: leaf, signature: Curve.sign(intermediateKey.private, leaf) },
	}).finish();
}
