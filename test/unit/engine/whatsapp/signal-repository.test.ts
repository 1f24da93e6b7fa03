import {
	Curve,
	generateSignalPubKey,
	proto,
	signedKeyPair,
	unpadRandomMax16,
	type SignalDataSet,
} from '@whiskeysockets/baileys';
import { hashOf } from '../../../../engine/whatsapp/signal-repository';
import { START } from '../../../support/fake-clock';
import { deferred } from '../support';
import {
	acquaint,
	BOB,
	bundle,
	ME,
	open,
	seal,
	useEnds,
	type E2ESession,
	type End,
	type Sealed,
} from './signal-ends';

/** Where libsignal keeps the session with Bob. */
const BOBS_SESSION = '5511900000002.0';

const createEnd = useEnds();
let me: End;
let bob: End;

beforeEach(async () => {
	me = await createEnd('me');
	bob = await createEnd('bob');
});

const ratchet = ({ keys }: End) => keys.get('session', BOBS_SESSION);

test('A message that crosses with the first one of a new session leaves that one as it is', async () => {
	let time = START;
	// libsignal tries the session first that was used last.
	jest.spyOn(Date, 'now').mockImplementation(() => ++time);
	await acquaint(me, bob);
	const crossing = await seal(bob, ME, 'crossing');
	await me.repository.injectE2ESession({ jid: BOB, session: await bundle(bob) });
	const first = await seal(me, BOB, 'first');
	expect(await open(me, BOB, crossing)).toBe('crossing');
	expect(await open(bob, ME, first)).toBe('first');
	expect(await open(bob, ME, await seal(me, BOB, 'second'))).toBe('second');
	expect(await open(me, BOB, await seal(bob, ME, 'answer'))).toBe('answer');
});

describe('A contact’s keys', () => {
	test('that are signed by its identity open a session', async () => {
		await me.repository.injectE2ESession({ jid: BOB, session: await bundle(bob) });
		expect(await me.repository.validateSession(BOB)).toEqual({ exists: true });
		expect(await open(bob, ME, await seal(me, BOB, 'hello'))).toBe('hello');
	});

	test.each<[string, (session: E2ESession) => Partial<E2ESession['signedPreKey']>]>([
		[
			'another identity',
			({ signedPreKey: { publicKey } }) => ({
				signature: Curve.sign(Curve.generateKeyPair().private, Buffer.from(publicKey)),
			}),
		],
		['nobody', () => ({ signature: Buffer.alloc(64) })],
		[
			'its identity, for another key',
			() => {
				const { keyPair } = signedKeyPair(Curve.generateKeyPair(), 1);
				return { publicKey: generateSignalPubKey(keyPair.public) };
			},
		],
	])('that are signed by %s are refused, and no session is made', async (_who, change) => {
		const session = await bundle(bob);
		const forged = { ...session, signedPreKey: { ...session.signedPreKey, ...change(session) } };
		await expect(me.repository.injectE2ESession({ jid: BOB, session: forged })).rejects.toThrow(
			'not signed by its identity',
		);
		expect(await me.repository.validateSession(BOB)).toMatchObject({ exists: false });
	});

	test('that are signed by nobody are taken by Baileys alone: this is why they are checked', async () => {
		const baileys = await createEnd('baileys', { plain: true });
		const session = await bundle(bob);
		session.signedPreKey.signature = Buffer.alloc(64);
		await baileys.repository.injectE2ESession({ jid: BOB, session });
		expect(await baileys.repository.validateSession(BOB)).toEqual({ exists: true });
	});
});

