import type { BinaryNode } from '@whiskeysockets/baileys';
import { Readable } from 'node:stream';
import { png } from '../support/files';
import { unreadableStatus } from '../simulator';
import {
	BOB,
	collect,
	linkAnother,
	OWNER,
	send,
	text,
	untilConnected,
	type Bench,
	type Collected,
	useBench,
	untilAcked,
} from './support';

const OTHER = '5511900000005';

/** One thing that goes wrong stays one thing. */
describe('isolation', () => {
	const bench = useBench();

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
		const skipping = setInterval(() => bench.clock.skip(stepMs), 200);
		try {
			await coming;
		} finally {
			clearInterval(skipping);
		}
	}

	test('corrupt and meaningless stanzas are survived: what follows is delivered', async () => {
		const events = await collect(bench, ['message.incoming']);
		bench.simulator.script(OWNER, ...junk());
		const id = await bench.bob.sendText(OWNER, 'after the junk');
		await events.next('message.incoming', ({ messageId }) => messageId === id);
		expect(events.all).toHaveLength(1);
		expect(await bench.host.request(bench.account, 'session.status', {})).toMatchObject({
			connected: true,
		});
		await events.close();
	});

	describe('trouble of one account is none of another:', () => {
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
			const contact = bench.bob;
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

		test('what comes in is junk', async () => {
			const events = await collect(bench, ['message.incoming']);
			const contact = bench.bob;
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
			expect(bench.bob.received.some(({ id }) => id === messageId)).toBe(false);
			hang.release();
			await bench.bob.waitForMessage(messageId);
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
			await bench.clock.timerOf(2_000);
			const waits = await bench.host.request(bench.account, 'queue.getMany', { limit: 5 });
			expect(waits).toMatchObject([{ messageId, status: 'QUEUED' }]);
			const stanzas = simulator.traffic
				.entries(OWNER)
				.filter(({ stanza }) => stanza.tag === 'message' && stanza.attrs.id === messageId);
			expect(stanzas).toEqual([]);
			empty.release();
			bench.clock.skip(2_000);
			await stranger.waitForMessage(messageId);
		},
	);

	describe('a request to send again', () => {
		const EVE = '5511900000077';
		const watching: (() => void)[] = [];
		afterEach(() => watching.splice(0).forEach((stop) => stop()));

		/** As a device of somebody's sends it. */
		function ask(id: string, from: string, count: number, more: Record<string, string> = {}): void {
			bench.simulator.script(OWNER, {
				tag: 'receipt',
				attrs: { id, from, type: 'retry', ...more },
				content: [
					{ tag: 'retry', attrs: { v: '1', count: String(count), id, t: '1' } },
					{ tag: 'registration', attrs: {}, content: Buffer.from([0, 0, 0, 1]) },
				],
			});
		}

		/** What the companion says about a message from here on. */
		function watch(id: string): { messages: BinaryNode[]; acks: () => number } {
			bench.simulator.traffic.clear();
			const messages: BinaryNode[] = [];
			let acks = 0;
			const stop = bench.simulator.traffic.subscribe(({ direction, stanza }) => {
				const { tag, attrs } = stanza;
				if (direction !== 'in' || attrs.id !== id) return;
				if (tag === 'message') messages.push(stanza);
				if (tag === 'ack' && attrs.type === 'retry') acks++;
			});
			watching.push(stop);
			return { messages, acks: () => acks };
		}

		async function untilAllAcked(watched: { acks: () => number }, count: number): Promise<void> {
			await bench.simulator.traffic.waitFor(() => watched.acks() >= count);
		}

		async function sent(to: string, words: string, number = BOB): Promise<string> {
			const { messageId } = await send(bench, text(to, words));
			await (await bench.simulator.contact(number)).waitForMessage(messageId);
			return messageId;
		}

		test('for an ID that is not ours, or that went to somebody else, is acknowledged, and nobody is asked for keys', async () => {
			const eve = await bench.simulator.contact(EVE);
			await sent(EVE, 'known', EVE);
			const id = await sent(BOB, 'for Bob');
			const unknown = watch('3EB0UNKNOWN');
			const strange = watch(id);
			for (const from of [eve.jid, eve.lid]) {
				ask('3EB0UNKNOWN', from, 1);
				ask(id, from, 1);
			}
			await untilAllAcked(unknown, 2);
			await untilAllAcked(strange, 2);
			expect([...unknown.messages, ...strange.messages]).toEqual([]);
			expect(eve.received.map(({ text: words }) => words)).not.toContain('for Bob');
			expect(keyQueries()).toBe(0);
		});

		test.each(['a text', 'a poll'])(
			'for %s is answered once in a minute, whatever it counts, and each is acknowledged',
			async (kind) => {
				const contact = bench.bob;
				const { messageId } = await send(bench, {
					...text(BOB, 'again and again'),
					...(kind === 'a poll' && {
						content: { type: 'poll', question: 'When?', options: ['Mon', 'Tue'], selectable: 1 },
					}),
				});
				await contact.waitForMessage(messageId);
				const watched = watch(messageId);
				const counts = [1, 1, 2, 7, 3];
				counts.forEach((count, i) => ask(messageId, i % 2 ? contact.lid : contact.jid, count));
				await untilAllAcked(watched, counts.length);
				expect(watched.messages).toHaveLength(1);
				bench.clock.skip(60_000);
				await contact.requestRetry(messageId);
				await contact.waitForMessage(({ id, copies }) => id === messageId && copies === 3);
				expect(watched.messages).toHaveLength(2);
			},
		);

		test('from the phones of a group is answered to each alone, and nobody else gets anything', async () => {
			const contact = bench.bob;
			const eve = await bench.simulator.contact(EVE);
			const { id: group } = await bench.simulator.group({
				subject: 'Who asks',
				members: [BOB, EVE, OWNER],
			});
			const id = await sent(group, 'to all');
			await eve.waitForMessage(id);
			const watched = watch(id);
			for (let count = 1; count <= 5; count++) {
				ask(id, group, count, { participant: contact.jid });
			}
			await untilAllAcked(watched, 5);
			expect(watched.messages.map(({ attrs }) => [attrs.to, attrs.participant])).toEqual([
				[group, contact.jid],
			]);
			const copiesOf = ({ received }: typeof eve) => received.find((one) => one.id === id)?.copies;
			await contact.waitForMessage((one) => one.id === id && one.copies === 2);
			expect(copiesOf(eve)).toBe(1);
			// Neither does anybody get the sender key anew with the next message.
			bench.simulator.traffic.clear();
			const next = await sent(group, 'the next');
			await eve.waitForMessage(next);
			const { stanza } = await bench.simulator.traffic.waitFor(
				(entry) => entry.stanza.tag === 'message' && entry.stanza.attrs.id === next,
			);
			const keyed = JSON.stringify(stanza).match(/"tag":"to"/g) ?? [];
			expect(keyed.length).toBeLessThanOrEqual(1);
		});

		test('from devices that do not exist ends after some, and sends nothing', async () => {
			const id = await sent(BOB, 'to many devices');
			const watched = watch(id);
			for (let device = 1; device <= 200; device++) {
				ask(id, `${BOB}:${device}@s.whatsapp.net`, 1);
			}
			await untilAllAcked(watched, 200);
			expect(watched.messages).toEqual([]);
			expect(keyQueries()).toBeLessThanOrEqual(10);
			const contact = bench.bob;
			const after = await send(bench, text(BOB, 'all is well'));
			await contact.waitForMessage(after.messageId);
		}, 120_000);

		const keyQueries = () =>
			bench.simulator.traffic
				.entries(OWNER)
				.filter(
					({ direction, stanza: { tag, attrs } }) =>
						direction === 'in' && tag === 'iq' && attrs.xmlns === 'encrypt' && attrs.type === 'get',
				).length;
	});

	test('a status that nobody can open is asked for again, and holds back nothing that waits for the next login', async () => {
		const events = await collect(bench, ['message.incoming']);
		const { faults, traffic } = bench.simulator;
		const contact = bench.bob;
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
		const contact = bench.bob;
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
