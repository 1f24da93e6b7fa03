import {
	createConnection,
	type Connection,
	type ConnectionHandlers,
} from '../../../../engine/session/connection';
import { LOGGED_OUT, OUTDATED, REPLACED } from '../../../../engine/session/disconnect-reasons';
import type { LinkStep } from '../../../../engine/session/link-state';
import type { EngineError } from '../../../../engine/gateway/contract';
import type { SocketHandlers, WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, deferred, HOUR, MINUTE, SECOND, socketDouble } from '../support';

/** One socket that was dialled, seen from WhatsApp's side. */
interface Dialled extends Omit<SocketHandlers, 'onClosed'> {
	onClosed(code: number, bannedUntil?: number): void;
	/** Seconds since the start of the test. */
	at: number;
	socket: WhatsAppSocket;
	closed: boolean;
}

let clock: FakeClock;
let dialled: Dialled[];
let paired: boolean;
let handlers: jest.Mocked<ConnectionHandlers>;
/** What the account is told, in order. */
let told: string[];
let connection: Connection;
/** Whether WhatsApp says anything before a connection ends. */
let reachable: boolean;
let renewVersion: jest.Mock<Promise<boolean>, []>;

/** Fails the test when a second socket is dialled while one is there. */
function dial(socketHandlers: SocketHandlers): WhatsAppSocket {
	expect(dialled.filter(({ closed }) => !closed)).toEqual([]);
	const entry: Dialled = {
		...socketHandlers,
		onClosed(code, bannedUntil) {
			entry.closed = true;
			socketHandlers.onClosed({ code, bannedUntil });
		},
		at: (clock.now() - START) / SECOND,
		closed: false,
		socket: socketDouble({
			close: () => void (entry.closed = true),
			lastFrameAt: () => (reachable ? clock.now() : undefined),
		}),
	};
	dialled.push(entry);
	return entry.socket;
}

beforeEach(() => {
	clock = createFakeClock();
	clock.setRandom(() => 0);
	dialled = [];
	paired = true;
	reachable = true;
	renewVersion = jest.fn(async () => false);
	told = [];
	handlers = {
		onQr: jest.fn(),
		onTime: jest.fn(),
		onCodeTyped: jest.fn(),
		onCodeRetired: jest.fn(),
		onPaired: jest.fn(),
		onOldCopy: jest.fn(),
		onOpen: jest.fn(() => void told.push('open')),
		onLost: jest.fn((code) => void told.push(`lost ${code}`)),
		onTrouble: jest.fn(),
		onRetry: jest.fn(),
		onEnd: jest.fn<void, [LinkStep, EngineError]>((step) => void told.push(`end: ${step}`)),
		onLinkingEnded: jest.fn((code) => void told.push(`linking ended ${code}`)),
		onAck: jest.fn(),
		onReceipts: jest.fn(),
		onStanza: jest.fn(),
		onUnfinished: jest.fn(),
		onFinished: jest.fn(),
		onHandled: jest.fn(),
		onContacts: jest.fn(),
		onRestriction: jest.fn(),
		onMessage: jest.fn(),
	};
	connection = createConnection({ clock, dial, isPaired: () => paired, renewVersion, handlers });
});

const last = () => {
	const entry = dialled.at(-1);
	if (!entry) throw new Error('Nothing was dialled');
	return entry;
};
/** What a user is told while it is tried again. */
const retries = () => handlers.onRetry.mock.calls.map(([error]) => error.message);
const times = () => dialled.map(({ at }) => at);

/** The network is gone: every connection is closed as soon as it is dialled. */
async function withoutNetwork(code: number, ms: number): Promise<void> {
	const end = clock.now() + ms;
	for (let next = clock.due()[0]; next !== undefined && next <= end; next = clock.due()[0]) {
		await clock.advance(next - clock.now());
		if (!last().closed) last().onClosed(code);
	}
	await clock.advance(end - clock.now());
}

