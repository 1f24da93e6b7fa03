import type { EventBatch } from '../../engine/gateway/contract';
import { BOB, collect, OWNER, send, text, useBench } from './support';

/** What n8n does with triggers, under traffic. */
describe('triggers', () => {
	const bench = useBench();

	test('published anew a hundred times under traffic: nothing is lost or doubled, and the connection stays', async () => {
		const logins = bench.simulator.statistics(OWNER).logins;
		const seen = new Map<string, number>();
		const taken: string[] = [];
		let done = () => {};
		const all = new Promise<void>((resolve) => (done = resolve));
		// n8n's deduplication key: a second copy of a batch starts no execution.
		const listener = async ({ batchId, events }: EventBatch) => {
			seen.set(batchId, (seen.get(batchId) ?? 0) + 1);
			await new Promise((resolve) => setImmediate(resolve));
			for (const event of events) if ('text' in event) taken.push(event.text ?? '');
			if (taken.length === 201) done();
		};
		const subscribe = (start: 'now' | 'resume') =>
			bench.host.subscribe(
				bench.account,
				{ durableId: 'workflow:trigger', events: ['message.incoming'], start },
				listener,
			);
		const contact = bench.bob;
		let trigger = await subscribe('now');
		for (let i = 0; i < 100; i++) {
			const manual = await collect(bench, ['message.incoming']);
			await contact.sendText(OWNER, `traffic ${i}`);
			await trigger.close();
			await contact.sendText(OWNER, `between ${i}`);
			await manual.next('message.incoming', (event) => event.text === `traffic ${i}`);
			trigger = await subscribe('resume');
			await manual.close();
		}
		await contact.sendText(OWNER, 'the last one');
		await all;

		const expected = Array.from({ length: 100 }, (_, i) => [`traffic ${i}`, `between ${i}`]).flat();
		expect(taken.toSorted()).toEqual([...expected, 'the last one'].toSorted());
		expect([...seen.values()].every((times) => times === 1)).toBe(true);
		expect(bench.simulator.statistics(OWNER).logins).toBe(logins);
		await trigger.close();
	});

	test('several triggers on one account each get every event they asked for', async () => {
		const statuses = await collect(bench, ['message.sent', 'message.received'], {
			durableId: 'a:1',
		});
		const everything = await collect(bench, undefined, { durableId: 'b:1' });
		const incoming = await collect(bench, ['message.incoming'], { durableId: 'b:2' });
		const { messageId } = await send(bench, text(BOB, 'to all triggers'));
		await bench.bob.waitForMessage(messageId);
		const answer = await bench.bob.sendText(OWNER, 'from Bob');
		await incoming.next('message.incoming', (event) => event.messageId === answer);
		await everything.next('message.incoming', (event) => event.messageId === answer);
		await statuses.next('message.received', (event) => event.messageId === messageId);
		const types = ({ all }: typeof statuses) => all.map(({ event }) => event);
		expect(types(statuses)).toEqual(['message.sent', 'message.received']);
		expect(types(incoming)).toEqual(['message.incoming']);
		expect(types(everything).toSorted()).toEqual([
			'message.incoming',
			'message.received',
			'message.sent',
		]);
		for (const trigger of [statuses, everything, incoming]) await trigger.close();
	});

	test('events of the time without n8n are handed over when it is back; published anew starts from now', async () => {
		const trigger = await collect(bench, ['message.incoming'], { durableId: 'c:1' });
		const contact = bench.bob;
		await trigger.close();
		const missed = await contact.sendText(OWNER, 'while n8n was away');
		const witness = await collect(bench, ['message.incoming'], {
			durableId: 'c:2',
			start: 'resume',
		});
		await contact.settled();
		await bench.restart();
		const resumed = await collect(bench, ['message.incoming'], {
			durableId: 'c:1',
			start: 'resume',
		});
		await resumed.next('message.incoming', ({ messageId }) => messageId === missed);
		await resumed.close();

		await contact.sendText(OWNER, 'of no interest');
		const other = await collect(bench, ['message.incoming'], { durableId: 'c:2', start: 'resume' });
		await other.next('message.incoming', (event) => event.text === 'of no interest');
		const anew = await collect(bench, ['message.incoming'], { durableId: 'c:1', start: 'now' });
		const next = await contact.sendText(OWNER, 'from now on');
		await anew.next('message.incoming', ({ messageId }) => messageId === next);
		expect(anew.all).toHaveLength(1);
		for (const one of [anew, other, witness]) await one.close();
	});

	test('a trigger that cannot take an event gets it again, and the others are not held up', async () => {
		let refusals = 0;
		const refusing = await bench.host.subscribe(
			bench.account,
			{ durableId: 'd:1', events: ['message.incoming'], start: 'now' },
			async () => {
				refusals++;
				throw new Error('n8n could not start the workflow');
			},
		);
		const contact = bench.bob;
		const others = await collect(bench, ['message.incoming']);
		for (let i = 0; i < 5; i++) await contact.sendText(OWNER, `refused ${i}`);
		await others.next('message.incoming', (event) => event.text === 'refused 4');
		expect(refusals).toBe(5);
		await refusing.close();
		const again = await collect(bench, ['message.incoming'], { durableId: 'd:1', start: 'resume' });
		bench.clock.skip(5_000);
		await again.next('message.incoming', (event) => event.text === 'refused 4');
		expect(again.all).toHaveLength(5);
		for (const one of [again, others]) await one.close();
	});
});
