import { createWatchdog } from '../../../../engine/account/watchdog';
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
let watchdog: { stop(): void };

const record = (what: string) => () => void done.push([what, (clock.now() - START) / SECOND]);

beforeEach(() => {
	clock = createFakeClock();
	lastFrameAt = () => clock.now();
	socket = socketDouble({ lastFrameAt: () => lastFrameAt() });
	oldestUnopened = undefined;
	openedAt = 0;
	done = [];
	watchdog = createWatchdog({
		clock,
		socket: () => socket,
		oldestUnopened: () => oldestUnopened,
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
