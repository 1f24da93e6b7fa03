import { createHmac } from 'node:crypto';
import { BufferJSON, proto } from '@whiskeysockets/baileys';
import { decryptFromGroup, encryptForGroup } from '../../../../engine/whatsapp/sender-keys';
import { useFastCryptography } from '../../../../engine/whatsapp/libsignal';
import { BOB, ME, padded, useEnds, wordsIn, type End } from './signal-ends';

const GROUP = '120363000000000001@g.us';
/** Where Baileys keeps our own sender key, and Bob's. */
const MINE = `${GROUP}::5511900000001::0`;
const BOBS = `${GROUP}::5511900000002::0`;

// The same signatures as curve25519-js makes (xeddsa.test.ts), which takes forty times as long.
beforeAll(useFastCryptography);
const createEnd = useEnds();

/** Seals as the one who is known by `jid`. */
async function seal({ repository }: End, jid: string, text: string) {
	const sealed = { group: GROUP, meId: jid, data: padded(text) };
	return await repository.encryptGroupMessage(sealed);
}

const open = async ({ repository }: End, authorJid: string, msg: Uint8Array): Promise<string> =>
	wordsIn(await repository.decryptGroupMessage({ group: GROUP, authorJid, msg }));

async function give(end: End, authorJid: string, distribution: Uint8Array): Promise<void> {
	const item = { groupId: GROUP, axolotlSenderKeyDistributionMessage: distribution };
	await end.repository.processSenderKeyDistributionMessage({ item, authorJid });
}

async function distributionOf({ repository }: End, meId: string): Promise<Uint8Array> {
	return await repository.getSenderKeyDistributionMessage({ group: GROUP, meId });
}

/** Which key of the chain a message was sealed with. */
const iterationOf = (ciphertext: Uint8Array): number =>
	proto.SenderKeyMessage.decode(ciphertext.subarray(1, -64)).iteration ?? NaN;

async function recordOf({ auth }: End, name: string): Promise<Buffer> {
	const { [name]: record } = await auth.state.keys.get('sender-key', [name]);
	return Buffer.from(record ?? []);
}

/** A sender's record after so many keys that were used for nothing. */
function skip(record: Uint8Array, count: number): Buffer {
	const states = JSON.parse(Buffer.from(record).toString(), BufferJSON.reviver);
	const { senderChainKey } = states.at(-1);
	for (let step = 0; step < count; step++) {
		senderChainKey.iteration++;
		senderChainKey.seed = createHmac('sha256', Buffer.from(senderChainKey.seed))
			.update(Buffer.of(2))
			.digest();
	}
	return Buffer.from(JSON.stringify(states, BufferJSON.replacer));
}

/** For tests of thousands of messages, on a machine that has much else to do. */
const LONG = 120_000;

const textOf = (index: number) => `text ${index}`;
const range = (length: number) => Array.from({ length }, (_, index) => index);

describe('Messages to a group', () => {
	test('skip every other key with Baileys alone, and each skipped one is kept: this is why they are sealed here', async () => {
		const baileys = await createEnd('me', { plain: true });
		const iterations: number[] = [];
		const sizes: number[] = [];
		for (const index of range(20)) {
			iterations.push(iterationOf((await seal(baileys, ME, textOf(index))).ciphertext));
			sizes.push((await recordOf(baileys, MINE)).length);
		}
		expect(iterations.slice(0, 4)).toEqual([0, 2, 4, 6]);
		expect(sizes.at(-1)).toBeGreaterThan(sizes[0]! * 5);
	});

	test.each([0, 1, 2, 30])(
		'go on where Baileys has stopped after %d, with none of its keys again',
		async (before) => {
			const baileys = await createEnd('me', { plain: true });
			const bob = await createEnd('bob', { plain: true });
			await give(bob, ME, await distributionOf(baileys, ME));
			const sent: Uint8Array[] = [];
			for (const index of range(before)) {
				sent.push((await seal(baileys, ME, textOf(index))).ciphertext);
			}
			const me = await createEnd('me', { like: baileys });
			for (const index of range(60)) {
				sent.push((await seal(me, ME, textOf(before + index))).ciphertext);
			}
			const iterations = sent.map(iterationOf);
			expect(new Set(iterations).size).toBe(before + 60);
			expect(iterations.toSorted((one, other) => one - other)).toEqual(iterations);
			for (const [index, ciphertext] of sent.entries()) {
				expect(await open(bob, ME, ciphertext)).toBe(textOf(index));
			}
			const [state] = JSON.parse((await recordOf(me, MINE)).toString());
			expect(state.senderMessageKeys).toEqual([]);
			expect(state.skipped).toBeUndefined();
		},
	);

	test('open for whoever was given the key in the middle', async () => {
		const me = await createEnd('me');
		const bob = await createEnd('bob', { plain: true });
		for (const index of range(5)) await seal(me, ME, textOf(index));
		const { ciphertext, senderKeyDistributionMessage } = await seal(me, ME, 'for Bob, too');
		await give(bob, ME, senderKeyDistributionMessage);
		expect(await open(bob, ME, ciphertext)).toBe('for Bob, too');
		expect(await open(bob, ME, (await seal(me, ME, 'next')).ciphertext)).toBe('next');
	});

	test('have moved the key on disk before they leave, and a send that fails does not move it back', async () => {
		const me = await createEnd('me');
		await seal(me, ME, 'first');
		const before = me.keys.get('sender-key', MINE);
		const sealed: Uint8Array[] = [];
		const failing = me.transactions.transaction(async () => {
			sealed.push((await seal(me, ME, 'second')).ciphertext);
			expect(me.keys.get('sender-key', MINE)).not.toBe(before);
			throw new Error('the send failed');
		}, 'send');
		await expect(failing).rejects.toThrow('the send failed');
		sealed.push((await seal(me, ME, 'third')).ciphertext);
		expect(sealed.map(iterationOf)).toEqual([1, 2]);
	});

	test('that are sealed at the same time take keys of their own', async () => {
		const me = await createEnd('me');
		const sealed = await Promise.all(range(30).map((index) => seal(me, ME, textOf(index))));
		const iterations = sealed.map(({ ciphertext }) => iterationOf(ciphertext));
		expect(iterations).toEqual(range(30));
	});
});

