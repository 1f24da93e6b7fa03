import {
	BufferJSON,
	Curve,
	proto,
	type AuthenticationCreds,
	type SignalDataSet,
	type SignalDataTypeMap,
} from '@whiskeysockets/baileys';
import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createKeyStore, type KeyStore } from '../../../../engine/store/keys';
import { createAuth, JOURNALED_PLAINTEXT, type Auth } from '../../../../engine/whatsapp/auth';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const ME = { id: '5511900000001:12@s.whatsapp.net', lid: '111:12@lid', name: 'Ana' };

const stores = useStores();
let store: AccountStore;
let keys: KeyStore;
let journal: Journal;
let auth: Auth;

function open(): void {
	keys = createKeyStore(store);
	journal = createJournal(store, () => START);
	auth = createAuth(keys, journal);
}

/** The process is gone; the next one opens the same file. */
function restart(): void {
	store.close();
	store = stores.open();
	open();
}

beforeEach(() => {
	store = stores.open();
	open();
});

/** As Baileys does it when a phone accepts. */
function pair(creds: Partial<AuthenticationCreds> = {}): void {
	const account = proto.ADVSignedDeviceIdentity.fromObject({ details: Buffer.from('details') });
	Object.assign(auth.state.creds, { me: ME, account, ...creds });
	auth.save();
}

