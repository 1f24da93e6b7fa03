import { setImmediate as nextTurn } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '../../engine/gateway/contract';
import { createWorkerGateway } from '../../engine/transport/worker-gateway';
import { BOB, collect, OWNER, send, text, useBench } from './support';

const WORDS = 'between you and me';

let lines: LogLine[];
beforeEach(() => {
	lines = [];
});
const bench = useBench({
	each: true,
	// The shortest pauses: chance is out of the game.
	engineClock: (clock) => ({ ...clock, random: () => 0 }),
	log: (line) => lines.push(line),
});

/** The lines with one of these sentences, in order. */
const told = (...sentences: string[]) =>
	lines
		.filter(({ sentence }) => sentences.includes(sentence))
		.map(({ level, account, sentence, facts }) => [level, account, sentence, facts]);

const CONNECTING = 'Connecting to WhatsApp';
const CONNECTED = 'Connected to WhatsApp';
const MADE_AGAIN = 'The connection ended, and is made again';
const ENDED = 'The connection ended for good';
const STATE = 'The link has another state';

test('The life of a connection: why it is made, how it ended, and when it is tried again', async () => {
	const { id } = bench.account;
	const events = await collect(bench, ['session.loggedOut']);
	expect(told(CONNECTING, CONNECTED, MADE_AGAIN, STATE)).toEqual([
		['info', id, STATE, { before: 'UNLINKED', now: 'WAITING' }],
		['debug', id, CONNECTING, { why: 'start', unreached: 0, attempt: 0 }],
		['info', id, STATE, { before: 'WAITING', now: 'LINKING' }],
		['debug', id, MADE_AGAIN, { code: 515, reached: true, wasOpen: false, inRow: 0, inMs: 0 }],
		['debug', id, CONNECTING, { why: 'retry', unreached: 0, attempt: 0 }],
		['info', id, CONNECTED, {}],
		['info', id, STATE, { before: 'LINKING', now: 'LINKED' }],
	]);

	lines = [];
	const planned = bench.clock.timerOf(10_000);
	bench.simulator.faults.streamError(OWNER, 503);
	await planned;
	bench.simulator.faults.failure(OWNER, 401);
	bench.clock.skip(10_000);
	await events.next('session.loggedOut');
	expect(told(CONNECTING, CONNECTED, MADE_AGAIN, ENDED, STATE)).toEqual([
		['info', id, MADE_AGAIN, { code: 503, reached: true, wasOpen: true, inRow: 0, inMs: 10_000 }],
		['debug', id, CONNECTING, { why: 'retry', unreached: 0, attempt: 1 }],
		['warn', id, ENDED, { code: 401, error: 'LOGGED_OUT' }],
		['info', id, STATE, { before: 'LINKED', now: 'LOGGED_OUT', error: 'LOGGED_OUT' }],
	]);
	await events.close();
});

test('What is refused and lost is told, without a number, content or a key', async () => {
	const { bob } = bench;
	const events = await collect(bench, ['message.failed', 'message.incoming']);
	bench.simulator.faults.failAck(479);
	const refused = await send(bench, text(BOB, WORDS));
	await events.next('message.failed');
	const refusing = await bench.host.subscribe(
		bench.account,
		{ durableId: 'd:1', events: ['message.incoming'], start: 'now' },
		async () => await Promise.reject(new Error(WORDS)),
	);
	await bob.sendText(OWNER, WORDS);
	await events.next('message.incoming');
	// Both readers get it in one turn, and the engine hears of the refusal in that turn as well.
	await nextTurn();
	await refusing.close();

	const { messageId } = refused;
	expect(told('WhatsApp refused a message', 'n8n did not take a batch, and gets it again')).toEqual(
		[
			['info', 'credential1', 'WhatsApp refused a message', { messageId, code: 479 }],
			[
				'debug',
				'credential1',
				'n8n did not take a batch, and gets it again',
				{ type: 'message.incoming', inMs: 5_000 },
			],
		],
	);
	const all = JSON.stringify(lines);
	for (const secret of [WORDS, OWNER, BOB, bench.options.encryptionKey]) {
		expect(all).not.toContain(secret);
	}
	// Nor any other number or key: a line holds short words, IDs of messages, and small numbers.
	for (const { facts } of lines) {
		for (const [name, fact] of Object.entries(facts)) {
			if (typeof fact === 'string') expect(fact).toMatch(/^[\w.…@ -]{1,40}$/);
			// In hexadecimal, nine digits in a row are a matter of chance.
			if (name !== 'messageId') expect(String(fact)).not.toMatch(/\d{9,}/);
		}
	}
	await events.close();
});

test('A stranger who writes much while n8n takes nothing does not fill the log', async () => {
	const { bob } = bench;
	const events = await collect(bench, ['message.incoming']);
	const refusing = await bench.host.subscribe(
		bench.account,
		{ durableId: 'd:1', events: ['message.incoming'], start: 'now' },
		async () => await Promise.reject(new Error(WORDS)),
	);
	for (let i = 0; i < 40; i++) await bob.sendText(OWNER, `message ${i}`);
	await events.next('message.incoming', (event) => event.text === 'message 39');
	const refusals = told('n8n did not take a batch, and gets it again');
	expect(refusals).toHaveLength(20);
	expect(refusals.at(-1)).toContainEqual(expect.objectContaining({ lastOfMinute: true }));
	for (const one of [events, refusing]) await one.close();
});

test('A thread that dies is told, with the pause before the next one', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'whatsapp-linked-'));
	const worker = join(__dirname, 'crashing-worker.cjs');
	const log = (line: LogLine) => void lines.push(line);
	lines = [];
	const gateway = createWorkerGateway({ dataDir, encryptionKey: 'key', log }, worker);
	await expect(gateway.resume()).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
	expect(lines).toMatchObject(
		[100, 200, 400].flatMap((inMs) => [
			{ level: 'debug', sentence: 'The engine thread was started', facts: {} },
			{
				level: 'warn',
				sentence: 'The engine thread has ended and is started again',
				facts: { exitCode: 1, inMs },
			},
		]),
	);
	await gateway.close();
	rmSync(dataDir, { recursive: true, force: true });
});