describe('A thousand messages to a group', () => {
	test(
		'take one key after the other, and Baileys opens a thousand of them',
		async () => {
			const me = await createEnd('me');
			const bob = await createEnd('bob', { plain: true });
			await give(bob, ME, await distributionOf(me, ME));
			const sizes: number[] = [];
			for (const index of range(1_000)) {
				const { ciphertext } = await seal(me, ME, textOf(index));
				expect(iterationOf(ciphertext)).toBe(index);
				expect(await open(bob, ME, ciphertext)).toBe(textOf(index));
				sizes.push((await recordOf(me, MINE)).length);
			}
			// The number of the next key takes more digits.
			expect(Math.max(...sizes)).toBeLessThan(sizes[0]! + 10);
		},
		LONG,
	);
});

describe('Messages from a group', () => {
	test(
		'of Baileys leave a key behind each, which takes little room, and a late one opens',
		async () => {
			const me = await createEnd('me');
			const bob = await createEnd('bob', { plain: true });
			await give(me, BOB, await distributionOf(bob, BOB));
			const late = (await seal(bob, BOB, 'late')).ciphertext;
			for (const index of range(50)) {
				const { ciphertext } = await seal(bob, BOB, textOf(index));
				expect(await open(me, BOB, ciphertext)).toBe(textOf(index));
			}
			// What Baileys does, without what it costs.
			let record = await recordOf(bob, BOBS);
			for (const index of range(1_000)) {
				const sealed = encryptForGroup(skip(record, 1), padded(textOf(index)));
				expect(await open(me, BOB, sealed.ciphertext)).toBe(textOf(index));
				({ record } = sealed);
			}
			// 36 bytes each, twice in base64.
			expect((await recordOf(me, BOBS)).length).toBeLessThan(1_051 * 36 * 1.34 + 1_000);
			expect(await open(me, BOB, late)).toBe('late');
		},
		LONG,
	);

	test('that come late do not open with Baileys alone: this is why they are opened here', async () => {
		const baileys = await createEnd('me', { plain: true });
		const bob = await createEnd('bob', { plain: true });
		await give(baileys, BOB, await distributionOf(bob, BOB));
		const late = (await seal(bob, BOB, 'late')).ciphertext;
		await open(baileys, BOB, (await seal(bob, BOB, 'in time')).ciphertext);
		await expect(open(baileys, BOB, late)).rejects.toThrow();
	});

	test(
		'open in any order, 2,000 behind',
		async () => {
			const me = await createEnd('me');
			const bob = await createEnd('bob');
			await give(me, BOB, await distributionOf(bob, BOB));
			const sealed: Uint8Array[] = [];
			let record = await recordOf(bob, BOBS);
			for (const index of range(2_001)) {
				const next = encryptForGroup(record, padded(textOf(index)));
				sealed.push(next.ciphertext);
				({ record } = next);
			}
			expect(await open(me, BOB, sealed[2_000]!)).toBe(textOf(2_000));
			for (const index of range(2_000).filter((index) => index % 40 === 0 || index === 1_999)) {
				expect(await open(me, BOB, sealed[index]!)).toBe(textOf(index));
			}
			expect(await open(me, BOB, encryptForGroup(record, padded('next')).ciphertext)).toBe('next');
		},
		LONG,
	);

	test('that are more than 2,000 ahead do not, and leave everything as it is', async () => {
		const me = await createEnd('me');
		const bob = await createEnd('bob');
		await give(me, BOB, await distributionOf(bob, BOB));
		const next = (await seal(bob, BOB, 'next')).ciphertext;
		const record = skip(await recordOf(bob, BOBS), 2_000);
		const { ciphertext: far } = encryptForGroup(record, padded('far'));
		const before = await recordOf(me, BOBS);
		await expect(open(me, BOB, far)).rejects.toThrow('Over 2000 messages into the future!');
		expect(await recordOf(me, BOBS)).toEqual(before);
		expect(await open(me, BOB, next)).toBe('next');
	});

	test('of a record that Baileys has written open, those that it has skipped, too', async () => {
		const baileys = await createEnd('me', { plain: true });
		const bob = await createEnd('bob');
		await give(baileys, BOB, await distributionOf(bob, BOB));
		const sealed: Uint8Array[] = [];
		for (const index of range(6)) sealed.push((await seal(bob, BOB, textOf(index))).ciphertext);
		expect(await open(baileys, BOB, sealed[3]!)).toBe(textOf(3));
		const me = await createEnd('me', { like: baileys });
		for (const index of [5, 1, 0, 4, 2]) {
			expect(await open(me, BOB, sealed[index]!)).toBe(textOf(index));
		}
	});

	test('open once', async () => {
		const bob = await createEnd('bob');
		const me = await createEnd('me');
		await give(me, BOB, await distributionOf(bob, BOB));
		const first = (await seal(bob, BOB, 'first')).ciphertext;
		const second = (await seal(bob, BOB, 'second')).ciphertext;
		const after = decryptFromGroup(await recordOf(me, BOBS), second).record;
		expect(() => decryptFromGroup(after, second)).toThrow('old counter');
		const last = decryptFromGroup(after, first).record;
		expect(() => decryptFromGroup(last, first)).toThrow('old counter');
	});

	test('that nobody has given the key to, or somebody else has signed, do not open', async () => {
		const me = await createEnd('me');
		const bob = await createEnd('bob');
		const { ciphertext } = await seal(bob, BOB, 'words');
		await expect(open(me, BOB, ciphertext)).rejects.toThrow('No session found');
		await give(me, BOB, await distributionOf(bob, BOB));
		const before = await recordOf(me, BOBS);
		for (const index of [2, 20, ciphertext.length - 65, ciphertext.length - 64, -1]) {
			const forged = Buffer.from(ciphertext);
			forged.writeUInt8(forged.at(index)! ^ 1, (index + forged.length) % forged.length);
			await expect(open(me, BOB, forged)).rejects.toThrow();
		}
		for (const junk of [
			Buffer.alloc(0),
			Buffer.alloc(10),
			Buffer.alloc(64),
			Buffer.alloc(200, 7),
		]) {
			await expect(open(me, BOB, junk)).rejects.toThrow();
		}
		expect(await recordOf(me, BOBS)).toEqual(before);
	});
});

