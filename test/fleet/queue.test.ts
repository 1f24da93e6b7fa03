import type { EventType, FleetOptions, MessageRecord } from '../../engine/gateway/contract';
import { startRedis } from '../../scripts/services/redis.mjs';
import { BOB, OWNER, text } from '../engine/support';
import type { FleetProcess } from './fleet-process';
import { useFleet } from './support';

/** n8n in queue mode, without n8n: processes that hold numbers or use them, over a real Redis and a real Postgres. */
const bench = useFleet();

let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => (redis = await startRedis()));
afterAll(async () => await redis.close());

const EVENTS: EventType[] = ['message.received', 'message.failed', 'message.incoming'];
const TRIGGER = { durableId: 'workflow:trigger', events: EVENTS } as const;

const start = async (process: FleetOptions['process']): Promise<FleetProcess> =>
	await bench.startProcess({ redis: redis.options, process });

/** n8n's main process, which looks after the numbers. */
async function main(): Promise<FleetProcess> {
	const started = await start('main');
	await started.resume();
	return started;
}

async function linkAt(process: FleetProcess): Promise<void> {
	const { code } = await process.request('session.linkByCode', {});
	await bench.simulator.phone(OWNER).typeCode(code ?? '');
}

const send = async (process: FleetProcess, words: string): Promise<MessageRecord> =>
	await process.request('message.send', text(BOB, words));

/** What the process's trigger has got: type and message ID. */
function got(process: FleetProcess): string[] {
	return process.batches
		.flatMap(({ events }) => events)
		.map((event) => `${event.event} ${'messageId' in event ? event.messageId : ''}`);
}

async function gets(process: FleetProcess, event: string): Promise<void> {
	await process.until(() => got(process).find((its) => its === event));
}

test('A worker sends, the trigger of the main process gets all that comes of it, and a webhook process asks', async () => {
	const leader = await main();
	const worker = await start('worker');
	const webhook = await start('webhook');
	await linkAt(leader);
	await leader.connected();
	await leader.subscribe({ ...TRIGGER, start: 'now' });
	const { messageId, status } = await send(worker, 'from a worker');
	expect(status).toBe('QUEUED');
	await bench.bob.waitForMessage(messageId);
	await gets(leader, `message.received ${messageId}`);
	const theirs = await bench.bob.sendText(OWNER, 'an answer');
	await gets(leader, `message.incoming ${theirs}`);
	expect(await webhook.request('session.status', {})).toMatchObject({ state: 'LINKED' });
	expect(got(leader)).toHaveLength(new Set(got(leader)).size);
});

test('The process that holds the number is killed: a worker takes it over, and what is sent meanwhile is accepted and leaves, or fails in words', async () => {
	const leader = await main();
	const worker = await start('worker');
	await linkAt(leader);
	await leader.connected();
	await leader.subscribe({ ...TRIGGER, start: 'now' });
	const first = await send(worker, 'before');
	await bench.bob.waitForMessage(first.messageId);
	await leader.kill();
	const theirs = await bench.bob.sendText(OWNER, 'to whoever holds it');
	const meanwhile = await send(worker, 'meanwhile');
	expect(meanwhile.status).toBe('QUEUED');
	const toNothing = { messageId: '3EB0000000000000000000' };
	const answer = { ...text(BOB, 'to what is unknown'), replyTo: toNothing };
	const refused = await worker.request('message.send', answer);
	await bench.bob.waitForMessage(meanwhile.messageId);
	const next = await main();
	await next.subscribe({ ...TRIGGER, start: 'resume' });
	await gets(next, `message.incoming ${theirs}`);
	await gets(next, `message.received ${meanwhile.messageId}`);
	await gets(next, `message.failed ${refused.messageId}`);
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
});

test('The process that holds the number is told to end: a worker holds it at once, and the process that ends goes on by that one', async () => {
	const leader = await main();
	const worker = await start('worker');
	await linkAt(leader);
	await leader.connected();
	await leader.subscribe({ ...TRIGGER, start: 'now' });
	leader.terminate();
	// It is heard of as long as it lives, so nobody takes what it has not freed.
	await worker.connected();
	const { messageId } = await send(leader, 'of an execution that still runs');
	await bench.bob.waitForMessage(messageId);
	await gets(leader, `message.received ${messageId}`);
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
});
