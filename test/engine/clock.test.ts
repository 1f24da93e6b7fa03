import { createSkippingClock } from '../support/skipping-clock';
import { BOB, collect, link, OWNER, send, text, untilConnected, useBench } from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** WhatsApp's clock is right: the simulator's. */
describe('a computer whose clock is wrong', () => {
	const bench = useBench({ each: true, linked: false });

	async function open(wrongBy: number): Promise<void> {
		bench.clock.shift(wrongBy);
		await link(bench);
	}

	const restart = async (wrongBy: number) => {
		const clock = createSkippingClock();
		clock.shift(wrongBy);
		await bench.restart(clock);
	};

	test.each([
		['15 minutes ahead', 16 * MINUTE],
		['8 days ahead', 8 * DAY],
		['an hour behind', -HOUR],
		['at 1970', -Date.now()],
	])('%s: messages can be edited and deleted, and have their real times', async (_, wrongBy) => {
		await open(wrongBy);
		const { bob } = bench;
		const before = Date.now() - 2_000;
		const { messageId } = await send(bench, text(BOB, 'helo'));
		await bob.waitForMessage(messageId);
		const target = { messageId };
		const edit = await send(
			bench,
			text(BOB, '', { content: { type: 'editText', target, text: 'hello' } }),
		);
		await bob.waitForMessage(edit.messageId);
		const deletion = await send(bench, text(BOB, '', { content: { type: 'delete', target } }));
		await bob.waitForMessage(deletion.messageId);
		expect(Date.parse(edit.queuedAt)).toBeGreaterThanOrEqual(before);
		expect(Date.parse(edit.queuedAt)).toBeLessThan(Date.now() + 60 * MINUTE);
	});

	test('an edit that is asked for while the number is offline is not refused for its age either', async () => {
		await open(0);
		const { bob } = bench;
		const { messageId } = await send(bench, text(BOB, 'helo'));
		await bob.waitForMessage(messageId);
		bench.simulator.faults.refuseConnections(true);
		await restart(DAY);
		const target = { messageId };
		const edit = text(BOB, '', { content: { type: 'editText', target, text: 'hello' } });
		expect(await send(bench, edit)).toMatchObject({ status: 'QUEUED' });
	});

	test('8 days ahead: what a trigger has not taken is kept until it has', async () => {
		await open(0);
		const { bob } = bench;
		const subscription = { durableId: 'workflow:trigger', start: 'resume' } as const;
		const before = await collect(bench, ['message.incoming'], subscription);
		await before.close();
		const seen = await collect(bench, ['message.incoming']);
		const id = await bob.sendText(OWNER, 'for later');
		await seen.next('message.incoming', ({ messageId }) => messageId === id);
		await restart(8 * DAY);
		await untilConnected(bench);
		// It is looked every ten minutes for what is old.
		for (let look = 0; look < 3; look++) bench.clock.skip(10 * MINUTE);
		const after = await collect(bench, ['message.incoming'], subscription);
		await after.next('message.incoming', ({ messageId }) => messageId === id);
		await after.close();
	});

	test('8 days ahead from one moment to the next: nothing is forgotten, and the connection stays', async () => {
		await open(0);
		const { bob } = bench;
		const { messageId } = await send(bench, text(BOB, 'helo'));
		await bob.waitForMessage(messageId);
		const logins = bench.simulator.statistics(OWNER).logins;
		bench.clock.shift(8 * DAY);
		bench.clock.skip(10 * MINUTE);
		const target = { messageId };
		await send(bench, text(BOB, '', { content: { type: 'editText', target, text: 'hello' } }));
		const status = { messageId };
		expect(await bench.host.request(bench.account, 'message.status', status)).toMatchObject({
			messageId,
		});
		expect(bench.simulator.statistics(OWNER).logins).toBe(logins);
	});
});
