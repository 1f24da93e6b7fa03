import { createWatchdog } from '../../../../engine/account/watchdog';
import type { WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { HOUR, MINUTE, SECOND, socketDouble } from '../support';

let clock: FakeClock;
let socket: WhatsAppSocket | undefined;
let lastFrameAt: () => number;
let unopenedSince: number | undefined;
let openedAt: number;
/** What is done, with the second it is done in. */
let done: Array<[what: string, at: number]>;
let watchdog: { stop(): void };

const record = (what: string) => () => void done.push([what, (clock.now() - START) / SECOND]);

beforeEach(() => {
	clock = createFakeClock();
	lastFrameAt = () => clock.now();
	socket = socketDouble({ lastFrameAt: () => lastFrameAt() });
	unopenedSince = undefined;
	openedAt = 0;
	done = [];
	watchdog = createWatchdog({
		clock,
		socket: () => socket,
		unopenedSince: () => unopenedSince,
		openedAt: () => openedAt,
		restart: record('restart'),
		giveUp: record('give up'),
	});
});

describe('A connection', () => {
	test('on which frames come in is left alone', async () => {
		await clock.advance(HOUR);
		expect(done).toEqual([]);
	});

	test('without a frame for more than 45 seconds is replaced within 10 seconds', async () => {
		lastFrameAt = () => START;
		await clock.advance(49 * SECOND);
		expect(done).toEqual([]);
		await clock.advance(SECOND);
		expect(done).toEqual([['restart', 50]]);
	});

	test('that is not open is not looked at', async () => {
		lastFrameAt = () => START;
		unopenedSince = START;
		socket = undefined;
		await clock.advance(HOUR);
		expect(done).toEqual([]);
	});

	test('is no longer looked at after the end', async () => {
		lastFrameAt = () => START;
		watchdog.stop();
		expect(clock.due()).toEqual([]);
	});
});

describe('A message that is not opened', () => {
	test('for more than 90 seconds, and no other since, means a deaf connection: it is replaced', async () => {
		unopenedSince = START;
		await clock.advance(90 * SECOND);
		expect(done).toEqual([]);
		await clock.advance(10 * SECOND);
		expect(done).toEqual([['restart', 100]]);
	});

	test('means nothing while others are', async () => {
		unopenedSince = START;
		openedAt = START + 1;
		await clock.advance(HOUR);
		expect(done).toEqual([]);
	});

	test('on the next connection either means that only a new thread helps', async () => {
		unopenedSince = START;
		await clock.advance(100 * SECOND);
		unopenedSince = clock.now();
		await clock.advance(100 * SECOND);
		expect(done).toEqual([
			['restart', 100],
			['give up', 200],
		]);
	});

	test('long after a connection that was replaced with success is a first time again', async () => {
		unopenedSince = START;
		await clock.advance(100 * SECOND);
		openedAt = clock.now() + SECOND;
		unopenedSince = undefined;
		await clock.advance(10 * MINUTE);
		unopenedSince = clock.now();
		await clock.advance(100 * SECOND);
		expect(done.map(([what]) => what)).toEqual(['restart', 'restart']);
	});
});
