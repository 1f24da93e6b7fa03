import {
	type BinaryNode,
	Curve,
	downloadMediaMessage,
	INITIAL_PREKEY_COUNT,
	type proto,
	type UserFacingSocketConfig,
} from '@whiskeysockets/baileys';
import { generate } from 'lean-qr';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import tls from 'node:tls';
import { PNG } from 'pngjs';
import {
	type Simulator,
	startSimulator,
	unreadableStatus,
	verifySignature,
	type VirtualContact,
} from '../simulator';
import { readQrPicture } from '../simulator/page/qr-picture';
import { type Page, startPage } from '../simulator/page/server';
import { RawClient } from '../simulator/raw-client';
import { tameBaileys } from '../support/tame-baileys';

let sim: Simulator;
let restoreTimers: () => void;
const believeEverything = Curve.verify;
/** Clients of the test that runs now. */
const clients: RawClient[] = [];

beforeAll(async () => {
	restoreTimers = tameBaileys();
	// What Baileys should do, and our engine does: check signatures.
	Curve.verify = verifySignature;
	sim = await startSimulator();
});

afterEach(async () => {
	sim.faults.clear();
	expect(sim.problems).toEqual([]);
	await Promise.all(clients.splice(0).map((client) => client.close()));
});

afterAll(async () => {
	await sim.close();
	restoreTimers();
	Curve.verify = believeEverything;
});

/** A client that is not linked yet; closed after the test. */
function newClient(config?: Partial<UserFacingSocketConfig>): RawClient {
	const client = new RawClient(sim.endpoint, config);
	clients.push(client);
	return client;
}

/** A companion of this number, linked and logged in. */
async function linked(number: string, client = newClient()): Promise<RawClient> {
	await client.link(sim.phone(number));
	return client;
}

/** Connects again with the same keys. */
async function reopened(client: RawClient): Promise<void> {
	const opened = client.opened();
	client.connect();
	await opened;
}

/** Numbers nobody has used before, so that tests do not meet. */
let lastNumber = 5511900000100;
const newNumber = () => String(++lastNumber);

/** Whether a stanza says "that was all" after what had waited. */
const isEndOfOffline = ({ tag, content }: BinaryNode) =>
	tag === 'ib' && Array.isArray(content) && content[0]?.tag === 'offline';

const textOf = (message: proto.IMessage | null | undefined) =>
	message?.conversation ?? message?.extendedTextMessage?.text;

