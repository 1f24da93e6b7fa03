import { silentLog } from '../../../../engine/log';
import { createWatchdog } from '../../../../engine/session/watchdog';
import type { WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { HOUR, MINUTE, SECOND, socketDouble } from '../support';

let clock: FakeClock;
let socket: WhatsAppSocket | undefined;
let lastFrameAt: () => number;
let oldestUnopened: number | undefined;
let openedAt: number;
/** What is done, with the second it is done in. */
let done: Array<[what: string, at: number]>;
let drain: { -readonly [K in keyof WhatsAppSocket['drain']]: WhatsAppSocket['drain'][K] };
let watchdog: { stop(): void };

const record = (what: string) => () => void done.push([what, (clock.now() - START) / SECOND]);

beforeEach(() => {
	clock = createFakeClock();
	lastFrameAt = () => clock.now();
	done = [];
	drain = {
		isOver: () => false,
		movedAt: () => undefined,
		isShort: () => true,
		askAgain: record('ask'),
	};
	socket = socketDouble({ lastFrameAt: () => lastFrameAt(), drain });
	oldestUnopened = undefined;
	openedAt = 0;
	watchdog = createWatchdog({
		clock,
		log: silentLog,
		socket: () => socket,
		oldestUnopened: () => oldestUnopened,
		openedAt: () => openedAt,
		onStall: (stalls) => record(stalls ? 'stalls' : 'goes on')(),
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
		oldestUnopened = START;
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
	test('for more than 90 seconds, and no other either, means a deaf connection: it is replaced', async () => {
		oldestUnopened = START;
		await clock.advance(90 * SECOND);
		expect(done).toEqual([]);
		await clock.advance(10 * SECOND);
		expect(done).toEqual([['restart', 100]]);
	});

	test('means nothing while others are, as after a login with a long backlog', async () => {
		oldestUnopened = START;
		for (let minute = 0; minute < 60; minute++) {
			openedAt = clock.now();
			await clock.advance(MINUTE);
		}
		expect(done).toEqual([]);
	});

	test('means a deaf connection when the others have ended', async () => {
		oldestUnopened = START;
		openedAt = START + 5 * SECOND;
		await clock.advance(90 * SECOND);
		expect(done).toEqual([]);
		await clock.advance(10 * SECOND);
		expect(done).toEqual([['restart', 100]]);
	});

	test('on the next connection either means that only a new thread helps', async () => {
		oldestUnopened = START;
		await clock.advance(100 * SECOND);
		oldestUnopened = clock.now();
		await clock.advance(100 * SECOND);
		expect(done).toEqual([
			['restart', 100],
			['give up', 200],
		]);
	});

	test('long after a connection that was replaced with success is a first time again', async () => {
		oldestUnopened = START;
		await clock.advance(100 * SECOND);
		openedAt = clock.now() + SECOND;
		oldestUnopened = undefined;
		await clock.advance(10 * MINUTE);
		oldestUnopened = clock.now();
		await clock.advance(100 * SECOND);
		expect(done.map(([what]) => what)).toEqual(['restart', 'restart']);
	});
});

describe('What had waited for the login', () => {
	const withoutAsking = () => done.filter(([what]) => what !== 'ask');

	test('is told and asked for when it stops, and after a minute the connection is replaced', async () => {
		drain.movedAt = () => START;
		await clock.advance(50 * SECOND);
		expect(done).toEqual([['stalls', 20], ...[20, 30, 40, 50].map((second) => ['ask', second])]);
		await clock.advance(10 * SECOND);
		expect(done.at(-1)).toEqual(['restart', 60]);
	});

	test('may take as long as it moves', async () => {
		drain.movedAt = () => clock.now() - 15 * SECOND;
		await clock.advance(HOUR);
		expect(done).toEqual([]);
	});

	test('goes on: that is told, too', async () => {
		drain.movedAt = () => START;
		await clock.advance(30 * SECOND);
		drain.movedAt = () => clock.now();
		await clock.advance(MINUTE);
		expect(withoutAsking()).toEqual([
			['stalls', 20],
			['goes on', 40],
		]);
	});

	test('does not come over the next connections either: each gets twice as long, and an hour at most', async () => {
		let connectedAt = START;
		drain.movedAt = () => connectedAt;
		const restarts: number[] = [];
		for (let hours = 0; hours < 8; hours += 1 / 360) {
			await clock.advance(10 * SECOND);
			if (done.at(-1)?.[0] !== 'restart') continue;
			restarts.push((clock.now() - connectedAt) / MINUTE);
			connectedAt = clock.now();
			done = [];
		}
		expect(restarts).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]);
		drain.isOver = () => true;
		drain.movedAt = () => undefined;
		await clock.advance(MINUTE);
		drain.isOver = () => false;
		connectedAt = clock.now();
		drain.movedAt = () => connectedAt;
		done = [];
		await clock.advance(MINUTE);
		expect(done.at(-1)?.[0]).toBe('restart');
	});

	test('has come as far as it was announced, and only the end is missing: nobody is told', async () => {
		drain.movedAt = () => START;
		drain.isShort = () => false;
		await clock.advance(MINUTE);
		expect(withoutAsking()).toEqual([['restart', 60]]);
	});
});
