import { createHmac } from 'node:crypto';
import type { SignalDataSet } from '@whiskeysockets/baileys';
import {
	MAX_SKIPPED_KEYS,
	withinLimits,
	type StoredSessions,
} from '../../../../engine/whatsapp/session-limits';
import { createLidMapping } from '../../../../engine/whatsapp/lid-mapping';
import { useFastCryptography } from '../../../../engine/whatsapp/libsignal';
import { turnsOf } from '../../../support/turns';
import {
	acquaint,
	BOB,
	bundle,
	ME,
	open,
	seal,
	useEnds,
	type End,
	type Sealed,
} from './signal-ends';

/** Where libsignal keeps the session with Bob, and Bob's with us. */
const BOBS_SESSION = '5511900000002.0';
const MY_SESSION = '5511900000001.0';
/** For tests of thousands of messages, on a machine that has much else to do. */
const LONG = 120_000;

const createEnd = useEnds();
let me: End;
let bob: End;

beforeAll(useFastCryptography);
beforeEach(async () => {
	me = await createEnd('me');
	bob = await createEnd('bob', { plain: true });
});

const range = (length: number) => Array.from({ length }, (_, index) => index);

interface Sessions extends StoredSessions {
	_sessions: Record<
		string,
		StoredSessions['_sessions'][string] & {
			indexInfo: { closed: number };
			currentRatchet: { ephemeralKeyPair: { pubKey: string } };
			_chains: Record<string, { chainKey: { counter: number; key: string } }>;
		}
	>;
}

async function sessionsOf({ auth }: End, id: string): Promise<Sessions> {
	const { [id]: sessions } = await auth.state.keys.get('session', [id]);
	return sessions as unknown as Sessions;
}

/** A modified client: the next message is sealed with a key that is so much further. */
async function skip(end: End, id: string, count: number): Promise<void> {
	const sessions = await sessionsOf(end, id);
	const current = Object.values(sessions._sessions).find(
		({ indexInfo }) => indexInfo.closed === -1,
	);
	const { pubKey } = current!.currentRatchet.ephemeralKeyPair;
	const { chainKey } = current!._chains[pubKey]!;
	for (let step = 0; step < count; step++) {
		const hash = createHmac('sha256', Buffer.from(chainKey.key, 'base64'));
		chainKey.key = hash.update(Buffer.of(2)).digest('base64');
		chainKey.counter++;
	}
	await end.auth.state.keys.set({ session: { [id]: sessions } } as unknown as SignalDataSet);
}

const sizeOf = ({ keys }: End, id: string) => keys.get('session', id)?.length ?? 0;

/** How many keys and receiving chains there are of each session. */
async function countsOf(end: End, id: string) {
	const sessions = Object.values((await sessionsOf(end, id))._sessions);
	const chains = sessions.map(({ _chains }) => Object.values(_chains));
	return {
		keys: chains.flat().reduce((sum, { messageKeys }) => sum + Object.keys(messageKeys).length, 0),
		chains: chains.map((all) => all.filter(({ chainType }) => chainType === 2).length),
	};
}

describe('A contact who skips 2,000 keys with each message', () => {
	test(
		'leaves no more than those behind, and every message opens',
		async () => {
			await acquaint(me, bob);
			const sizes: number[] = [];
			for (const index of range(60)) {
				await skip(bob, MY_SESSION, 1_999);
				expect(await open(me, BOB, await seal(bob, ME, `text ${index}`))).toBe(`text ${index}`);
				sizes.push(sizeOf(me, BOBS_SESSION));
			}
			expect(await countsOf(me, BOBS_SESSION)).toMatchObject({ keys: MAX_SKIPPED_KEYS });
			expect(Math.max(...sizes)).toBeLessThan(150_000);
			expect(await open(bob, ME, await seal(me, BOB, 'still here'))).toBe('still here');
		},
		LONG,
	);

	test(
		'leaves megabytes with Baileys alone: this is why there is a limit',
		async () => {
			const baileys = await createEnd('baileys', { plain: true });
			await acquaint(baileys, bob);
			for (const index of range(5)) {
				await skip(bob, MY_SESSION, 1_999);
				expect(await open(baileys, BOB, await seal(bob, ME, `text ${index}`))).toBe(
					`text ${index}`,
				);
			}
			expect(await countsOf(baileys, BOBS_SESSION)).toMatchObject({ keys: 5 * 1_999 });
		},
		LONG,
	);

	test(
		'leaves no more in new chains and new sessions',
		async () => {
			for (const round of range(8)) {
				await acquaint(me, bob);
				for (const turn of range(3)) {
					await skip(bob, MY_SESSION, 1_500);
					const text = `text ${round} ${turn}`;
					expect(await open(me, BOB, await seal(bob, ME, text))).toBe(text);
					expect(await open(bob, ME, await seal(me, BOB, 'turn'))).toBe('turn');
				}
			}
			const { keys, chains } = await countsOf(me, BOBS_SESSION);
			expect(keys).toBe(MAX_SKIPPED_KEYS);
			expect(chains).toHaveLength(8);
			expect(sizeOf(me, BOBS_SESSION)).toBeLessThan(200_000);
		},
		LONG,
	);
});

test('Of 2,000 messages the last one may come first, and all others later', async () => {
	await acquaint(me, bob);
	const late: Sealed[] = [];
	for (const step of range(4)) {
		late.push(await seal(bob, ME, `late ${step}`));
		if (step < 3) await skip(bob, MY_SESSION, 664);
	}
	await skip(bob, MY_SESSION, 1_999 - 4 - 3 * 664);
	expect(await open(me, BOB, await seal(bob, ME, 'first'))).toBe('first');
	for (const step of [3, 0, 2, 1]) {
		expect(await open(me, BOB, late[step]!)).toBe(`late ${step}`);
	}
	expect(await open(me, BOB, await seal(bob, ME, 'next'))).toBe('next');
});