/** Bytes as numbers, so that Buffers and Uint8Arrays compare by what they hold. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, BufferJSON.replacer));

describe('A session', () => {
	test('is new and not paired at first', () => {
		expect(auth.isPaired()).toBe(false);
		expect(auth.me()).toEqual({ jid: null, lid: null, name: null });
		expect(auth.state.creds.noiseKey.private).toHaveLength(32);
	});

	test('that is paired is the same after a restart, byte for byte', () => {
		pair({ registered: false, nextPreKeyId: 813, routingInfo: Buffer.from([1, 2, 3]) });
		const before = plain(auth.state.creds);
		restart();
		expect(plain(auth.state.creds)).toEqual(before);
		expect(auth.isPaired()).toBe(true);
		expect(auth.me()).toEqual({ jid: ME.id, lid: ME.lid, name: 'Ana' });
	});

	test('has real Buffers after a restart: Baileys computes with them', () => {
		pair({ routingInfo: Buffer.from([1, 2, 3]) });
		restart();
		const { creds } = auth.state;
		const bytes = [creds.noiseKey.private, creds.signedPreKey.signature, creds.routingInfo];
		expect(bytes.map((value) => Buffer.isBuffer(value))).toEqual([true, true, true]);
		const message = Buffer.from('signed with the stored key');
		expect(Curve.sign(creds.signedIdentityKey.private, message)).toHaveLength(64);
	});

	test('that was linked by QR code is paired, although Baileys never calls it registered', () => {
		pair({ registered: false });
		expect(auth.isPaired()).toBe(true);
	});

	test('that only asked for a code is thrown away by the next start: WhatsApp would refuse it', () => {
		auth.state.creds.me = ME;
		auth.save();
		keys.set([{ type: 'session', id: '1', value: '"old"' }]);
		const { noiseKey } = auth.state.creds;
		expect(auth.isPaired()).toBe(false);

		restart();
		expect(auth.me().jid).toBeNull();
		expect(plain(auth.state.creds.noiseKey)).not.toEqual(plain(noiseKey));
		expect(keys.get('session', '1')).toBeUndefined();
	});

	test('that was not saved is not there after a restart', () => {
		Object.assign(auth.state.creds, { me: ME });
		restart();
		expect(auth.me().jid).toBeNull();
	});

	test('has no name while Baileys writes "~" for it', () => {
		pair({ me: { ...ME, name: '~' } });
		expect(auth.me().name).toBeNull();
	});

	test.each([
		['smba', true],
		['smbi', true],
		['android', false],
		['iphone', false],
		[undefined, false],
	])('of a phone that runs %s: WhatsApp Business %s', (platform, expected) => {
		Object.assign(auth.state.creds, { platform });
		auth.save();
		restart();
		expect(auth.isBusiness()).toBe(expected);
	});

	test('can be forgotten: nothing of it is left, and a new one begins', async () => {
		pair();
		await auth.state.keys.set({ session: { '1.0': Buffer.from('a session') } });
		const { noiseKey } = auth.state.creds;
		auth.reset();
		expect(auth.isPaired()).toBe(false);
		expect(auth.me()).toEqual({ jid: null, lid: null, name: null });
		expect(plain(auth.state.creds.noiseKey)).not.toEqual(plain(noiseKey));
		expect(await auth.state.keys.get('session', ['1.0'])).toEqual({});
		restart();
		expect(auth.isPaired()).toBe(false);
	});
});

describe('A key', () => {
	/** One of every kind that Baileys has: a kind that a new version adds is an error of the compiler here. */
	const samples: { [T in keyof SignalDataTypeMap]: SignalDataTypeMap[T] } = {
		'pre-key': Curve.generateKeyPair(),
		session: Buffer.from('a session'),
		'sender-key': Buffer.from('a sender key'),
		'sender-key-memory': { '222:1@lid': true, '222:2@lid': false },
		'app-state-sync-key': proto.Message.AppStateSyncKeyData.fromObject({
			keyData: Buffer.from('key data'),
			fingerprint: { rawId: 7, currentIndex: 1, deviceIndexes: [0, 1] },
			timestamp: 1_782_907_200,
		}),
		'app-state-sync-version': {
			version: 3,
			hash: Buffer.alloc(128, 1),
			indexValueMap: { index: { valueMac: Buffer.from('mac') } },
		},
		'lid-mapping': '222',
		'device-list': ['0', '3'],
		tctoken: { token: Buffer.from('token'), timestamp: '1782907200' },
		'identity-key': Buffer.from('an identity'),
	};
	const types = Object.keys(samples) as Array<keyof SignalDataTypeMap>;

	// What is stored need not be made anew by each start.
	beforeEach(() => auth.save());

	test.each(types)(
		'of type %s comes back after a restart as it was, until null removes it',
		async (type) => {
			await auth.state.keys.set({ [type]: { id: samples[type] } } as SignalDataSet);
			restart();
			const { id } = await auth.state.keys.get(type, ['id', 'another']);
			expect(plain(id)).toEqual(plain(samples[type]));
			await auth.state.keys.set({ [type]: { id: null } } as SignalDataSet);
			expect(await auth.state.keys.get(type, ['id'])).toEqual({});
		},
	);

	test('for app state is a real message again, which Baileys can encode', async () => {
		await auth.state.keys.set({ 'app-state-sync-key': { id: samples['app-state-sync-key'] } });
		const { id } = await auth.state.keys.get('app-state-sync-key', ['id']);
		expect(id).toBeInstanceOf(proto.Message.AppStateSyncKeyData);
		expect(Buffer.from(id?.keyData ?? []).toString()).toBe('key data');
	});

	test('that is not there is left out of the answer', async () => {
		await auth.state.keys.set({ session: { a: Buffer.from('a') } });
		expect(Object.keys(await auth.state.keys.get('session', ['a', 'b']))).toEqual(['a']);
	});

	test('and all that is handed over with it are written together or not at all', async () => {
		await auth.state.keys.set({ session: { a: Buffer.from('old') } });
		const broken = { 'lid-mapping': { b: 1n as unknown as string } };
		await expect(
			auth.state.keys.set({ session: { a: Buffer.from('new') }, ...broken }),
		).rejects.toThrow();
		const { a } = await auth.state.keys.get('session', ['a']);
		expect(Buffer.from(a ?? []).toString()).toBe('old');
	});
});

describe('The plaintext of a message', () => {
	const used = (plaintext: unknown) =>
		({
			session: { a: Buffer.from('used up') },
			[JOURNALED_PLAINTEXT]: { hash: plaintext },
		}) as SignalDataSet;

	test('goes to the journal, not among the keys', async () => {
		await auth.state.keys.set(used('words'));
		restart();
		expect(journal.plaintext('hash')).toBe('words');
		expect(keys.get(JOURNALED_PLAINTEXT, 'hash')).toBeUndefined();
	});

	test('is written with the key that opened it, or neither is', async () => {
		await expect(auth.state.keys.set(used(undefined))).rejects.toThrow();
		expect(journal.plaintext('hash')).toBeUndefined();
		expect(await auth.state.keys.get('session', ['a'])).toEqual({});
	});
});
