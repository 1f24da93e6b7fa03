import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import type { AccountRef, GatewayOptions } from '../../engine/gateway/contract';
import { createWorkerGateway, type WorkerGateway } from '../../engine/gateway/worker-gateway';
import { startSimulator, type Simulator } from '../simulator';
import {
	BOB,
	collect,
	link,
	tameBaileys,
	OWNER,
	send,
	text,
	untilConnected,
	type Bench,
} from './support';

const MORTAL = join(__dirname, 'mortal-worker.cjs');
const SUICIDAL = join(__dirname, 'suicidal-worker.cjs');

/** The door as n8n uses it: the built engine in its thread. */
describe('the gateway', () => {
	let simulator: Simulator;
	let options: GatewayOptions;
	let gateway: WorkerGateway;
	let channel: BroadcastChannel;
	const account: AccountRef = {
		id: 'credential1',
		settings: { phone: OWNER, minGapMs: 0, maxGapMs: 0, keepContentHours: 24 },
	};

	beforeAll(async () => {
		tameBaileys(); // The simulator's own: the engine's thread mutes itself.
		simulator = await startSimulator();
		const dataDir = mkdtempSync(join(tmpdir(), 'whatsapp-linked-'));
		options = { dataDir, encryptionKey: 'key', endpoint: simulator.endpoint };
		gateway = createWorkerGateway(options, MORTAL);
		channel = new BroadcastChannel('mortal-worker');
		await link(bench());
		await simulator.contact(BOB);
	});
	afterAll(async () => {
		channel.close();
		await gateway.close();
		await simulator.close();
		rmSync(options.dataDir, { recursive: true, force: true });
	});

	const bench = () => ({ simulator, account, host: gateway }) as unknown as Bench;
	const status = () => gateway.request(account, 'session.status', {});

	test('errors come through with code and hint', async () => {
		await expect(send(bench(), text('nobody', 'x'))).rejects.toMatchObject({
			name: 'EngineError',
			code: 'INVALID_RECIPIENT',
			hint: expect.stringContaining('country code'),
		});
	});

	test('a thread that dies is restarted: still linked, listeners go on, what was queued goes out once', async () => {
		const bob = await simulator.contact(BOB);
		const events = await collect(bench(), [
			'session.connected',
			'message.sent',
			'message.incoming',
		]);
		const held = simulator.faults.refuseConnections.bind(simulator.faults);
		held(true);
		simulator.faults.dropConnections(OWNER);
		const { messageId } = await send(bench(), text(BOB, 'before the crash'));
		channel.postMessage('die');
		held(false);
		await bob.waitForMessage(messageId, 15_000);
		await events.next('message.sent', (event) => event.messageId === messageId);
		expect(bob.received.filter(({ id }) => id === messageId)).toMatchObject([{ copies: 1 }]);
		const answer = await bob.sendText(OWNER, 'still there?');
		await events.next('message.incoming', (event) => event.messageId === answer);
		expect(await untilConnected(bench())).toMatchObject({ state: 'LINKED', phone: OWNER });
		await events.close();
	}, 30_000);

	test('requests that are under way when the thread dies are answered by the next one', async () => {
		const requests = Array.from({ length: 20 }, (_, i) =>
			send(bench(), text(BOB, `under way ${i}`)),
		);
		channel.postMessage('die');
		const records = await Promise.all(requests);
		const bob = await simulator.contact(BOB);
		for (const { messageId } of records) await bob.waitForMessage(messageId, 15_000);
		const copies = bob.received.filter(({ text: words }) => words.startsWith('under way'));
		expect(copies.map(({ text: words }) => words)).toEqual(
			Array.from({ length: 20 }, (_, i) => `under way ${i}`),
		);
	}, 30_000);

	test('a request that the thread dies of fails in words', async () => {
		const deadly = createWorkerGateway(options, SUICIDAL);
		await expect(deadly.request(account, 'session.status', {})).rejects.toMatchObject({
			code: 'ENGINE_STOPPED',
		});
		await deadly.close();
	});

	test('after closing, requests are refused', async () => {
		const closed = createWorkerGateway(options, MORTAL);
		await closed.close();
		await expect(closed.request(account, 'session.status', {})).rejects.toMatchObject({
			code: 'ENGINE_STOPPED',
		});
	});

	test('a newer gateway takes the listeners over, and their handles still close', async () => {
		const events = await collect(bench(), ['message.incoming'], { durableId: 'workflow:node' });
		const bob = await simulator.contact(BOB);
		const listeners = await gateway.handOver();
		const between = await bob.sendText(OWNER, 'between the two');
		gateway = createWorkerGateway(options, MORTAL);
		for (const listener of listeners) await gateway.adopt(listener);
		await events.next('message.incoming', ({ messageId }) => messageId === between);
		const after = await bob.sendText(OWNER, 'to the new one');
		await events.next('message.incoming', ({ messageId }) => messageId === after);
		await events.close();
		await untilConnected(bench());
		await bob.sendText(OWNER, 'nobody listens');
		const again = await collect(bench(), ['message.incoming'], {
			durableId: 'workflow:node',
			start: 'resume',
		});
		await again.next('message.incoming', (event) => event.text === 'nobody listens');
		expect(events.all.map((event) => 'text' in event && event.text)).toEqual([
			'between the two',
			'to the new one',
		]);
		await again.close();
		expect(await status()).toMatchObject({ state: 'LINKED' });
	}, 30_000);
});
