import type { BinaryNode } from '@whiskeysockets/baileys';
import { Readable } from 'node:stream';
import { png } from '../support/files';
import { unreadableStatus } from '../simulator';
import { createSkippingClock, type SkippingClock } from '../support/skipping-clock';
import {
	BOB,
	collect,
	link,
	linkAnother,
	openBench,
	OWNER,
	send,
	text,
	untilConnected,
	type Bench,
	type Collected,
	untilAcked,
} from './support';

const OTHER = '5511900000005';

/** One thing that goes wrong stays one thing. */
describe('isolation', () => {
	let bench: Bench;
	let clock: SkippingClock;

	beforeAll(async () => {
		clock = createSkippingClock();
		bench = await openBench({}, clock);
		await link(bench);
		await bench.simulator.contact(BOB);
	});
	afterAll(() => bench.close());
	afterEach(() => bench.simulator.faults.clear());

	const bob = () => bench.simulator.contact(BOB);

	/** Stanzas that no one can make anything of. */
	function junk(): BinaryNode[] {
		const from = `${BOB}@s.whatsapp.net`;
		const message = (id: string, type: string, content: Uint8Array): BinaryNode => ({
			tag: 'message',
			attrs: { id, from, type: 'text' },
			content: [{ tag: 'enc', attrs: { v: '2', type }, content }],
		});
		return [
			message('C1', 'msg', Buffer.from('junk')),
			message('C2', 'pkmsg', Buffer.alloc(0)),
			message('C3', 'nonsense', Buffer.alloc(9)),
			{ tag: 'message', attrs: { id: 'C4', from: 'nobody', type: 'text' }, content: [] },
			{ tag: 'receipt', attrs: { id: 'C5', from } },
			{ tag: 'notification', attrs: { id: 'C6', from, type: 'of another time' }, content: [] },
		];
	}

	/** Skips time again and again, however long the pauses are, until it has come. */
	async function skippingUntil(coming: Promise<unknown>, stepMs: number): Promise<void> {
		const skipping = setInterval(() => clock.skip(stepMs), 200);
		try {
			await coming;
		} finally {
			clearInterval(skipping);
		}
	}

	test('corrupt and meaningless stanzas are survived: what follows is delivered', async () => {
		const events = await collect(bench, ['message.incoming']);
		bench.simulator.script(OWNER, ...junk());
		const id = await (await bob()).sendText(OWNER, 'after the junk');
		await events.next('message.incoming', ({ messageId }) => messageId === id);
		expect(events.all).toHaveLength(1);
		expect(await bench.host.request(bench.account, 'session.status', {})).toMatchObject({
			connected: true,
		});
		await events.close();
	});

	describe('two accounts: trouble of one is none of the other', () => {
		let second: Bench;
		let heard: Collected;

		beforeAll(async () => {
			second = await linkAnother(bench, OTHER);
		});
		beforeEach(async () => {
			await untilConnected(second);
			heard = await collect(second, ['message.incoming', 'session.disconnected']);
		});
		afterEach(() => heard.close());

		/** The other number sends and hears, and its connection stays. */
		async function isWell(): Promise<void> {
			const contact = await bob();
			const { messageId } = await send(second, text(BOB, 'from the other number'));
			await contact.waitForMessage(messageId);
			const answer = await contact.sendText(OTHER, 'to the other number');
			await heard.next('message.incoming', (event) => event.messageId === answer);
			expect(heard.all.filter(({ event }) => event === 'session.disconnected')).toEqual([]);
		}

		test('WhatsApp turns it away (503)', async () => {
			bench.simulator.faults.failure(OWNER, 503, 1_000);
			bench.simulator.faults.dropConnections(OWNER);
			await isWell();
			const first = await bench.host.request(bench.account, 'session.status', {});
			expect(first).toMatchObject({ state: 'LINKED', connected: false });
			bench.simulator.faults.clear();
			await skippingUntil(untilConnected(bench), 60_000);
		});

		test('what comes in is junk: it holds up nothing', async () => {
			const events = await collect(bench, ['message.incoming']);
			const contact = await bob();
			for (const words of ['before the junk', 'after the junk']) {
				const id = await contact.sendText(OWNER, words);
				await events.next('message.incoming', ({ messageId }) => messageId === id);
				for (let i = 0; i < 100; i++) bench.simulator.script(OWNER, ...junk());
				await isWell();
			}
			await events.close();
		});

		test('the media host does not answer', async () => {
			const hang = bench.simulator.faults.hangMediaUpload();
			const asked = bench.simulator.traffic.waitFor(
				({ number, stanza }) => number === OWNER && stanza.attrs.xmlns === 'w:m',
			);
			const file = Readable.from([png()]);
			const { mediaId } = await bench.host.storeMedia(bench.account, { kind: 'image' }, file);
			const content = { type: 'image', mediaId } as const;
			const { messageId } = await send(bench, { ...text(BOB, ''), content });
			await asked;
			await isWell();
			expect((await bob()).received.some(({ id }) => id === messageId)).toBe(false);
			hang.release();
			await (await bob()).waitForMessage(messageId);
		});
	});

	test.each(['person', 'group'] as const)(
		'WhatsApp does not tell the devices of the recipient, a %s: the message waits and is sent to them later',
		async (kind) => {
			const { simulator } = bench;
			const stranger = await simulator.contact(
				kind === 'person' ? '5511900000006' : '5511900000008',
			);
			const members = [OWNER, stranger.number];
			const to =
				kind === 'person'
					? stranger.number
					: (await simulator.group({ subject: 'Two', owner: stranger.number, members })).id;
			const empty = simulator.faults.emptyDevices(stranger.number);
			const { messageId } = await send(bench, text(to, 'where are you?'));
			await clock.timerOf(2_000);
			const waits = await bench.host.request(bench.account, 'queue.getMany', { limit: 5 });
			expect(waits).toMatchObject([{ messageId, status: 'QUEUED' }]);
			const stanzas = simulator.traffic
				.entries(OWNER)
				.filter(({ stanza }) => stanza.tag === 'message' && stanza.attrs.id === messageId);
			expect(stanzas).toEqual([]);
			empty.release();
			clock.skip(2_000);
			await stranger.waitForMessage(messageId);
		},
	);

	test('a request to send again for an ID that is not ours is answered with nothing', async () => {
		const contact = await bob();
		const known = await send(bench, text(BOB, 'known'));
		await contact.waitForMessage(known.messageId);
		bench.simulator.script(OWNER, {
			tag: 'receipt',
			attrs: { id: '3EB0UNKNOWN', from: contact.jid, type: 'retry' },
			content: [
				{ tag: 'retry', attrs: { v: '1', count: '1', id: '3EB0UNKNOWN', t: '1' } },
				{ tag: 'registration', attrs: {}, content: Buffer.from([0, 0, 0, 1]) },
			],
		});
		const next = await send(bench, text(BOB, 'the next one'));
		await contact.waitForMessage(next.messageId);
		expect(contact.received.some(({ id }) => id === '3EB0UNKNOWN')).toBe(false);
	});

	test('a status that nobody can open is asked for again, and holds back nothing that waits for the next login', async () => {
		const events = await collect(bench, ['message.incoming']);
		const { faults, traffic } = bench.simulator;
		const contact = await bob();
		bench.simulator.script(OWNER, unreadableStatus('UNREADABLE', contact.jid));
		const ack = await untilAcked(bench.simulator, { id: 'UNREADABLE' });
		expect(ack.attrs.error).toBeUndefined();

		expect(
			traffic
				.entries(OWNER)
				.filter((entry) => entry.stanza.attrs.id === 'UNREADABLE' && entry.direction === 'in')
				.map((entry) => [entry.stanza.tag, entry.stanza.attrs.type]),
		).toEqual([
			['receipt', 'retry'],
			['ack', 'text'],
		]);
		faults.refuseConnections(true);
		faults.dropConnections(OWNER);
		const id = await contact.sendText(OWNER, 'behind the status');
		faults.refuseConnections(false);
		await skippingUntil(
			events.next('message.incoming', ({ messageId }) => messageId === id),
			10_000,
		);
		await events.close();
	});

	test('the connection breaks in the middle of what waited: everything comes once, in order', async () => {
		const contact = await bob();
		const events = await collect(bench, ['message.incoming']);
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		const words = Array.from({ length: 40 }, (_, i) => `waited ${i}`);
		for (const one of words) await contact.sendText(OWNER, one);
		const third = bench.simulator.traffic
			.waitFor(
				({ stanza, direction }) =>
					direction === 'in' &&
					stanza.tag === 'receipt' &&
					stanza.attrs.id === contact.sent.at(-38)?.id,
			)
			.then(() => bench.simulator.faults.dropConnections(OWNER));
		bench.simulator.faults.refuseConnections(false);
		const last = events.next('message.incoming', (event) => event.text === 'waited 39');
		await skippingUntil(Promise.all([third, last]), 10_000);
		expect(events.all.map((event) => 'text' in event && event.text)).toEqual(words);
		await events.close();
	});
});
