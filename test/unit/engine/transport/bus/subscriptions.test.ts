import {
	ListenerGone,
	type EngineEvent,
	type EventDroppedEvent,
	type EventListener,
} from '../../../../../engine/gateway/contract';
import { deferred, NEVER, SECOND } from '../../support';
import { ACCOUNT, batchOf, createBusBench, type Owner } from './bus-bench';

const WISH = {
	durableId: 'workflow:node',
	events: ['message.incoming' as const],
	start: 'now' as const,
};
const SEEDS = Array.from({ length: 8 }, (_, n) => n + 1);
const BAD = { lost: 0.2, doubled: 0.2, lateMs: 400 };

/** The listener that an owner has for the one subscription there is. */
function listenerOf(owner: Owner) {
	const open = owner.listeners.filter(({ isClosed }) => !isClosed);
	expect(open).toHaveLength(1);
	return open[0]?.listener as EventListener;
}

describe('subscriptions over a bus', () => {
	test.each(SEEDS)(
		'each batch is taken, and n8n gets it once and in order, on a bad bus (seed %i)',
		async (seed) => {
			const bench = createBusBench(seed, BAD);
			const owner = bench.owner();
			await owner.own();
			const seen: string[] = [];
			const subscribed = bench.gateway().subscribe(ACCOUNT, WISH, async ({ batchId }) => {
				seen.push(batchId);
				await bench.clock.sleep(bench.clock.random() * 20 * SECOND);
			});
			await bench.until(subscribed);
			const batches = Array.from({ length: 40 }, (_, n) => batchOf(`batch${n}`));
			await bench.until(Promise.all(batches.map(listenerOf(owner))));
			expect(seen).toEqual(batches.map(({ batchId }) => batchId));
			await bench.clock.advance(60 * SECOND);
			expect(owner.listeners).toHaveLength(1);
		},
	);

	test('the next owner goes on with those who listen, and n8n does not get again what it has', async () => {
		const bench = createBusBench();
		const [first, second] = [bench.owner(), bench.owner()];
		await first.own();
		const { promise, resolve } = deferred();
		const seen: string[] = [];
		const subscribed = bench.gateway().subscribe(ACCOUNT, WISH, async ({ batchId }) => {
			seen.push(batchId);
			if (batchId === 'slow') await promise;
		});
		await bench.until(subscribed);
		expect(first.listeners).toMatchObject([{ subscription: WISH }]);
		await bench.until(listenerOf(first)(batchOf('quick')));
		const lost = listenerOf(first)(batchOf('slow'));
		lost.catch(() => undefined);
		await bench.clock.advance(100);
		first.die();
		await second.own();
		await bench.clock.advance(100);
		expect(second.listeners).toMatchObject([{ subscription: { ...WISH, start: 'resume' } }]);
		const again = ['quick', 'slow', 'next'].map((id) => listenerOf(second)(batchOf(id)));
		await bench.clock.advance(100);
		expect(seen).toEqual(['quick', 'slow', 'next']);
		resolve();
		await bench.until(Promise.all(again));
		expect(seen).toEqual(['quick', 'slow', 'next']);
	});

	test('what n8n refuses is not taken, and it gets it when it comes again', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		let tries = 0;
		const subscribed = bench.gateway().subscribe(ACCOUNT, WISH, async () => {
			if (++tries === 1) throw new Error('n8n has no database');
		});
		await bench.until(subscribed);
		await expect(bench.until(listenerOf(owner)(batchOf('batch')))).rejects.toThrow('Not taken');
		await bench.until(listenerOf(owner)(batchOf('batch')));
		expect(tries).toBe(2);
	});

	test('what was said while the bus was cut off comes as soon as that is connected, and before what is newer', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const seen: string[] = [];
		const subscribed = bench
			.gateway()
			.subscribe(ACCOUNT, WISH, async ({ batchId }) => void seen.push(batchId));
		await bench.until(subscribed);
		bench.bus.setConnected(false);
		const lost = listenerOf(owner)(batchOf('lost'));
		bench.bus.setConnected(true);
		const next = listenerOf(owner)(batchOf('next'));
		await bench.until(Promise.all([lost, next]), SECOND);
		expect(seen).toEqual(['lost', 'next']);
	});

	test('a batch is said in full once, where nothing is lost', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const { promise, resolve } = deferred();
		await bench.until(bench.gateway().subscribe(ACCOUNT, WISH, () => promise));
		const taken = listenerOf(owner)(batchOf('batch'));
		await bench.clock.advance(21 * SECOND);
		const said = bench.bus.published.filter(({ header }) => header.type === 'deliver');
		expect(said.map(({ size }) => size > 0)).toEqual([true, false, false, false, false]);
		resolve();
		await bench.until(taken);
	});

	test('one whose process dies ends after fifteen seconds, and what it had is not taken', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		await bench.until(bench.gateway().subscribe(ACCOUNT, WISH, () => NEVER));
		const taken = expect(listenerOf(owner)(batchOf('batch'))).rejects.toThrow('Not taken');
		await bench.clock.advance(30 * SECOND);
		expect(owner.listeners).toMatchObject([{ isClosed: false }]);
		bench.bus.setConnected(false);
		await bench.clock.advance(14 * SECOND);
		expect(owner.listeners).toMatchObject([{ isClosed: false }]);
		await bench.clock.advance(10 * SECOND);
		await taken;
		expect(owner.listeners).toMatchObject([{ isClosed: true }]);
	});

	test('what a process had that died goes to the next one which has its trigger, as soon as that is there', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const dead = bench.gateway();
		await bench.until(dead.subscribe(ACCOUNT, WISH, () => NEVER));
		const lost = listenerOf(owner)(batchOf('batch'));
		const gone = expect(lost).rejects.toBeInstanceOf(ListenerGone);
		await bench.clock.advance(100);
		await bench.until(
			bench.gateway().subscribe(ACCOUNT, { ...WISH, start: 'resume' }, async () => undefined),
		);
		await gone;
		expect(owner.listeners).toMatchObject([{ isClosed: true }, { isClosed: false }]);
		// What waited for the log meanwhile comes after that.
		const late = owner.listeners[0]?.listener(batchOf('late'));
		await expect(late).rejects.toBeInstanceOf(ListenerGone);
		await bench.until(listenerOf(owner)(batchOf('batch')));
	});

	test.each(['close', 'handOver'] as const)(
		'a gateway that is closed (%s) ends all at once',
		async (end) => {
			const bench = createBusBench();
			const owner = bench.owner();
			await owner.own();
			const gateway = bench.gateway();
			await bench.until(gateway.subscribe(ACCOUNT, WISH, () => NEVER));
			const taken = expect(listenerOf(owner)(batchOf('batch'))).rejects.toThrow('Not taken');
			await gateway[end]();
			await bench.clock.advance(10);
			await taken;
			expect(owner.listeners).toMatchObject([{ isClosed: true }]);
		},
	);

	test('a newer gateway goes on with those who listened, and their handles still end it', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const [older, newer] = [bench.gateway(), bench.gateway()];
		const seen: string[] = [];
		const handle = await bench.until(
			older.subscribe(ACCOUNT, WISH, async ({ batchId }) => void seen.push(batchId)),
		);
		for (const subscriber of await older.handOver()) newer.adopt(subscriber);
		await bench.clock.advance(100);
		await bench.until(listenerOf(owner)(batchOf('batch')));
		expect(seen).toEqual(['batch']);
		await bench.until(handle.close());
		expect(owner.listeners.map(({ isClosed }) => isClosed)).toEqual([true, true]);
		await bench.clock.advance(20 * SECOND);
		expect(owner.listeners).toHaveLength(2);
	});

	test('one that ends where nobody owns the account is not waited for', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const handle = await bench.until(
			bench.gateway().subscribe(ACCOUNT, WISH, async () => undefined),
		);
		owner.die();
		await bench.until(handle.close(), 6 * SECOND);
	});

	test('one that cannot begin is told so, and is not asked for again', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		owner.refusesListeners = 1;
		await owner.own();
		const subscribed = bench.gateway().subscribe(ACCOUNT, WISH, async () => undefined);
		await expect(bench.until(subscribed)).rejects.toMatchObject({ code: 'STORE_FAILED' });
		await bench.clock.advance(60 * SECOND);
		expect(owner.listeners).toEqual([]);
	});

	test('one that began is asked for until it works', async () => {
		const bench = createBusBench();
		const [first, second] = [bench.owner(), bench.owner()];
		await first.own();
		await bench.until(bench.gateway().subscribe(ACCOUNT, WISH, async () => undefined));
		first.die();
		second.refusesListeners = 3;
		await second.own();
		await bench.clock.advance(6 * SECOND);
		expect(second.listeners).toEqual([]);
		await bench.clock.advance(2 * SECOND);
		expect(second.listeners).toHaveLength(1);
	});

	test('of two with one durable ID the later one counts, also with the next owner', async () => {
		const bench = createBusBench();
		const [first, second] = [bench.owner(), bench.owner()];
		await first.own();
		const seen: string[] = [];
		for (const name of ['old leader', 'new leader']) {
			const listener = async () => void seen.push(name);
			await bench.until(bench.gateway().subscribe(ACCOUNT, WISH, listener));
			await bench.clock.advance(100);
		}
		first.die();
		await second.own();
		await bench.clock.advance(30 * SECOND);
		await bench.until((second.listeners.at(-1)?.listener as EventListener)(batchOf('batch')));
		expect(seen).toEqual(['new leader']);
	});

	test('goes on with the settings that n8n told last', async () => {
		const bench = createBusBench();
		const [first, second] = [bench.owner(), bench.owner()];
		await first.own();
		const gateway = bench.gateway();
		await bench.until(gateway.subscribe(ACCOUNT, WISH, async () => undefined));
		const settings = { ...ACCOUNT.settings, minGapMs: 7 };
		await bench.until(gateway.request({ ...ACCOUNT, settings }, 'session.status', {}));
		first.die();
		await second.own();
		await bench.clock.advance(10 * SECOND);
		expect(second.listeners).toMatchObject([{ account: { settings: { minGapMs: 7 } } }]);
	});

	test('what was dropped is told', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const { promise, resolve } = deferred<EngineEvent>();
		await bench.until(bench.gateway().subscribe(ACCOUNT, WISH, async () => undefined, resolve));
		const event = { event: 'event.dropped', reason: 'n8n refused it' } as EventDroppedEvent;
		owner.listeners[0]?.onDropped?.(event);
		expect(await bench.until(promise)).toEqual(event);
	});
});
