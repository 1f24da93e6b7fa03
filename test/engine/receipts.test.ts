import { aggregatedReceipt, receiptFor } from '../simulator';
import { BOB, collect, OWNER, send, text, type Collected, useBench } from './support';

const MEMBERS = Array.from({ length: 20 }, (_, i) => `55119000001${String(i).padStart(2, '0')}`);

/** Status truth: whatever WhatsApp sends about our messages, in whichever order and form. */
describe('receipts', () => {
	const bench = useBench();
	let events: Collected;
	let lid: string;

	beforeAll(async () => {
		bench.bob.autoDeliver = false;
		lid = bench.bob.lid;
	});
	beforeEach(async () => {
		events = await collect(bench, [
			'message.sent',
			'message.received',
			'message.read',
			'message.played',
			'message.failed',
			'message.incoming',
		]);
	});
	afterEach(() => events.close());

	/** A message that WhatsApp has taken and nobody has answered for. */
	async function sent(): Promise<string> {
		const { messageId } = await send(bench, text(BOB, 'receipts'));
		await events.next('message.sent', (event) => event.messageId === messageId);
		return messageId;
	}

	const stepsOf = (id: string) =>
		events.all
			.filter((event) => 'messageId' in event && event.messageId === id)
			.map(({ event }) => event.replace('message.', ''));

	/** Waits until the engine has taken what was scripted: stanzas of one socket keep their order. */
	async function settled(): Promise<void> {
		const marker = await bench.bob.sendText(OWNER, 'that was all');
		await events.next('message.incoming', ({ messageId }) => messageId === marker);
	}

	const pn = `${BOB}@s.whatsapp.net`;
	const own = `${OWNER}@s.whatsapp.net`;

	test.each([
		['received, then read', ['', 'read'], ['sent', 'received', 'read']],
		['read, then received: never back', ['read', ''], ['sent', 'received', 'read']],
		['read only: the step before is filled in', ['read'], ['sent', 'received', 'read']],
		['played only', ['played'], ['sent', 'received', 'read', 'played']],
		['inactive only', ['inactive'], ['sent', 'received']],
		[
			'everything twice',
			['', '', 'read', 'read', 'played', 'played'],
			['sent', 'received', 'read', 'played'],
		],
		['the own other device, and reading by ourselves', ['sender', 'read-self'], ['sent']],
		['kinds that say nothing', ['hist_sync', 'peer_msg', 'server-error'], ['sent']],
	])('count as what they say: %s', async (_, types, steps) => {
		const id = await sent();
		for (const type of types) {
			const isOwn = type === 'sender' || type === 'read-self';
			const from = isOwn ? own : pn;
			bench.simulator.script(
				OWNER,
				receiptFor([id], { from, ...(type && { type }), ...(isOwn && { recipient: pn }) }),
			);
		}
		await settled();
		expect(stepsOf(id)).toEqual(steps);
	});

	test.each([
		['by LID', () => lid],
		['by a device of the phone number', () => `${BOB}:7@s.whatsapp.net`],
		['by a device of the LID', () => lid.replace('@', ':7@')],
	])('count when they are addressed %s', async (_, from) => {
		const id = await sent();
		bench.simulator.script(OWNER, receiptFor([id], { from: from(), type: 'read' }));
		await settled();
		expect(stepsOf(id)).toEqual(['sent', 'received', 'read']);
	});

	test('a batch of 50 counts for each, as one execution, and IDs that are not ours for nothing', async () => {
		const ids: string[] = [];
		for (let i = 0; i < 50; i++) ids.push(await sent());
		const batches: string[][] = [];
		const handle = await bench.host.subscribe(
			bench.account,
			{ events: ['message.read'], start: 'now' },
			async ({ events: batch }) => {
				batches.push(batch.map((event) => ('messageId' in event ? event.messageId : '')));
			},
		);
		bench.simulator.script(OWNER, receiptFor([...ids, 'NOT-OURS'], { from: pn, type: 'read' }));
		await settled();
		for (const id of ids) expect(stepsOf(id)).toEqual(['sent', 'received', 'read']);
		expect(events.all.some((event) => 'messageId' in event && event.messageId === 'NOT-OURS')).toBe(
			false,
		);
		expect(batches).toEqual([ids]);
		await handle.close();
	});

	test('a receipt before the acknowledgement proves that it was sent', async () => {
		const held = bench.simulator.faults.withholdAck();
		const { messageId } = await send(bench, text(BOB, 'fast reader'));
		await bench.bob.waitForMessage(messageId);
		bench.simulator.script(OWNER, receiptFor([messageId], { from: pn, type: 'read' }));
		await settled();
		held.release();
		await settled();
		expect(stepsOf(messageId)).toEqual(['sent', 'received', 'read']);
	});

	test('in a group each of twenty participants counts once, and the message as far as the last of them', async () => {
		const group = await bench.simulator.group({
			subject: 'Twenty',
			owner: OWNER,
			members: [OWNER, ...MEMBERS],
		});
		for (const number of MEMBERS) (await bench.simulator.contact(number)).autoDeliver = false;
		const { messageId } = await send(bench, text(group.id, 'to all'));
		await events.next('message.sent', (event) => event.messageId === messageId);

		const script = (number: string, type?: string) =>
			bench.simulator.script(
				OWNER,
				receiptFor([messageId], {
					from: group.id,
					participant: `${number}:3@s.whatsapp.net`,
					...(type && { type }),
				}),
			);
		const status = async () =>
			await bench.host.request(bench.account, 'message.wait', {
				messageId,
				status: 'SENT',
				timeoutMs: 120_000,
			});
		const [first = '', ...others] = MEMBERS;
		script(first);
		script(first);
		await settled();
		expect(await status()).toMatchObject({ status: 'SENT' });
		for (const number of others) script(number);
		await settled();
		expect(await status()).toMatchObject({ status: 'RECEIVED', readAt: null });
		for (const number of MEMBERS) script(number, 'read');
		await settled();
		expect(await status()).toMatchObject({ status: 'READ' });

		const received = events.all.filter(
			(event) => event.event === 'message.received' && event.messageId === messageId,
		);
		expect(received).toHaveLength(20);
		expect(received[0]).toMatchObject({
			participant: { phone: first },
			chat: { id: group.id, type: 'group' },
			progress: { participants: 20, deliveredTo: 1, readBy: 0 },
		});
		const read = events.all.filter(
			(event) => event.event === 'message.read' && event.messageId === messageId,
		);
		expect(read).toHaveLength(20);
		expect(read.at(-1)).toMatchObject({ progress: { deliveredTo: 20, readBy: 20 } });
	});

	describe('of several participants of a group in one', () => {
		const [ANN = '', BEN = ''] = MEMBERS;
		let group: string;

		beforeAll(async () => {
			const found = await bench.simulator.group({
				subject: 'Three',
				owner: OWNER,
				members: [ANN, BEN],
			});
			group = found.id;
			for (const number of [ANN, BEN]) (await bench.simulator.contact(number)).autoDeliver = false;
		});

		async function sentToGroup(): Promise<string> {
			const { messageId } = await send(bench, text(group, 'to both'));
			await events.next('message.sent', (event) => event.messageId === messageId);
			return messageId;
		}
		const status = (messageId: string) =>
			bench.host.request(bench.account, 'message.wait', {
				messageId,
				status: 'SENT',
				timeoutMs: 1_000,
			});
		const jid = (number: string) => `${number}:3@s.whatsapp.net`;
		const readBy = (messageId: string) =>
			events.all.flatMap((event) =>
				event.event === 'message.read' && event.messageId === messageId
					? [[event.participant?.phone, event.timestamp]]
					: [],
			);
		const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

		test('each counts with their own time, for each message, as one execution', async () => {
			const [first, second] = [await sentToGroup(), await sentToGroup()];
			const t = Math.floor(Date.now() / 1_000);
			const batches: number[] = [];
			const handle = await bench.host.subscribe(
				bench.account,
				{ events: ['message.read'], start: 'now' },
				async ({ events: batch }) => void batches.push(batch.length),
			);
			const users = [
				{ key: first, jid: jid(ANN), t: String(t + 1) },
				{ key: first, jid: jid(BEN), t: String(t + 2) },
				{ key: second, jid: jid(BEN), t: String(t + 3) },
				{ key: first, jid: own, t: String(t + 4) },
			];
			bench.simulator.script(OWNER, aggregatedReceipt({ from: group, type: 'read' }, users));
			await settled();
			expect(readBy(first)).toEqual([
				[ANN, iso(t + 1)],
				[BEN, iso(t + 2)],
			]);
			expect(readBy(second)).toEqual([[BEN, iso(t + 3)]]);
			expect(batches).toEqual([3]);
			expect(await status(first)).toMatchObject({ status: 'READ' });
			expect(await status(second)).toMatchObject({ status: 'SENT' });
			expect(
				events.all.findLast((event) => 'messageId' in event && event.messageId === second),
			).toMatchObject({ progress: { participants: 2, deliveredTo: 1, readBy: 1 } });
			await handle.close();
		});

		test('as a server makes them of single ones', async () => {
			const { faults, traffic } = bench.simulator;
			const messageId = await sentToGroup();
			const aggregated = faults.aggregateReceipts(OWNER);
			for (const number of [ANN, BEN]) {
				const contact = await bench.simulator.contact(number);
				await contact.waitForMessage(messageId);
				await contact.read(messageId);
			}
			await settled();
			expect(stepsOf(messageId)).toEqual(['sent']);
			traffic.clear();
			aggregated.release();
			await events.next('message.read', () => readBy(messageId).length === 2);
			expect(stepsOf(messageId)).toEqual(['sent', 'received', 'received', 'read', 'read']);
			expect(await status(messageId)).toMatchObject({ status: 'READ' });
			const receipts = traffic
				.entries(OWNER)
				.filter(({ direction, stanza }) => direction === 'out' && stanza.tag === 'receipt');
			expect(receipts).toHaveLength(1);
		});

		test.each(['', 'read', 'played'])(
			'of type "%s" that names nobody moves nothing',
			async (type) => {
				const messageId = await sentToGroup();
				for (const from of [group, pn, 'status@broadcast']) {
					bench.simulator.script(OWNER, receiptFor([messageId], { from, ...(type && { type }) }));
				}
				await settled();
				expect(stepsOf(messageId)).toEqual(['sent']);
				expect(await status(messageId)).toMatchObject({ status: 'SENT' });
			},
		);
	});
});