describe('A member who skips keys', () => {
	test('leaves 2,000 behind, the newest, of however many chains', async () => {
		const me = await createEnd('me');
		const sealed: Uint8Array[] = [];
		// A new device each time, for the sake of a new chain.
		for (const round of range(7)) {
			const bob = await createEnd(`bob ${round}`);
			await give(me, BOB, await distributionOf(bob, BOB));
			let record = await recordOf(bob, BOBS);
			for (const step of range(4)) {
				const skipped = encryptForGroup(record, padded(`${round} ${step}`));
				record = skip(skipped.record, step < 3 ? 665 : 0);
				sealed.push(skipped.ciphertext);
			}
			const { ciphertext } = encryptForGroup(record, padded('ahead'));
			expect(await open(me, BOB, ciphertext)).toBe('ahead');
		}
		expect((await recordOf(me, BOBS)).length).toBeLessThan(110_000);
		const late = sealed.slice(-4);
		expect(await open(me, BOB, late[0]!)).toBe('6 0');
		expect(await open(me, BOB, late[3]!)).toBe('6 3');
		await expect(open(me, BOB, sealed.at(-6)!)).rejects.toThrow('old counter');
	});

	test.each([
		['a chain key that is too long', { chainKey: Buffer.alloc(60_000) }],
		['no chain key', { chainKey: undefined }],
		['a signing key that is too long', { signingKey: Buffer.alloc(60_000) }],
	])('cannot hand out %s', async (_what, change) => {
		const me = await createEnd('me');
		const { id, iteration, chainKey, signingKey } = proto.SenderKeyDistributionMessage.create({
			id: 1,
			iteration: 0,
			chainKey: Buffer.alloc(32),
			signingKey: Buffer.alloc(33, 5),
			...change,
		});
		const encoded = proto.SenderKeyDistributionMessage.encode({
			id,
			iteration,
			...(chainKey ? { chainKey } : {}),
			signingKey,
		}).finish();
		await expect(give(me, BOB, Buffer.concat([Buffer.of(0x33), encoded]))).rejects.toThrow();
		expect(await recordOf(me, BOBS)).toHaveLength(0);
	});

	test.each([
		['nobody', 'nobody'],
		['a name without end', `${'1'.repeat(60_000)}@g.us`],
		['a person', BOB],
	])('cannot hand out a key for %s in place of a group', async (_what, groupId) => {
		const me = await createEnd('me');
		const bob = await createEnd('bob');
		const axolotlSenderKeyDistributionMessage = await distributionOf(bob, BOB);
		const item = { groupId, axolotlSenderKeyDistributionMessage };
		await expect(
			me.repository.processSenderKeyDistributionMessage({ item, authorJid: BOB }),
		).rejects.toThrow('No sender key');
	});
});