describe('linking', () => {
	it('by QR code pairs, restarts and opens the connection', async () => {
		const number = newNumber();
		const client = await linked(number);
		expect(client.creds.me).toMatchObject({ id: `${number}:1@s.whatsapp.net` });
		expect(client.creds.me?.lid).toBe(sim.phone(number).lid);
		expect(client.closes.all).toEqual([515]);
		expect(sim.phone(number).devices()).toMatchObject([{ id: 1, connected: true }]);
		expect(sim.connections(number)).toBe(1);
		expect(sim.statistics(number)).toMatchObject({ logins: 1, registrations: 1 });
	});

	it('refuses a QR nobody shows, and one that was used', async () => {
		const client = newClient();
		client.connect();
		const qr = await client.qr();
		const phone = sim.phone(newNumber());
		await expect(phone.scan(qr.replace(/#[^,]{8}/, '#AAAAAAAA'))).rejects.toThrow('Unknown QR');
		await expect(phone.scan('hello')).rejects.toThrow('no QR code');
		await phone.scan(qr);
		await expect(phone.scan(qr)).rejects.toThrow('Unknown QR');
	});

	it('runs out of QR codes', async () => {
		sim.faults.limitQrCodes(1);
		const client = newClient({ qrTimeout: 20 });
		const closed = client.closes.next();
		client.connect();
		expect(await closed).toBe(408);
	});

	it('works by code', async () => {
		const phone = sim.phone(newNumber());
		const client = newClient();
		client.connect();
		await client.qr();
		const opened = client.opened();
		const requested = phone.waitForCodeRequest();
		const code = await client.socket.requestPairingCode(phone.number);
		await requested;
		await phone.typeCode(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`);
		await opened;
		expect(sim.statistics(phone.number)).toMatchObject({
			pairingCodesRequested: 1,
			registrations: 1,
			logins: 1,
		});
	});

	it('refuses a wrong code, and the right one after it', async () => {
		const phone = sim.phone(newNumber());
		const client = newClient();
		client.connect();
		await client.qr();
		const code = await client.socket.requestPairingCode(phone.number);
		await phone.waitForCodeRequest();
		await expect(phone.typeCode('AAAAAAAA')).rejects.toThrow('the code is wrong');
		await expect(phone.typeCode(code)).rejects.toThrow('no code was requested');
		expect(phone.devices()).toEqual([]);
	});

	it('is refused by a companion that sees a forged signature', async () => {
		sim.faults.forgeAccountSignature(true);
		const deceived = newClient();
		deceived.connect();
		const qr = await deceived.qr();
		await expect(sim.phone(newNumber()).scan(qr)).rejects.toThrow('closed the connection');

		sim.faults.forgeCertificate(true);
		const wary = newClient();
		const closed = wary.closes.next();
		wary.connect();
		expect(await closed).toBe(400);
	});

	it('welcomes a companion as a phone does: names, chats, shared settings', async () => {
		const client = await linked(newNumber(), newClient({ shouldSyncHistoryMessage: () => true }));
		await client.stanzas.waitFor(({ content }) =>
			Array.isArray(content) ? content[0]?.tag === 'sync' : false,
		);
		expect(client.creds.myAppStateKeyId).toBeDefined();
	});
});

describe('messages', () => {
	const number = newNumber();
	let client: RawClient;
	beforeAll(async () => {
		client = await linked(number, new RawClient(sim.endpoint));
	});
	afterAll(async () => {
		await client.close();
	});

	it('go both ways', async () => {
		const bob = await sim.contact(newNumber(), { name: 'Bob' });
		const id = await client.sendText(bob.jid, 'hello');
		expect(await bob.waitForMessage(id)).toMatchObject({
			from: number,
			text: 'hello',
			enc: 'pkmsg',
			copies: 1,
		});
		const answer = await bob.sendText(number, 'hi', { replyTo: id });
		const { key, message, pushName } = await client.messages.waitFor((m) => m.key.id === answer);
		expect(key).toMatchObject({ remoteJid: bob.jid, remoteJidAlt: bob.lid, fromMe: false });
		expect(pushName).toBe('Bob');
		expect(message?.extendedTextMessage).toMatchObject({
			text: 'hi',
			contextInfo: { stanzaId: id },
		});
		const next = await client.sendText(bob.jid, 'how are you');
		expect(await bob.waitForMessage(next)).toMatchObject({ enc: 'msg' });
	});

	it('go both ways by LID', async () => {
		const bob = await sim.contact(newNumber());
		const id = await bob.sendText(number, 'who is it', { asLid: true });
		const { key } = await client.messages.waitFor((m) => m.key.id === id);
		expect(key).toMatchObject({ remoteJid: bob.lid, remoteJidAlt: bob.jid });
		const answer = await client.sendText(bob.lid, 'me');
		expect(await bob.waitForMessage(answer)).toMatchObject({
			text: 'me',
			chat: sim.phone(number).lid,
		});
		expect((await client.receipt(answer, 'delivered')).attrs.from).toBe(bob.lid);
	});

	it('are acknowledged, delivered, read and played', async () => {
		const bob = await sim.contact(newNumber());
		const ids = [await client.sendText(bob.jid, 'one'), await client.sendText(bob.jid, 'two')];
		const [first = '', second = ''] = ids;
		expect((await client.ack(first)).attrs).toMatchObject({ from: bob.jid });
		await client.receipt(second, 'delivered');
		await bob.read(first, second);
		const read = await client.receipt(first, 'read');
		expect(read.content).toEqual([
			{ tag: 'list', attrs: {}, content: [{ tag: 'item', attrs: { id: second } }] },
		]);
		await bob.played(second);
		expect((await client.receipt(second, 'played')).attrs.from).toBe(bob.jid);
	});

	it('are received by contacts of every kind', async () => {
		const shy = await sim.contact(newNumber(), { readReceipts: false });
		const sent = await client.sendText(shy.jid, 'secret');
		await client.receipt(sent, 'delivered');
		await shy.read(sent);

		const idle = await sim.contact(newNumber());
		idle.receiptType = 'inactive';
		await client.receipt(await client.sendText(idle.jid, 'psst'), 'inactive');

		const tablet = await sim.contact(newNumber());
		tablet.receiptAddressing = 'lid';
		tablet.receiptDevice = 3;
		const { attrs } = await client.receipt(await client.sendText(tablet.jid, 'x'), 'delivered');
		expect(attrs.from).toBe(tablet.lid.replace('@', ':3@'));

		const silent = await sim.contact(newNumber());
		silent.autoDeliver = false;
		const unconfirmed = await client.sendText(silent.jid, 'hello?');
		await silent.waitForMessage(unconfirmed);
		await silent.read(unconfirmed);
		await client.receipt(unconfirmed, 'read');

		const seen = client.stanzas.all.filter(({ tag }) => tag === 'receipt');
		expect(seen.some(({ attrs: { id, type } }) => id === sent && type === 'read')).toBe(false);
		expect(seen.some(({ attrs: { id, type } }) => id === unconfirmed && !type)).toBe(false);
	});

	it('of contacts are confirmed by the companion', async () => {
		const bob = await sim.contact(newNumber());
		const id = await bob.sendText(number, 'hello');
		const { key } = await client.messages.waitFor((m) => m.key.id === id);
		await client.socket.readMessages([key]);
		await sim.traffic.waitFor(
			({ stanza, direction }) =>
				direction === 'in' && stanza.tag === 'receipt' && stanza.attrs.type === 'read',
		);
		await bob.settled();
		// "inactive" is the companion, nobody looks at it; the plain one is the phone.
		const types = bob.receipts.filter(({ ids }) => ids[0] === id).map(({ type }) => type);
		expect(types.toSorted()).toEqual(['', 'inactive', 'read']);
	});

	it('wait for a contact who is offline', async () => {
		const bob = await sim.contact(newNumber(), { online: false });
		const id = await client.sendText(bob.jid, 'later');
		await client.ack(id);
		expect(bob.received).toEqual([]);
		await bob.goOnline();
		expect(bob.received).toMatchObject([{ id, text: 'later' }]);
		await client.receipt(id, 'delivered');
	});

	it('wait for a companion that is offline, in order', async () => {
		const bob = await sim.contact(newNumber());
		await client.close();
		client.stanzas.clear();
		const ids: string[] = [];
		for (const text of ['one', 'two', 'three']) ids.push(await bob.sendText(number, text));
		await reopened(client);
		await client.messages.waitFor((m) => m.key.id === ids[2]);
		const isNew = ({ tag, attrs }: BinaryNode) => tag === 'message' && attrs.from === bob.jid;
		const waited = client.stanzas.all.filter(isNew);
		expect(waited.map(({ attrs }) => attrs.id)).toEqual(ids);
		expect(waited.every(({ attrs }) => attrs.offline !== undefined)).toBe(true);
		const position = client.stanzas.all.findLastIndex(isNew);
		const end = client.stanzas.all.findIndex(isEndOfOffline);
		expect(end).toBeGreaterThan(position);
	});

	it('wait behind a status that the companion has refused, until it is acknowledged', async () => {
		const bob = await sim.contact(newNumber());
		const isStatus = ({ attrs }: BinaryNode) => attrs.id === 'UNREADABLE';
		sim.script(number, unreadableStatus('UNREADABLE', bob.jid));
		const refused = await sim.traffic.waitFor(
			({ stanza, direction }) => direction === 'in' && stanza.tag === 'ack' && isStatus(stanza),
		);
		expect(refused.stanza.attrs.error).toBe('500');
		await client.close();
		client.stanzas.clear();
		const id = await bob.sendText(number, 'behind it');
		await reopened(client);
		await client.stanzas.waitFor(isEndOfOffline);
		const messages = client.stanzas.all.filter(({ tag }) => tag === 'message');
		expect(messages.map(({ attrs }) => attrs.id)).toEqual(['UNREADABLE']);
		await client.socket.sendMessageAck(messages[0] as BinaryNode);
		await client.messages.waitFor((m) => m.key.id === id);
	});

	it('come again until the companion has acknowledged them', async () => {
		const bob = await sim.contact(newNumber());
		sim.faults.silence(number);
		const id = await bob.sendText(number, 'anybody there?');
		await client.close();
		await reopened(client);
		await client.messages.waitFor((m) => m.key.id === id);
		await sim.traffic.waitFor(
			({ stanza, direction }) =>
				direction === 'in' && stanza.tag === 'receipt' && stanza.attrs.id === id,
		);
		await client.close();
		client.stanzas.clear();
		await reopened(client);
		await client.stanzas.waitFor(isEndOfOffline);
		expect(client.stanzas.all.some(({ attrs }) => attrs.id === id)).toBe(false);
	});

	it('are sent again when a contact asks', async () => {
		const bob = await sim.contact(newNumber());
		const id = await client.sendText(bob.jid, 'again');
		await bob.waitForMessage(id);
		await bob.requestRetry(id);
		expect(await bob.waitForMessage((m) => m.id === id && m.copies === 2)).toMatchObject({
			text: 'again',
			enc: 'pkmsg',
		});
		expect(bob.received).toHaveLength(1);
	});

	it('are sent again when the companion asks', async () => {
		const bob = await sim.contact(newNumber());
		await client.messages.waitFor(
			(
				(id) => (m) =>
					m.key.id === id
			)(await bob.sendText(number, 'first')),
		);
		await client.keys.set({ session: { [`${bob.lid.split('@')[0]}_1.0`]: null } });
		// Once answered, Bob's client stops repeating the opening of the session.
		const id = await bob.sendText(number, 'second');
		const { message } = await client.messages.waitFor(
			(m) => m.key.id === id && m.message !== null && m.message !== undefined,
		);
		expect(textOf(message)).toBe('second');
	});

	it('may come twice', async () => {
		const bob = await sim.contact(newNumber());
		sim.faults.duplicateNext(number);
		const id = await bob.sendText(number, 'echo');
		await client.messages.waitFor((m) => m.key.id === id);
		const copies = client.stanzas.all.filter(
			({ tag, attrs }) => tag === 'message' && attrs.id === id,
		);
		expect(copies).toHaveLength(2);
	});

	it('reach the own phone as copies, which answers for them while it is online', async () => {
		const bob = await sim.contact(newNumber());
		const phone = sim.phone(number);
		const id = await client.sendText(bob.jid, 'copied');
		expect((await client.receipt(id, 'sender')).attrs.recipient).toBe(bob.jid);
		expect(await phone.waitForCopy(id)).toMatchObject({ text: 'copied', chat: bob.jid });
		phone.online = false;
		const next = await client.sendText(bob.jid, 'unseen');
		await client.receipt(next, 'delivered');
		expect(phone.received.some((copy) => copy.id === next)).toBe(false);
		phone.online = true;
		await client.receipt(next, 'sender');
	});

	it('from the own phone reach the companion', async () => {
		const bob = await sim.contact(newNumber());
		const id = await sim.phone(number).sendText(bob.number, 'from the phone');
		const { key, message } = await client.messages.waitFor((m) => m.key.id === id);
		expect(key).toMatchObject({ remoteJid: bob.jid, remoteJidAlt: bob.lid, fromMe: true });
		expect(textOf(message)).toBe('from the phone');
		expect(await bob.waitForMessage(id)).toMatchObject({ from: number });
	});

	it('reach a second companion', async () => {
		const bob = await sim.contact(newNumber());
		const second = await linked(number);
		await client.stanzas.waitFor(({ attrs }) => attrs.type === 'devices');
		const id = await client.sendText(bob.jid, 'both of you');
		const { key } = await second.messages.waitFor((m) => m.key.id === id);
		expect(key).toMatchObject({ remoteJid: bob.jid, fromMe: true });
		expect(sim.connections(number)).toBe(2);
	});

	it('come with presence and typing', async () => {
		const bob = await sim.contact(newNumber());
		await client.socket.presenceSubscribe(bob.jid);
		const presence = ({ tag, attrs }: BinaryNode) => tag === 'presence' && attrs.from === bob.jid;
		await client.stanzas.waitFor((s) => presence(s) && s.attrs.type === 'available');
		bob.goOffline();
		await client.stanzas.waitFor((s) => presence(s) && s.attrs.type === 'unavailable');
		await bob.goOnline();
		bob.setTyping(number, 'recording');
		const { content } = await client.stanzas.waitFor(({ tag }) => tag === 'chatstate');
		expect(content).toMatchObject([{ tag: 'composing', attrs: { media: 'audio' } }]);
		for (const state of ['composing', 'recording', 'paused'] as const) {
			await client.socket.sendPresenceUpdate(state, bob.jid);
		}
		await bob.waitForMessage(await client.sendText(bob.jid, 'done'));
		expect(bob.typing).toEqual(['composing', 'recording', 'paused']);
	});

	it('carry files', async () => {
		const bob = await sim.contact(newNumber());
		const ca = [...tls.getCACertificates('default'), sim.endpoint.ca];
		const trusted = tls.getCACertificates('default');
		tls.setDefaultCACertificates(ca);
		try {
			const content = Buffer.alloc(70_000, 'file');
			const sent = await client.socket.sendMessage(bob.jid, {
				document: content,
				mimetype: 'text/plain',
				fileName: 'a.txt',
				caption: 'look',
			});
			const id = sent?.key.id ?? '';
			expect(await bob.waitForMessage(id)).toMatchObject({ text: 'look' });
			expect(content.equals(await bob.openMedia(id))).toBe(true);

			const answer = await bob.sendMedia(number, 'image', content, { caption: 'back' });
			const received = await client.messages.waitFor((m) => m.key.id === answer);
			expect(content.equals(await downloadMediaMessage(received, 'buffer', {}))).toBe(true);

			sim.faults.failMediaUpload(500);
			await expect(
				client.socket.sendMessage(bob.jid, { document: content, mimetype: 'text/plain' }),
			).rejects.toThrow('upload failed');
		} finally {
			tls.setDefaultCACertificates(trusted);
		}
	});
});

describe('faults', () => {
	const number = newNumber();
	let client: RawClient;
	beforeAll(async () => {
		client = await linked(number, new RawClient(sim.endpoint));
		client.restarts = false;
	});
	afterAll(async () => {
		await client.close();
	});

	it.each([503, 515, 500])('end the stream with %i', async (code) => {
		const closed = client.closes.next();
		sim.faults.streamError(number, code);
		expect(await closed).toBe(code);
		await reopened(client);
	});

	it.each([403, 405])('refuse a login with %i, once', async (reason) => {
		const before = sim.statistics(number);
		await client.close();
		sim.faults.failure(number, reason);
		const closed = client.closes.next();
		client.connect();
		expect(await closed).toBe(reason);
		await reopened(client);
		expect(sim.statistics(number)).toMatchObject({
			logins: before.logins + 1,
			refusedLogins: before.refusedLogins + 1,
		});
	});

	it('replace a connection with 440, as a second login does', async () => {
		const replaced = client.closes.next();
		sim.faults.conflict(number);
		expect(await replaced).toBe(440);
		await reopened(client);
		const pushedOut = client.closes.next();
		await reopened(client);
		expect(await pushedOut).toBe(440);
		expect(sim.connections(number)).toBe(1);
		expect(sim.statistics(number).replacedConnections).toBe(1);
	});

	it('drop connections and refuse new ones', async () => {
		sim.faults.refuseConnections(true);
		const dropped = client.closes.next();
		sim.faults.dropConnections(number);
		expect(await dropped).toBe(428);
		const refused = client.closes.next();
		client.connect();
		await refused;
		expect(sim.connections(number)).toBe(0);
		sim.faults.refuseConnections(false);
		await reopened(client);
	});

	it('leave a connection half open', async () => {
		sim.faults.silence(number);
		const ping = client.socket.query(
			{ tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:p' } },
			300,
		);
		await expect(ping).rejects.toThrow('Timed Out');
		await reopened(client);
	});

	it('withhold acks', async () => {
		const bob = await sim.contact(newNumber());
		const fault = sim.faults.withholdAck(({ to }) => to === bob.jid);
		const id = await client.sendText(bob.jid, 'hello');
		await client.receipt(id, 'delivered');
		const isAck = ({ tag, attrs }: BinaryNode) => tag === 'ack' && attrs.id === id;
		expect(client.stanzas.all.some(isAck)).toBe(false);
		fault.release();
		await client.ack(id);
	});

	it.each([463, 479, 421])('refuse a message with %i', async (code) => {
		const bob = await sim.contact(newNumber());
		sim.faults.failAck(code);
		const refused = await client.sendText(bob.jid, 'no');
		expect((await client.ack(refused)).attrs.error).toBe(String(code));
		const accepted = await client.sendText(bob.jid, 'yes');
		await bob.waitForMessage(accepted);
		expect(bob.received).toHaveLength(1);
	});

	it('lose a message', async () => {
		const bob = await sim.contact(newNumber());
		sim.faults.loseMessage();
		const lost = await client.sendText(bob.jid, 'lost');
		await bob.waitForMessage(await client.sendText(bob.jid, 'found'));
		expect(bob.received).toMatchObject([{ text: 'found' }]);
		const isAck = ({ tag, attrs }: BinaryNode) => tag === 'ack' && attrs.id === lost;
		expect(client.stanzas.all.some(isAck)).toBe(false);
	});

	it('hold deliveries', async () => {
		const bob = await sim.contact(newNumber());
		const fault = sim.faults.holdDeliveries(number);
		const id = await bob.sendText(number, 'held');
		await client.ack(await client.sendText(bob.jid, 'meanwhile'));
		expect(client.messages.all.some(({ key }) => key.id === id)).toBe(false);
		fault.release();
		await client.messages.waitFor(({ key }) => key.id === id);
	});
});

describe('unlinking', () => {
	it('by the phone ends the session for good', async () => {
		const phone = sim.phone(newNumber());
		const client = await linked(phone.number);
		const closed = client.closes.next();
		phone.unlink();
		expect(await closed).toBe(401);
		expect(phone.devices()).toEqual([]);
		const refused = client.closes.next();
		client.connect();
		expect(await refused).toBe(401);
	});

	it('by the companion does, too', async () => {
		const phone = sim.phone(newNumber());
		const client = await linked(phone.number);
		await client.socket.logout();
		const refused = client.closes.next();
		client.connect();
		expect(await refused).toBe(401);
		expect(phone.devices()).toEqual([]);
	});
});

describe('queries', () => {
	const number = newNumber();
	let client: RawClient;
	beforeAll(async () => {
		client = await linked(number, new RawClient(sim.endpoint));
	});
	afterAll(async () => {
		await client.close();
	});

	it('tell who is on WhatsApp', async () => {
		const bob = await sim.contact(newNumber());
		expect(await client.socket.onWhatsApp(bob.number, '15550000000')).toEqual([
			{ jid: bob.jid, exists: true },
		]);
	});

	it('that nobody knows are refused at once, and counted', async () => {
		const query = client.socket.query({
			tag: 'iq',
			attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:unheard' },
			content: [{ tag: 'of', attrs: {} }],
		});
		await expect(query).rejects.toThrow('feature-not-implemented');
		expect(sim.unknownQueries.get('get w:unheard of')).toBe(1);
	});

	it('change what an account keeps', async () => {
		const bob = await sim.contact(newNumber());
		await client.socket.updateLastSeenPrivacy('none');
		expect(await client.socket.fetchPrivacySettings(true)).toMatchObject({ last: 'none' });
		await client.sendText(bob.jid, 'hello');
		await client.socket.updateBlockStatus(bob.jid, 'block');
		expect(await client.socket.fetchBlocklist()).toEqual([bob.lid]);
		await client.socket.updateProfileStatus('busy');
		expect(await client.socket.fetchStatus(`${number}@s.whatsapp.net`)).toMatchObject([
			{ status: { status: 'busy' } },
		]);
	});

	it('write shared settings, which other companions are told of', async () => {
		const second = await linked(number);
		await client.stanzas.waitFor(() => client.creds.myAppStateKeyId !== undefined);
		const told = second.stanzas.next(({ attrs }) => attrs.type === 'server_sync');
		await client.socket.chatModify({ pin: true }, '5511900000099@s.whatsapp.net');
		expect((await told).content).toMatchObject([{ attrs: { version: '1' } }]);
	});

	it('bring new one-time keys when they run out', async () => {
		const uploads = () =>
			sim.traffic
				.entries(number)
				.filter(({ stanza: { attrs } }) => attrs.xmlns === 'encrypt' && attrs.type === 'set');
		const before = uploads().length;
		const user = { tag: 'user', attrs: { jid: client.creds.me?.id ?? '' } };
		await client.socket.query({
			tag: 'iq',
			attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'encrypt' },
			content: [{ tag: 'key', attrs: {}, content: new Array(INITIAL_PREKEY_COUNT).fill(user) }],
		});
		await sim.traffic.waitFor(() => uploads().length > before);
	});
});

describe('the demo page', () => {
	let page: Page;
	let bob: VirtualContact;
	const number = newNumber();
	beforeAll(async () => {
		bob = await sim.contact(newNumber(), { name: 'Bob' });
		page = await startPage(sim, { owner: { number }, contact: bob });
	});
	afterAll(async () => {
		await page.close();
	});

	/** Posts JSON, as a script would; resolves to the status and the answer. */
	async function post(path: string, body: unknown): Promise<[number, unknown]> {
		const response = await fetch(page.url + path, { method: 'POST', body: JSON.stringify(body) });
		return [response.status, await response.json()];
	}

	it('links by code, and plays a chat', async () => {
		const client = newClient();
		client.connect();
		await client.qr();
		const opened = client.opened();
		const code = await client.socket.requestPairingCode(number);
		await sim.phone(number).waitForCodeRequest();
		expect(await post('api/code', { code })).toEqual([200, {}]);
		await opened;
		const id = await client.sendText(bob.jid, 'hello');
		await bob.waitForMessage(id);
		expect(await post('api/read', {})).toEqual([200, { ids: [id] }]);
		await client.receipt(id, 'read');
		const [, answer] = await post('api/text', { text: 'hi' });
		const { id: answerId } = answer as { id: string };
		await client.messages.waitFor(({ key }) => key.id === answerId);
		expect(await (await fetch(`${page.url}api/state`)).json()).toMatchObject({
			owner: { number, codeRequested: false, devices: [{ id: 1, connected: true }] },
			contact: { name: 'Bob' },
			chat: [
				{ id, by: 'owner', text: 'hello', status: 'read' },
				{ id: answerId, by: 'contact', text: 'hi' },
			],
		});
		const closed = client.closes.next();
		await post('api/unlink', {});
		expect(await closed).toBe(401);
	});

	it('plays other contacts, and groups', async () => {
		const carol = newNumber();
		expect(await post('api/contact', { name: 'Carol', number: `+${carol}` })).toEqual([
			200,
			{ number: carol },
		]);
		const [, founded] = await post('api/group', { subject: 'Trips' });
		const { id: group } = founded as { id: string };
		expect(sim.findGroup(group).members).toEqual([number, bob.number, carol]);
		const asCarol = `?${new URLSearchParams({ contact: carol, group })}`;
		const [, sent] = await post(`api/text${asCarol}`, { text: 'hello all' });
		const { id } = sent as { id: string };
		await bob.waitForMessage(id);
		await post(`api/membership${asCarol}`, { change: 'promote' });
		await post(`api/rename${asCarol}`, { subject: 'Weekend trips' });
		const asBob = `?${new URLSearchParams({ contact: bob.number, group })}`;
		expect(await (await fetch(`${page.url}api/state${asBob}`)).json()).toMatchObject({
			contacts: [{ name: 'Bob' }, { name: 'Carol' }],
			contact: { name: 'Bob' },
			group: { id: group, subject: 'Weekend trips' },
			groups: [
				{
					id: group,
					members: [
						{ number, isAdmin: true },
						{ number: bob.number, isAdmin: false },
						{ number: carol, isAdmin: true },
					],
				},
			],
			chat: [{ id, by: 'other', from: carol, text: 'hello all' }],
		});
		await post(`api/membership${asCarol}`, { change: 'leave' });
		expect(sim.findGroup(group).members).toEqual([number, bob.number]);
	});

	it('says what is wrong', async () => {
		expect(await post('api/contact', { name: 'Nobody', number: '12' })).toEqual([
			400,
			{ error: expect.stringContaining('A number has 8 to 15 digits') },
		]);
		expect(await post('api/text?contact=1', { text: 'x' })).toEqual([
			400,
			{ error: 'There is no such contact' },
		]);
		expect(await post('api/code', { code: 'ABCD1234' })).toEqual([
			400,
			{ error: `Couldn't link device: no code was requested for ${number}` },
		]);
		expect(await post('api/text', {})).toEqual([400, { error: 'text is missing' }]);
		expect(await post('api/nothing', {})).toEqual([404, { error: 'Not found' }]);
	});

	it('reads pictures of QR codes', async () => {
		const client = newClient();
		client.connect();
		const text = await client.qr();
		expect(readQrPicture(pngOf(text))).toBe(text);
	});

	it('is for this machine only', async () => {
		const stranger = await fetch(`${page.url}api/read`, {
			method: 'POST',
			headers: { origin: 'http://evil.example' },
		});
		expect(stranger.status).toBe(403);
		const rebound = request(page.url, { headers: { host: 'evil.example' } }).end();
		const [response] = (await once(rebound, 'response')) as [IncomingMessage];
		response.resume();
		expect(response.statusCode).toBe(403);
	});
});

/** A QR code, black on transparent, four pixels a module. */
function pngOf(text: string): Buffer {
	const code = generate(text);
	const margin = 4;
	const scale = 4;
	const size = (code.size + 2 * margin) * scale;
	const png = new PNG({ width: size, height: size });
	for (let pixel = 0; pixel < size * size; pixel++) {
		const x = Math.floor((pixel % size) / scale) - margin;
		const y = Math.floor(pixel / size / scale) - margin;
		if (code.get(x, y)) png.data[pixel * 4 + 3] = 255;
	}
	return PNG.sync.write(png);
}