describe('A connection', () => {
	test('is not there before it is started', async () => {
		await clock.advance(HOUR);
		expect(dialled).toEqual([]);
		expect(connection.socket()).toBeUndefined();
		expect(connection.open()).toBeUndefined();
	});

	test('is usable when WhatsApp has opened it, not before', () => {
		connection.start();
		expect(connection.socket()).toBe(last().socket);
		expect(connection.open()).toBeUndefined();
		last().onOpen();
		expect(connection.open()).toBe(last().socket);
		expect(told).toEqual(['open']);
	});

	test('is started once, whether it is under way, open or planned', async () => {
		connection.start();
		connection.start();
		last().onOpen();
		connection.start();
		last().onClosed(503);
		connection.start();
		expect(dialled).toHaveLength(1);
		await clock.advance(HOUR);
		expect(dialled).toHaveLength(2);
	});

	test('hands on what happens on it', () => {
		connection.start();
		const ack = { messageId: 'a', error: null, at: START };
		const receipt = {
			messageIds: ['a'],
			chat: '222@lid',
			status: 'READ' as const,
			participant: null,
			at: START,
		};
		const stanza = { chat: '222@lid', messageId: 'b', stanza: '{}', ciphertexts: [] };
		const message = { chat: '222@lid', messageId: 'b', message: undefined };
		last().onQr('qr', true);
		last().onCodeTyped();
		last().onCodeRetired();
		last().onPaired();
		last().onAck(ack);
		last().onReceipts([receipt]);
		last().onStanza(stanza);
		last().onMessage(message);
		expect(handlers.onQr).toHaveBeenCalledWith('qr', true);
		expect(handlers.onCodeTyped).toHaveBeenCalledTimes(1);
		expect(handlers.onCodeRetired).toHaveBeenCalledTimes(1);
		expect(handlers.onPaired).toHaveBeenCalledTimes(1);
		expect(handlers.onAck).toHaveBeenCalledWith(ack);
		expect(handlers.onReceipts).toHaveBeenCalledWith([receipt]);
		expect(handlers.onStanza).toHaveBeenCalledWith(stanza);
		expect(handlers.onMessage).toHaveBeenCalledWith(message);
	});

	test('that is lost says so once, and is gone by then', () => {
		connection.start();
		last().onOpen();
		handlers.onLost.mockImplementation(() => expect(connection.open()).toBeUndefined());
		last().onClosed(428);
		expect(handlers.onLost.mock.calls).toEqual([[428]]);
	});

	test('that never opened is not said to be lost', () => {
		connection.start();
		last().onClosed(408);
		expect(told).toEqual([]);
	});
});

describe('An old socket', () => {
	beforeEach(() => {
		connection.start();
		last().onOpen();
		connection.restart();
		told.length = 0;
	});

	test('has nothing more to say about its life', () => {
		const [old] = dialled as [Dialled];
		old.onQr('old', false);
		old.onCodeTyped();
		old.onCodeRetired();
		old.onPaired();
		old.onOpen();
		old.onClosed(401);
		expect(told).toEqual([]);
		expect(handlers.onQr).not.toHaveBeenCalled();
		expect(handlers.onCodeTyped).not.toHaveBeenCalled();
		expect(handlers.onCodeRetired).not.toHaveBeenCalled();
		expect(handlers.onPaired).not.toHaveBeenCalled();
		expect(connection.socket()).toBe(last().socket);
		expect(connection.open()).toBeUndefined();
		expect(clock.due()).toEqual([]);
	});

	test('is still believed about what it received', () => {
		const [old] = dialled as [Dialled];
		const ack = { messageId: 'a', error: null, at: START };
		old.onAck(ack);
		expect(handlers.onAck).toHaveBeenCalledWith(ack);
	});
});