describe('A message that is opened', () => {
	let sealed: Sealed;
	beforeEach(async () => {
		await acquaint(me, bob);
		sealed = await seal(bob, ME, 'words');
	});

	test('is in the journal when it is known', async () => {
		expect(me.journal.plaintext(hashOf(sealed.ciphertext))).toBeUndefined();
		await open(me, BOB, sealed);
		const journaled = me.journal.plaintext(hashOf(sealed.ciphertext));
		const message = unpadRandomMax16(Buffer.from(journaled ?? '', 'base64'));
		expect(proto.Message.decode(message).conversation).toBe('words');
	});

	test('opens again when WhatsApp hands it over again', async () => {
		expect(await open(me, BOB, sealed)).toBe('words');
		expect(await open(me, BOB, sealed)).toBe('words');
	});

	test('opens once only with Baileys alone: this is why it is journaled', async () => {
		const baileys = await createEnd('baileys', { plain: true });
		await baileys.repository.injectE2ESession({ jid: BOB, session: await bundle(bob) });
		await open(bob, ME, await seal(baileys, BOB, 'hi'));
		const once = await seal(bob, ME, 'words');
		expect(await open(baileys, BOB, once)).toBe('words');
		await expect(open(baileys, BOB, once)).rejects.toThrow();
	});

	test('is empty when its words have become an event and are gone', async () => {
		await open(me, BOB, sealed);
		const ciphertexts = [hashOf(sealed.ciphertext)];
		me.journal.add({ chat: BOB, messageId: 'A1', stanza: '{}', ciphertexts });
		me.journal.complete(BOB, 'A1');
		expect(await open(me, BOB, sealed)).toBe('no words');
	});

	test('that cannot be journaled is not opened: WhatsApp will hand it over again', async () => {
		const before = ratchet(me);
		const addPlaintext = jest.spyOn(me.journal, 'addPlaintext').mockImplementationOnce(() => {
			throw new Error('the disk is full');
		});
		await expect(open(me, BOB, sealed)).rejects.toThrow('the disk is full');
		expect(addPlaintext).toHaveBeenCalledTimes(1);
		expect(ratchet(me)).toBe(before);
		expect(await open(me, BOB, sealed)).toBe('words');
	});

	test('is opened by the next connection when this one has ended', async () => {
		me.repository.close?.();
		await expect(open(me, BOB, sealed)).rejects.toThrow('The connection has ended');
		expect(me.journal.plaintext(hashOf(sealed.ciphertext))).toBeUndefined();
	});

	test('that is not for us is not journaled', async () => {
		const broken = { ...sealed, ciphertext: Buffer.from(sealed.ciphertext).fill(7, 20, 30) };
		await expect(open(me, BOB, broken)).rejects.toThrow();
		expect(me.journal.plaintext(hashOf(broken.ciphertext))).toBeUndefined();
		expect(await open(me, BOB, sealed)).toBe('words');
	});
});

describe('A message that is sealed', () => {
	beforeEach(() => acquaint(me, bob));

	test('has moved the ratchet on disk before it leaves, although the whole send is one transaction', async () => {
		const before = ratchet(me);
		await me.transactions.transaction(async () => {
			await seal(me, BOB, 'words');
			expect(ratchet(me)).not.toBe(before);
		}, 'send');
	});

	test('has not with Baileys alone: this is why it is written through', async () => {
		const baileys = await createEnd('baileys', { plain: true });
		await baileys.repository.injectE2ESession({ jid: BOB, session: await bundle(bob) });
		const before = ratchet(baileys);
		await baileys.transactions.transaction(async () => {
			await seal(baileys, BOB, 'words');
			expect(ratchet(baileys)).toBe(before);
		}, 'send');
		expect(ratchet(baileys)).not.toBe(before);
	});

	test('keeps what was opened in the middle of the send', async () => {
		const middle = deferred();
		const ready = deferred();
		const sending = me.transactions.transaction(async () => {
			const first = await seal(me, BOB, 'first');
			ready.resolve();
			await middle.promise;
			return [first, await seal(me, BOB, 'second')];
		}, 'send');

		await ready.promise;
		expect(await open(me, BOB, await seal(bob, ME, 'in between'))).toBe('in between');
		middle.resolve();
		const [first, second] = (await sending) as [Sealed, Sealed];

		expect(await open(bob, ME, first)).toBe('first');
		expect(await open(bob, ME, second)).toBe('second');
		expect(await open(me, BOB, await seal(bob, ME, 'afterwards'))).toBe('afterwards');
		expect(await open(bob, ME, await seal(me, BOB, 'and back'))).toBe('and back');
	});

	test('together with many others, both ways, leaves a session that works', async () => {
		const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
		const theirs: Sealed[] = [];
		for (const text of texts) theirs.push(await seal(bob, ME, text));
		const [mine, opened] = await Promise.all([
			me.transactions.transaction(
				() => Promise.all(texts.map((text) => seal(me, BOB, text))),
				'send',
			),
			Promise.all(theirs.map((sealed) => open(me, BOB, sealed))),
		]);
		expect(opened).toEqual(texts);
		for (const [index, sealed] of mine.entries()) {
			expect(await open(bob, ME, sealed)).toBe(texts[index]);
		}
	});

	test('leaves all other keys of a transaction to the transaction', async () => {
		const failing = me.transactions.transaction(async () => {
			await seal(me, BOB, 'words');
			await me.transactions.set({ 'lid-mapping': { a: 'b' } } as SignalDataSet);
			throw new Error('the send failed');
		}, 'send');
		await expect(failing).rejects.toThrow('the send failed');
		expect(me.keys.get('lid-mapping', 'a')).toBeUndefined();
	});
});

test('The hash of a ciphertext is its SHA-256, whatever form the bytes have', () => {
	const bytes = [1, 2, 3];
	expect(hashOf(new Uint8Array(bytes))).toBe(hashOf(Buffer.from(bytes)));
	expect(hashOf(Buffer.from(bytes))).toMatch(/^039058c6f2c0cb49/);
});
