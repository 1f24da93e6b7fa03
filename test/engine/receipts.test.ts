import { receiptFor } from '../simulator';
import {
	BOB,
	collect,
	link,
	openBench,
	OWNER,
	send,
	text,
	type Bench,
	type Collected,
} from './support';

const MEMBERS = Array.from({ length: 20 }, (_, i) => `55119000001${String(i).padStart(2, '0')}`);

/** Status truth: whatever WhatsApp sends about our messages, in whichever order and form. */
describe('receipts', () => {
	let bench: Bench;
	let events: Collected;
	let lid: string;

	beforeAll(async () => {
		bench = await openBench();
		await link(bench);
		const bob = await bench.simulator.contact(BOB);
		bob.autoDeliver = false;
		lid = bob.lid;
	});
	afterAll(() => bench.close());
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
	afterEach(async () => {
		await events.close();
		bench.simulator.faults.clear();
	});

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
		const bob = await bench.simulator.contact(BOB);
		const marker = await bob.sendText(OWNER, 'that was all');
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
	])('%s', async (_, types, steps) => {
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
	])('addressed %s', async (_, from) => {
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
		await (await bench.simulator.contact(BOB)).waitForMessage(messageId);
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
});
