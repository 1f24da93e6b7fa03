import { type BinaryNode, Curve, proto, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import { parseAddress } from './address';
import type { Clock } from './clock';
import type { Connection } from './connection';
import type { FaultBoard } from './faults';
import type { KeyBundle } from './key-bundle';
import {
	type CompanionFinish,
	deriveAdvSecret,
	isCountersigned,
	type QrContent,
	readQr,
	unwrapEphemeralKey,
	vouchFor,
	wrapEphemeralKey,
} from './pairing';
import { type Account, Device } from './registry';
import { bytesOf, childBytes, childOf, notification, stanza, stanzaId } from './stanza';
import type { Statistics } from './statistics';
import { DEFAULT_TIMEOUT_MS, Waiters } from './waiting';

/** Clients show the first QR for 60 s and each later one for 20 s; a while longer for slow phones. */
const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;
const QR_GRACE_MS = 10_000;

/** How long the phone waits for the companion once the code is typed. */
const FINISH_TIMEOUT_MS = 10_000;

interface Reference {
	readonly connection: Connection;
	readonly expiresAt: number;
}

interface CodeRequest {
	readonly number: string;
	readonly connection: Connection;
	readonly reference: Buffer;
	readonly wrappedEphemeral: Buffer;
}

interface Finish extends CompanionFinish {
	readonly reference: Buffer;
}

/** What the linking of companions needs of the server. */
interface LinkingContext {
	readonly clock: Clock;
	readonly faults: FaultBoard;
	readonly statistics: Statistics;
}

/** Brings companions that want to be linked together with the phone that scans or types. */
export class Linking {
	readonly #references = new Map<string, Reference>();
	/** Secrets of QR codes that link nobody any more, in base64. */
	readonly #retiredSecrets = new Set<string>();
	readonly #codeRequests = new Map<string, CodeRequest>();
	readonly #requested = new Waiters<CodeRequest>();
	readonly #finished = new Waiters<Finish>();

	constructor(private readonly context: LinkingContext) {}

	/** Gives a new companion the references it shows as QR codes. */
	async offer(connection: Connection): Promise<void> {
		const { clock, faults } = this.context;
		const references = Array.from({ length: faults.qrCodes }, () =>
			randomBytes(32).toString('base64url'),
		);
		for (const [position, reference] of references.entries()) {
			const expiresAt = clock.now() + FIRST_QR_MS + position * NEXT_QR_MS + QR_GRACE_MS;
			this.#references.set(reference, { connection, expiresAt });
		}
		const shown = references.map((reference) => stanza('ref', {}, Buffer.from(reference)));
		await connection.query(serverIq({}, stanza('pair-device', {}, shown)));
	}

	/** A companion has gone: its codes are worth nothing any more. */
	forget(connection: Connection): void {
		for (const [reference, entry] of this.#references) {
			if (entry.connection === connection) this.#references.delete(reference);
		}
		for (const [number, request] of this.#codeRequests) {
			if (request.connection === connection) this.#codeRequests.delete(number);
		}
	}

	/** The phone scans a QR. */
	async scan(account: Account, qrText: string): Promise<Device> {
		const content = readQr(qrText);
		const reference = this.#references.get(content.reference);
		if (!reference) throw new Error('Unknown QR code');
		if (reference.expiresAt < this.context.clock.now()) throw new Error('The QR code has expired');
		const secret = content.advSecret.toString('base64');
		const { faults } = this.context;
		if (faults.qrSecretRetires) {
			faults.qrSecretRetires = false;
			this.#retiredSecrets.add(secret);
			reference.connection.send(this.#notify('companion_reg_refresh', {}));
		}
		if (this.#retiredSecrets.has(secret)) throw new Error("Couldn't link device");
		this.#references.delete(content.reference);
		return await this.#link(reference.connection, account, content);
	}

	/** A companion asks to be linked by code (`companion_hello`); returns the reference of the request. */
	requestCode(connection: Connection, hello: BinaryNode): Buffer {
		const number = parseAddress(hello.attrs.jid)?.user;
		if (!number) throw new Error('companion_hello names no phone number');
		const request: CodeRequest = {
			number,
			connection,
			reference: randomBytes(16),
			wrappedEphemeral: childBytes(hello, 'link_code_pairing_wrapped_companion_ephemeral_pub'),
		};
		this.context.statistics.count(number, 'pairingCodesRequested');
		this.#codeRequests.set(number, request);
		this.#requested.publish(request);
		return request.reference;
	}

	/** The companion's last step (`companion_finish`). */
	finish(finish: BinaryNode): void {
		this.#finished.publish({
			reference: childBytes(finish, 'link_code_pairing_ref'),
			wrappedKeyBundle: childBytes(finish, 'link_code_pairing_wrapped_key_bundle'),
			companionIdentity: childBytes(finish, 'companion_identity_public'),
		});
	}

	/** Whether a companion wants to be linked to this number by code now. */
	isCodeRequested(number: string): boolean {
		return this.#codeRequests.has(number);
	}

	/** Resolves when a companion wants to be linked to this number by code. */
	async waitForCodeRequest(number: string, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<void> {
		if (this.isCodeRequested(number)) return;
		await this.#requested.wait(
			(request) => request.number === number,
			timeoutMs,
			`request for a pairing code of ${number}`,
		);
	}

	/** The phone's user types a code. Right or wrong, it can be typed once. */
	async typeCode(account: Account, typed: string): Promise<Device> {
		const request = this.#codeRequests.get(account.number);
		if (!request) {
			throw new Error(`Couldn't link device: no code was requested for ${account.number}`);
		}
		this.#codeRequests.delete(account.number);
		const code = typed.replace(/[^0-9a-z]/gi, '').toUpperCase();
		const companionEphemeral = await unwrapEphemeralKey(code, request.wrappedEphemeral);
		const ephemeral = Curve.generateKeyPair();
		const wrapped = await wrapEphemeralKey(code, ephemeral.public);
		const finished = this.#finished.wait(
			({ reference }) => reference.equals(request.reference),
			FINISH_TIMEOUT_MS,
			'answer of the companion',
		);
		request.connection.send(this.#primaryHello(request, wrapped, account));
		const finish = await finished;
		const advSecret = openedWithRightCode(() =>
			deriveAdvSecret(finish, ephemeral, companionEphemeral, account.identity),
		);
		const { companionIdentity } = finish;
		return await this.#link(request.connection, account, { companionIdentity, advSecret });
	}

	/** The code that was asked for is of no use any more (`refresh_code`). */
	retireCode(account: Account): void {
		const request = this.#codeRequests.get(account.number);
		if (!request) throw new Error(`No code was requested for ${account.number}`);
		this.#codeRequests.delete(account.number);
		const reference = stanza('link_code_pairing_ref', {}, request.reference);
		const stage = { stage: 'refresh_code' };
		request.connection.send(this.#notify('link_code_companion_reg', stage, [reference]));
	}

	close(): void {
		this.#requested.close();
		this.#finished.close();
	}

	#primaryHello(request: CodeRequest, wrapped: Buffer, { identity }: Account): BinaryNode {
		return this.#notify('link_code_companion_reg', { stage: 'primary_hello' }, [
			stanza('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
			stanza('primary_identity_pub', {}, identity.public),
			stanza('link_code_pairing_ref', {}, request.reference),
		]);
	}

	/** WhatsApp tells a companion that is not linked yet. */
	#notify(type: string, attrs: Record<string, string>, content?: BinaryNode[]): BinaryNode {
		const seconds = this.context.clock.seconds();
		return notification(type, S_WHATSAPP_NET, seconds, [stanza(type, attrs, content)]);
	}

	async #link(
		connection: Connection,
		account: Account,
		companion: Pick<QrContent, 'companionIdentity' | 'advSecret'>,
	): Promise<Device> {
		const { clock, faults, statistics } = this.context;
		const device = new Device(account, account.nextDeviceId());
		device.noiseKey = connection.introduction?.staticKey;
		device.keys = registeredKeys(connection);
		device.name = registeredName(connection);
		const identity = vouchFor(
			companion,
			account.identity,
			device.keyIndex,
			clock.seconds(),
			faults.accountSignatureForged,
		);
		const answer = await connection.query(
			serverIq(
				{ t: String(clock.seconds()) },
				stanza('pair-success', {}, [
					stanza('device', { jid: device.jid('pn'), lid: device.jid('lid') }),
					stanza('platform', { name: account.platform }),
					stanza('device-identity', {}, identity.sealed),
				]),
			),
		);
		const signed = childOf(childOf(answer, 'pair-device-sign'), 'device-identity');
		if (!signed || !isCountersigned(bytesOf(signed), identity, companion.companionIdentity)) {
			throw new Error("Couldn't link device: the companion did not sign its identity");
		}
		account.link(device);
		statistics.count(account.number, 'registrations');
		// "Restart required": the companion connects again, this time to log in.
		connection.end(stanza('stream:error', { code: '515' }));
		return device;
	}
}