describe('After a fault', () => {
	test('it is tried again after 1, 2, 4, 8 ... seconds', async () => {
		connection.start();
		last().onClosed(408);
		await withoutNetwork(408, MINUTE);
		expect(times()).toEqual([0, 1, 3, 7, 15, 31]);
	});

	test('the counting goes on when the connection opens for an instant only', async () => {
		connection.start();
		for (let round = 0; round < 4; round++) {
			last().onOpen();
			await clock.advance(59 * SECOND);
			last().onClosed(428);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(times()).toEqual([0, 60, 121, 184, 251]);
	});

	test('the counting starts anew after a connection that held for 60 seconds', async () => {
		connection.start();
		last().onClosed(408);
		await withoutNetwork(408, 40 * SECOND);
		await clock.advance((clock.due()[0] ?? 0) - clock.now());
		last().onOpen();
		await clock.advance(60 * SECOND);
		const lost = clock.now();
		last().onClosed(428);
		expect(clock.due()).toEqual([lost + SECOND]);
	});

	test('a day without network is survived: never more than ten seconds apart', async () => {
		clock.setRandom(createFakeClock().random);
		connection.start();
		last().onOpen();
		last().onClosed(428);
		reachable = false;
		await withoutNetwork(408, DAY);
		const gaps = times().map((at, index, all) => at - (all[index - 1] ?? 0));
		expect(Math.max(...gaps)).toBeLessThanOrEqual(10);
		expect(told).toEqual(['open', 'lost 428']);

		await clock.advance(10 * SECOND);
		last().onOpen();
		expect(connection.open()).toBe(last().socket);
	});

	test('the tries of an outage do not count against WhatsApp, which is there again', async () => {
		connection.start();
		last().onOpen();
		last().onClosed(428);
		reachable = false;
		await withoutNetwork(408, HOUR);
		await clock.advance((clock.due()[0] ?? 0) - clock.now());
		reachable = true;
		last().onClosed(428);
		expect(clock.due()).toEqual([clock.now() + 2 * SECOND]);
		await clock.advance(2 * SECOND);
		// ... and the next outage starts from the shortest pause.
		reachable = false;
		last().onClosed(408);
		expect(clock.due()).toEqual([clock.now() + SECOND]);
	});

	test.each([408, 428, 500, 503, 402, 409, 411, 418])('%i never ends it', async (code) => {
		connection.start();
		last().onClosed(code);
		await withoutNetwork(code, 7 * DAY);
		expect(handlers.onEnd).not.toHaveBeenCalled();
		expect(clock.due()).toHaveLength(1);
	});
});

test('Each try that failed is told, until one succeeds', async () => {
	connection.start();
	last().onClosed(408);
	await clock.advance(SECOND);
	last().onClosed(503);
	expect(retries()).toEqual([
		expect.stringContaining('lost (408)'),
		expect.stringContaining('lost (503)'),
	]);
});

describe('When the account cannot write', () => {
	const full = new Error('the disk is full');
	const fails = () => {
		throw full;
	};

	test('that the connection was lost, it is told, and the connection is restored all the same', async () => {
		handlers.onLost.mockImplementation(fails);
		connection.start();
		last().onOpen();
		last().onClosed(428);
		expect(handlers.onTrouble.mock.calls).toEqual([[full]]);
		await clock.advance(SECOND);
		expect(dialled).toHaveLength(2);
	});

	test('that the connection was lost, it can be restarted all the same', () => {
		handlers.onLost.mockImplementation(fails);
		connection.start();
		last().onOpen();
		connection.restart();
		expect(dialled).toHaveLength(2);
	});

	test('that the connection has ended, nothing is tried any more all the same', async () => {
		handlers.onEnd.mockImplementation(fails);
		connection.start();
		last().onClosed(401);
		expect(handlers.onTrouble.mock.calls).toEqual([[full]]);
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('of what the connection did, it is closed and tried again after a pause', async () => {
		connection.start();
		last().onOpen();
		const { socket } = last();
		connection.abandon(full);
		connection.abandon(full);
		expect(handlers.onTrouble.mock.calls).toEqual([[full], [full]]);
		expect(handlers.onLost).toHaveBeenCalledTimes(1);
		expect(dialled.find((entry) => entry.socket === socket)?.closed).toBe(true);
		await clock.advance(SECOND);
		expect(dialled).toHaveLength(2);
	});

	test('what came over it, it is closed and tried again; what an old one still brings is of no interest', async () => {
		connection.start();
		last().onOpen();
		const [first] = dialled;
		first?.onTrouble(full);
		expect(first?.closed).toBe(true);
		await clock.advance(SECOND);
		first?.onTrouble(full);
		expect(dialled).toHaveLength(2);
		expect(last().closed).toBe(false);
	});

	test('that linking has ended, the connection is closed all the same', () => {
		paired = false;
		handlers.onLinkingEnded.mockImplementation(fails);
		connection.start();
		last().onTrouble(full);
		expect(last().closed).toBe(true);
	});

	test('of anything, where there is no connection, none is made', async () => {
		connection.abandon(full);
		await clock.advance(DAY);
		expect(dialled).toEqual([]);
	});

	test('that the connection is open, it is closed and tried again with growing pauses', async () => {
		handlers.onOpen.mockImplementation(fails);
		connection.start();
		for (let round = 0; round < 3; round++) {
			last().onOpen();
			expect(connection.open()).toBeUndefined();
			expect(last().closed).toBe(true);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(times()).toEqual([0, 1, 3, 7]);

		handlers.onOpen.mockImplementation(() => undefined);
		last().onOpen();
		expect(connection.open()).toBe(last().socket);
	});
});

describe('515 (restart required)', () => {
	test('is followed at once, and does not count as a fault', async () => {
		connection.start();
		last().onClosed(515);
		expect(handlers.onRetry).not.toHaveBeenCalled();
		await clock.advance(0);
		expect(times()).toEqual([0, 0]);
		last().onClosed(408);
		expect(clock.due()).toEqual([START + SECOND]);
	});

	test('that goes on and on gets growing pauses, and is told then', async () => {
		connection.start();
		for (let round = 0; round < 6; round++) {
			last().onOpen();
			last().onClosed(515);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(times()).toEqual([0, 0, 0, 0, 1, 3, 7]);
		expect(retries()).toEqual(Array(3).fill(expect.stringContaining('lost (515)')));
	});
});

describe('405 (outdated)', () => {
	test('four times in a row is the end', async () => {
		connection.start();
		last().onClosed(408);
		await clock.advance(SECOND);
		for (let round = 0; round < 4; round++) {
			last().onClosed(405);
			await clock.advance(5 * MINUTE);
		}
		expect(handlers.onEnd.mock.calls).toEqual([['outdated', OUTDATED]]);
	});

	test('is tried again at once with a newer version, if there is one', async () => {
		renewVersion.mockResolvedValueOnce(true);
		connection.start();
		last().onClosed(405);
		await clock.settle();
		expect(times()).toEqual([0, 0]);
		last().onOpen();
		await clock.advance(HOUR);
		expect(dialled).toHaveLength(2);
	});

	test('is not tried again with a newer version that comes after the connection was stopped', async () => {
		const answer = deferred<boolean>();
		renewVersion.mockReturnValueOnce(answer.promise);
		connection.start();
		last().onClosed(405);
		connection.stop();
		answer.resolve(true);
		await clock.advance(HOUR);
		expect(dialled).toHaveLength(1);
	});

	test('from somebody in between says nothing of the version', () => {
		reachable = false;
		connection.start();
		last().onClosed(405);
		expect(renewVersion).not.toHaveBeenCalled();
	});

	test('among other faults of WhatsApp is no end', async () => {
		connection.start();
		for (let round = 0; round < 24; round++) {
			last().onClosed(round % 3 === 2 ? 503 : 405);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(handlers.onEnd).not.toHaveBeenCalled();
	});

	test('is the end although the network fails in between', async () => {
		connection.start();
		for (let round = 0; round < 4; round++) {
			reachable = false;
			last().onClosed(408);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
			reachable = true;
			last().onClosed(405);
			await clock.advance((clock.due()[0] ?? clock.now()) - clock.now());
		}
		expect(handlers.onEnd.mock.calls).toEqual([['outdated', OUTDATED]]);
	});
});

test('402 (a temporary ban) is waited out, then tried once', async () => {
	connection.start();
	last().onClosed(402, START + 26 * HOUR);
	expect(retries()).toEqual([expect.stringContaining('until 2026-07-02T14:00:00.000Z')]);
	await clock.advance(26 * HOUR - 1);
	expect(dialled).toHaveLength(1);
	await clock.advance(1);
	expect(dialled).toHaveLength(2);
	last().onClosed(402, clock.now() + HOUR);
	expect(clock.due()).toEqual([clock.now() + HOUR]);
});

describe('440 (replaced by another connection)', () => {
	test('is tried again three times, 30 to 60 seconds later, although it opens each time; then it is the end', async () => {
		clock.setRandom(() => 0.5);
		connection.start();
		for (let round = 0; round < 4; round++) {
			last().onOpen();
			last().onClosed(440);
			await clock.advance(45 * SECOND);
		}
		expect(times()).toEqual([0, 45, 90, 135]);
		expect(handlers.onEnd.mock.calls).toEqual([['replaced', REPLACED]]);
		await clock.advance(DAY);
		expect(dialled).toHaveLength(4);
	});

	test('is counted anew after a connection that held', async () => {
		connection.start();
		for (let round = 0; round < 10; round++) {
			last().onOpen();
			await clock.advance(60 * SECOND);
			last().onClosed(440);
			await clock.advance(30 * SECOND);
		}
		expect(handlers.onEnd).not.toHaveBeenCalled();
		expect(dialled).toHaveLength(11);
	});
});

describe('A code that ends it', () => {
	test('is told after the loss, and nothing is tried any more', async () => {
		connection.start();
		last().onOpen();
		last().onClosed(401);
		expect(told).toEqual(['open', 'lost 401', 'end: loggedOut']);
		expect(handlers.onEnd).toHaveBeenCalledWith('loggedOut', LOGGED_OUT);
		expect(clock.due()).toEqual([]);
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('leaves the way free for a new start', () => {
		connection.start();
		last().onClosed(403);
		connection.start();
		expect(dialled).toHaveLength(2);
	});
});

describe('A number that is not paired yet', () => {
	test.each([401, 408, 428, 500, 440])(
		'is not connected again by itself after %i',
		async (code) => {
			paired = false;
			connection.start();
			last().onClosed(code);
			await clock.advance(HOUR);
			expect(told).toEqual([`linking ended ${code}`]);
			expect(dialled).toHaveLength(1);
		},
	);

	test('and pairs while it is connected is connected again', async () => {
		paired = false;
		connection.start();
		last().onPaired();
		paired = true;
		last().onClosed(515);
		await clock.advance(0);
		expect(dialled).toHaveLength(2);
		expect(told).toEqual([]);
	});
});

describe('Restarting', () => {
	test('closes what is there and dials at once', () => {
		connection.start();
		last().onOpen();
		connection.restart();
		expect(dialled.map(({ closed }) => closed)).toEqual([true, false]);
		expect(told).toEqual(['open', 'lost 428']);
	});

	test('does not wait for what is planned, nor dial twice', async () => {
		connection.start();
		last().onClosed(402);
		connection.restart();
		expect(times()).toEqual([0, 0]);
		last().onOpen();
		await clock.advance(2 * HOUR);
		expect(dialled).toHaveLength(2);
	});

	test('counts anew', async () => {
		connection.start();
		last().onClosed(408);
		await withoutNetwork(408, HOUR);
		connection.restart();
		last().onClosed(408);
		expect(clock.due()).toEqual([clock.now() + SECOND]);
	});

	test('works when nothing is there', () => {
		connection.restart();
		expect(dialled).toHaveLength(1);
		expect(told).toEqual([]);
	});
});

describe('Stopping', () => {
	test('closes what is there and plans nothing', async () => {
		connection.start();
		last().onOpen();
		connection.stop();
		expect(last().closed).toBe(true);
		expect(connection.socket()).toBeUndefined();
		expect(told).toEqual(['open', 'lost 428']);
		expect(clock.due()).toEqual([]);
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('takes back what is planned', async () => {
		connection.start();
		last().onClosed(408);
		connection.stop();
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('can be followed by a new start', () => {
		connection.start();
		connection.stop();
		connection.start();
		last().onOpen();
		expect(connection.open()).toBe(last().socket);
	});

	test('twice says nothing twice', () => {
		connection.start();
		last().onOpen();
		connection.stop();
		connection.stop();
		expect(told).toEqual(['open', 'lost 428']);
	});
});

describe('A number whose first login is refused', () => {
	test('was never linked, if the link says so: nothing is told or tried', async () => {
		handlers.onLinkingEnded.mockImplementation(() => (paired = false));
		connection.start();
		last().onClosed(401);
		expect(handlers.onEnd).not.toHaveBeenCalled();
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('was logged out, if the link was good before', () => {
		connection.start();
		last().onClosed(401);
		expect(told).toEqual(['linking ended 401', 'end: loggedOut']);
	});

	test('may be linked all the same, if it was a proxy that refused', () => {
		reachable = false;
		connection.start();
		last().onClosed(401);
		expect(told).toEqual([]);
	});
});