test('A message opens that five turns of the talk have overtaken', async () => {
	await acquaint(me, bob);
	const late = await seal(bob, ME, 'late');
	for (const turn of range(4)) {
		expect(await open(me, BOB, await seal(bob, ME, `${turn}`))).toBe(`${turn}`);
		expect(await open(bob, ME, await seal(me, BOB, `and ${turn}`))).toBe(`and ${turn}`);
	}
	expect(await open(me, BOB, await seal(bob, ME, 'last'))).toBe('last');
	expect(await open(me, BOB, late)).toBe('late');
});

test('A talk with many turns leaves five chains to receive with, and goes on', async () => {
	await acquaint(me, bob);
	for (const turn of range(30)) {
		expect(await open(me, BOB, await seal(bob, ME, `${turn}`))).toBe(`${turn}`);
		expect(await open(bob, ME, await seal(me, BOB, `and ${turn}`))).toBe(`and ${turn}`);
	}
	expect(await countsOf(me, BOBS_SESSION)).toEqual({ keys: 0, chains: [5] });
});

describe('Of many sessions with one device', () => {
	beforeEach(async () => {
		for (let session = 0; session < 10; session++) {
			await me.repository.injectE2ESession({ jid: BOB, session: await bundle(bob) });
			expect(await open(bob, ME, await seal(me, BOB, 'hi'))).toBe('hi');
		}
	});

	test('the one opens a message that it is of, and all others stay as they are', async () => {
		const before = await sessionsOf(me, BOBS_SESSION);
		expect(await open(me, BOB, await seal(bob, ME, 'words'))).toBe('words');
		const after = await sessionsOf(me, BOBS_SESSION);
		const names = Object.keys(before._sessions);
		expect(Object.keys(after._sessions)).toEqual(names);
		const changed = names.filter(
			(name) => JSON.stringify(before._sessions[name]) !== JSON.stringify(after._sessions[name]),
		);
		expect(changed).toHaveLength(1);
		expect(await open(me, BOB, await seal(bob, ME, 'more words'))).toBe('more words');
	});

	test('none moves for a message that it is not of', async () => {
		const before = me.keys.get('session', BOBS_SESSION);
		await skip(bob, MY_SESSION, 1_900);
		const { type, ciphertext } = await seal(bob, ME, 'words');
		for (const index of [1, 20, ciphertext.length - 1]) {
			const forged = Buffer.from(ciphertext);
			forged.writeUInt8(forged.readUInt8(index) ^ 1, index);
			await expect(open(me, BOB, { type, ciphertext: forged })).rejects.toThrow();
			expect(me.keys.get('session', BOBS_SESSION)).toBe(before);
		}
		for (const junk of [Buffer.alloc(0), Buffer.alloc(9), Buffer.alloc(100, 0x33)]) {
			await expect(open(me, BOB, { type: 'msg', ciphertext: junk })).rejects.toThrow();
		}
		expect(await open(me, BOB, { type, ciphertext })).toBe('words');
	});
});

test('A message of somebody without a session does not open', async () => {
	const sealed: Sealed = { type: 'msg', ciphertext: Buffer.alloc(100, 0x33) };
	await expect(open(me, BOB, sealed)).rejects.toThrow('No session record');
});

test('Sessions within the limits are left as they are', async () => {
	await acquaint(me, bob);
	const sessions = await sessionsOf(me, BOBS_SESSION);
	expect(withinLimits(sessions)).toEqual(sessions);
	expect(JSON.stringify(withinLimits(sessions))).toBe(JSON.stringify(sessions));
});

describe('Work for many leaves turns of the event loop to others:', () => {
	// It never goes back.
	let time = 0;

	beforeEach(async () => {
		await acquaint(me, bob);
		time = Math.max(time, performance.now());
		// Whatever is done takes longer than a slice, also than one that has begun already.
		jest.spyOn(performance, 'now').mockImplementation(() => (time += 100));
	});

	test('encryption and new sessions that are begun at once', async () => {
		const session = await bundle(bob);
		const work = Promise.all(
			range(20).flatMap((index) => [
				seal(me, BOB, `text ${index}`),
				me.repository.injectE2ESession({ jid: `55119000001${index}@s.whatsapp.net`, session }),
			]),
		);
		expect(await turnsOf(work)).toBeGreaterThanOrEqual(39);
	});

	test('the question who has a session, for one after another', async () => {
		const askAll = async () => {
			for (let asked = 0; asked < 20; asked++) await me.repository.validateSession(BOB);
		};
		expect(await turnsOf(askAll())).toBeGreaterThanOrEqual(19);
	});

	test('storing the LIDs of a large group, of which all are known then', async () => {
		const { lidMapping } = me.repository;
		const pairs = range(1_000).map((index) => ({
			pn: `${5511_910_000_000 + index}@s.whatsapp.net`,
			lid: `${200_000_000 + index}@lid`,
		}));
		expect(await turnsOf(lidMapping.storeLIDPNMappings(pairs))).toBeGreaterThanOrEqual(9);
		const { lookUp } = createLidMapping(me.keys);
		expect(pairs.map(({ pn }) => lookUp(pn).lid)).toEqual(pairs.map(({ lid }) => lid));
	});
});