function serverIq(
	attrs: Record<string, string>,
	child: BinaryNode,
): BinaryNode & { attrs: { id: string } } {
	const id = stanzaId();
	return {
		tag: 'iq',
		attrs: { id, from: S_WHATSAPP_NET, type: 'set', xmlns: 'md', ...attrs },
		content: [child],
	};
}

/** The only sign of a wrong code is that the companion's key bundle does not open. */
function openedWithRightCode(open: () => Buffer): Buffer {
	try {
		return open();
	} catch (cause) {
		throw new Error("Couldn't link device: the code is wrong", { cause });
	}
}

/** What a companion wants to be listed as. */
function registeredName(connection: Connection): string {
	const { deviceProps } = connection.introduction?.payload.devicePairingData ?? {};
	return (deviceProps && proto.DeviceProps.decode(deviceProps).os) ?? '';
}

/** The keys a companion registers with: no one-time keys yet, those come after its first login. */
function registeredKeys(connection: Connection): KeyBundle {
	const data = connection.introduction?.payload.devicePairingData;
	if (!data?.eRegid || !data.eIdent || !data.eSkeyId || !data.eSkeyVal || !data.eSkeySig) {
		throw new Error('The companion registered without its keys');
	}
	return {
		registrationId: Buffer.from(data.eRegid).readUIntBE(0, data.eRegid.length),
		identityKey: data.eIdent,
		signedPreKey: {
			id: Buffer.from(data.eSkeyId).readUIntBE(0, data.eSkeyId.length),
			publicKey: data.eSkeyVal,
			signature: data.eSkeySig,
		},
		oneTimeKeys: [],
	};
}
