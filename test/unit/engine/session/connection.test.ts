import { silentLog } from '../../../../engine/log';
import {
	createConnection,
	type Connection,
	type ConnectionEvent,
} from '../../../../engine/session/connection';
import { LOGGED_OUT, OUTDATED, REPLACED } from '../../../../engine/session/disconnect-reasons';
import type {
	SocketOptions,
	WhatsAppEvent,
	WhatsAppSocket,
} from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, deferred, HOUR, MINUTE, SECOND, socketDouble } from '../support';

/** One socket that was dialled, seen from WhatsApp's side. */
interface Dialled {
	emit(event: WhatsAppEvent): void;
	close(code: number, bannedUntil?: number): void;
	/** Seconds since the start of the test. */
	at: number;
	socket: WhatsAppSocket;
	closed: boolean;
}

let clock: FakeClock;
let dialled: Dialled[];
let paired: boolean;
/** How long others of the process have to connect before it. */
let turnInMs: number;
type EventOf<T extends ConnectionEvent['type']> = Extract<ConnectionEvent, { type: T }>;
let handlers: Record<ConnectionEvent['type'], jest.Mock<void, [ConnectionEvent]>>;
/** What the account is told, in order. */
let told: string[];
let connection: Connection;
/** Whether WhatsApp says anything before a connection ends. */
let reachable: boolean;
let renewVersion: jest.Mock<Promise<boolean>, []>;

/** Fails the test when a second socket is dialled while one is there. */
function dial(onEvent: SocketOptions['onEvent']): WhatsAppSocket {
	expect(dialled.filter(({ closed }) => !closed)).toEqual([]);
	const entry: Dialled = {
		emit: (event) => void onEvent(event),
		close(code, bannedUntil) {
			entry.closed = true;
			entry.emit({ type: 'closed', reason: { code, bannedUntil } });
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
	turnInMs = 0;
	reachable = true;
	renewVersion = jest.fn(async () => false);
	told = [];
	const tells = (what: (event: never) => string) =>
		jest.fn((event) => void told.push(what(event as never)));
	handlers = {
		post: jest.fn(),
		qr: jest.fn(),
		serverTime: jest.fn(),
		codeTyped: jest.fn(),
		codeRetired: jest.fn(),
		paired: jest.fn(),
		oldCopy: jest.fn(),
		open: tells(() => 'open'),
		lost: tells(({ code }: EventOf<'lost'>) => `lost ${code}`),
		trouble: jest.fn(),
		retry: jest.fn(),
		end: tells(({ step }: EventOf<'end'>) => `end: ${step}`),
		linkingEnded: tells(({ code }: EventOf<'linkingEnded'>) => `linking ended ${code}`),
		ack: jest.fn(),
		receipts: jest.fn(),
		stanza: jest.fn(),
		unfinishedStanza: jest.fn(),
		finished: jest.fn(),
		unopened: jest.fn(),
		handled: jest.fn(),
		contacts: jest.fn(),
		reachOutTimelock: jest.fn(),
		newChatCap: jest.fn(),
		notices: jest.fn(),
		presence: jest.fn(),
		call: jest.fn(),
		ring: jest.fn(),
		chats: jest.fn(),
		chatAction: jest.fn(),
		label: jest.fn(),
		ownRead: jest.fn(),
		message: jest.fn(),
	};
	const onEvent = (event: ConnectionEvent) => void handlers[event.type](event);
	connection = createConnection({
		clock,
		log: silentLog,
		dial,
		nextTurn: () => turnInMs,
		isPaired: () => paired,
		renewVersion,
		onEvent,
	});
});

const last = () => {
	const entry = dialled.at(-1);
	if (!entry) throw new Error('Nothing was dialled');
	return entry;
};
/** What a user is told while it is tried again. */
const retries = () =>
	handlers.retry.mock.calls.map(([event]) => (event as EventOf<'retry'>).error.message);
const times = () => dialled.map(({ at }) => at);

/** The network is gone: every connection is closed as soon as it is dialled. */
async function withoutNetwork(code: number, ms: number): Promise<void> {
	const end = clock.now() + ms;
	for (let next = clock.due()[0]; next !== undefined && next <= end; next = clock.due()[0]) {
		await clock.advance(next - clock.now());
		if (!last().closed) last().close(code);
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
		last().emit({ type: 'open' });
		expect(connection.open()).toBe(last().socket);
		expect(told).toEqual(['open']);
	});

	test('is started once, whether it is under way, open or planned', async () => {
		connection.start();
		connection.start();
		last().emit({ type: 'open' });
		connection.start();
		last().close(503);
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
		last().emit({ type: 'qr', text: 'qr', again: true });
		last().emit({ type: 'codeTyped' });
		last().emit({ type: 'codeRetired' });
		last().emit({ type: 'paired', deviceName: 'Mac OS' });
		last().emit({ type: 'ack', ack: ack });
		last().emit({ type: 'receipts', receipts: [receipt] });
		last().emit({ type: 'stanza', stanza });
		last().emit({ type: 'message', opened: message });
		expect(handlers.qr).toHaveBeenCalledWith({ type: 'qr', text: 'qr', again: true });
		expect(handlers.codeTyped).toHaveBeenCalledTimes(1);
		expect(handlers.codeRetired).toHaveBeenCalledTimes(1);
		expect(handlers.paired).toHaveBeenCalledTimes(1);
		expect(handlers.ack).toHaveBeenCalledWith({ type: 'ack', ack });
		expect(handlers.receipts).toHaveBeenCalledWith({ type: 'receipts', receipts: [receipt] });
		expect(handlers.stanza).toHaveBeenCalledWith({ type: 'stanza', stanza });
		expect(handlers.message).toHaveBeenCalledWith({ type: 'message', opened: message });
	});

	test('that is lost says so once, and is gone by then', () => {
		connection.start();
		last().emit({ type: 'open' });
		handlers.lost.mockImplementation(() => expect(connection.open()).toBeUndefined());
		last().close(428);
		expect(handlers.lost.mock.calls).toEqual([[{ type: 'lost', code: 428 }]]);
	});

	test('that never opened is not said to be lost', () => {
		connection.start();
		last().close(408);
		expect(told).toEqual([]);
	});
});

describe('An old socket', () => {
	beforeEach(() => {
		connection.start();
		last().emit({ type: 'open' });
		connection.restart();
		told.length = 0;
	});

	test('has nothing more to say about its life', () => {
		const [old] = dialled as [Dialled];
		old.emit({ type: 'qr', text: 'old', again: false });
		old.emit({ type: 'codeTyped' });
		old.emit({ type: 'codeRetired' });
		old.emit({ type: 'paired', deviceName: 'Mac OS' });
		old.emit({ type: 'open' });
		old.close(401);
		expect(told).toEqual([]);
		expect(handlers.qr).not.toHaveBeenCalled();
		expect(handlers.codeTyped).not.toHaveBeenCalled();
		expect(handlers.codeRetired).not.toHaveBeenCalled();
		expect(handlers.paired).not.toHaveBeenCalled();
		expect(connection.socket()).toBe(last().socket);
		expect(connection.open()).toBeUndefined();
		expect(clock.due()).toEqual([]);
	});

	test('is still believed about what it received', () => {
		const [old] = dialled as [Dialled];
		const ack = { messageId: 'a', error: null, at: START };
		old.emit({ type: 'ack', ack: ack });
		expect(handlers.ack).toHaveBeenCalledWith({ type: 'ack', ack });
	});
});

describe('After a fault', () => {
	test('it is tried again after 1, 2, 4, 8 ... seconds', async () => {
		connection.start();
		last().close(408);
		await withoutNetwork(408, MINUTE);
		expect(times()).toEqual([0, 1, 3, 7, 15, 31]);
	});

	test('the counting goes on when the connection opens for an instant only', async () => {
		connection.start();
		for (let round = 0; round < 4; round++) {
			last().emit({ type: 'open' });
			await clock.advance(59 * SECOND);
			last().close(428);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(times()).toEqual([0, 60, 121, 184, 251]);
	});

	test('the counting starts anew after a connection that held for 60 seconds', async () => {
		connection.start();
		last().close(408);
		await withoutNetwork(408, 40 * SECOND);
		await clock.advance((clock.due()[0] ?? 0) - clock.now());
		last().emit({ type: 'open' });
		await clock.advance(60 * SECOND);
		const lost = clock.now();
		last().close(428);
		expect(clock.due()).toEqual([lost + SECOND]);
	});

	test('a day without network is survived: never more than ten seconds apart', async () => {
		clock.setRandom(createFakeClock().random);
		connection.start();
		last().emit({ type: 'open' });
		last().close(428);
		reachable = false;
		await withoutNetwork(408, DAY);
		const gaps = times().map((at, index, all) => at - (all[index - 1] ?? 0));
		expect(Math.max(...gaps)).toBeLessThanOrEqual(10);
		expect(told).toEqual(['open', 'lost 428']);

		await clock.advance(10 * SECOND);
		last().emit({ type: 'open' });
		expect(connection.open()).toBe(last().socket);
	});

	test('the tries of an outage do not count against WhatsApp, which is there again', async () => {
		connection.start();
		last().emit({ type: 'open' });
		last().close(428);
		reachable = false;
		await withoutNetwork(408, HOUR);
		await clock.advance((clock.due()[0] ?? 0) - clock.now());
		reachable = true;
		last().close(428);
		expect(clock.due()).toEqual([clock.now() + 2 * SECOND]);
		await clock.advance(2 * SECOND);
		// ... and the next outage starts from the shortest pause.
		reachable = false;
		last().close(408);
		expect(clock.due()).toEqual([clock.now() + SECOND]);
	});

	test.each([408, 428, 500, 503, 402, 409, 411, 418])('%i never ends it', async (code) => {
		connection.start();
		last().close(code);
		await withoutNetwork(code, 7 * DAY);
		expect(handlers.end).not.toHaveBeenCalled();
		expect(clock.due()).toHaveLength(1);
	});
});

test('Each try that failed is told, until one succeeds', async () => {
	connection.start();
	last().close(408);
	await clock.advance(SECOND);
	last().close(503);
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
		handlers.lost.mockImplementation(fails);
		connection.start();
		last().emit({ type: 'open' });
		last().close(428);
		expect(handlers.trouble.mock.calls).toEqual([[{ type: 'trouble', error: full }]]);
		await clock.advance(SECOND);
		expect(dialled).toHaveLength(2);
	});

	test('that the connection was lost, it can be restarted all the same', () => {
		handlers.lost.mockImplementation(fails);
		connection.start();
		last().emit({ type: 'open' });
		connection.restart();
		expect(dialled).toHaveLength(2);
	});

	test('that the connection has ended, nothing is tried any more all the same', async () => {
		handlers.end.mockImplementation(fails);
		connection.start();
		last().close(401);
		expect(handlers.trouble.mock.calls).toEqual([[{ type: 'trouble', error: full }]]);
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('of what the connection did, it is closed and tried again after a pause', async () => {
		connection.start();
		last().emit({ type: 'open' });
		const { socket } = last();
		connection.abandon(full);
		connection.abandon(full);
		const trouble = { type: 'trouble', error: full };
		expect(handlers.trouble.mock.calls).toEqual([[trouble], [trouble]]);
		expect(handlers.lost).toHaveBeenCalledTimes(1);
		expect(dialled.find((entry) => entry.socket === socket)?.closed).toBe(true);
		await clock.advance(SECOND);
		expect(dialled).toHaveLength(2);
	});

	test('what came over it, it is closed and tried again; what an old one still brings is of no interest', async () => {
		connection.start();
		last().emit({ type: 'open' });
		const [first] = dialled;
		first?.emit({ type: 'trouble', error: full });
		expect(first?.closed).toBe(true);
		await clock.advance(SECOND);
		first?.emit({ type: 'trouble', error: full });
		expect(dialled).toHaveLength(2);
		expect(last().closed).toBe(false);
	});

	test('that linking has ended, the connection is closed all the same', () => {
		paired = false;
		handlers.linkingEnded.mockImplementation(fails);
		connection.start();
		last().emit({ type: 'trouble', error: full });
		expect(last().closed).toBe(true);
	});

	test('of anything, where there is no connection, none is made', async () => {
		connection.abandon(full);
		await clock.advance(DAY);
		expect(dialled).toEqual([]);
	});

	test('that the connection is open, it is closed and tried again with growing pauses', async () => {
		handlers.open.mockImplementation(fails);
		connection.start();
		for (let round = 0; round < 3; round++) {
			last().emit({ type: 'open' });
			expect(connection.open()).toBeUndefined();
			expect(last().closed).toBe(true);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(times()).toEqual([0, 1, 3, 7]);

		handlers.open.mockImplementation(() => undefined);
		last().emit({ type: 'open' });
		expect(connection.open()).toBe(last().socket);
	});
});

describe('515 (restart required)', () => {
	test('is followed at once, and does not count as a fault', async () => {
		connection.start();
		last().close(515);
		expect(handlers.retry).not.toHaveBeenCalled();
		await clock.advance(0);
		expect(times()).toEqual([0, 0]);
		last().close(408);
		expect(clock.due()).toEqual([START + SECOND]);
	});

	test('that goes on and on gets growing pauses, and is told then', async () => {
		connection.start();
		for (let round = 0; round < 6; round++) {
			last().emit({ type: 'open' });
			last().close(515);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(times()).toEqual([0, 0, 0, 0, 1, 3, 7]);
		expect(retries()).toEqual(Array(3).fill(expect.stringContaining('lost (515)')));
	});
});

describe('405 (outdated)', () => {
	test('four times in a row is the end', async () => {
		connection.start();
		last().close(408);
		await clock.advance(SECOND);
		for (let round = 0; round < 4; round++) {
			last().close(405);
			await clock.advance(5 * MINUTE);
		}
		expect(handlers.end.mock.calls).toEqual([[{ type: 'end', step: 'outdated', error: OUTDATED }]]);
	});

	test('is tried again at once with a newer version, if there is one', async () => {
		renewVersion.mockResolvedValueOnce(true);
		connection.start();
		last().close(405);
		await clock.settle();
		expect(times()).toEqual([0, 0]);
		last().emit({ type: 'open' });
		await clock.advance(HOUR);
		expect(dialled).toHaveLength(2);
	});

	test('is not tried again with a newer version that comes after the connection was stopped', async () => {
		const answer = deferred<boolean>();
		renewVersion.mockReturnValueOnce(answer.promise);
		connection.start();
		last().close(405);
		connection.stop();
		answer.resolve(true);
		await clock.advance(HOUR);
		expect(dialled).toHaveLength(1);
	});

	test('from somebody in between says nothing of the version', () => {
		reachable = false;
		connection.start();
		last().close(405);
		expect(renewVersion).not.toHaveBeenCalled();
	});

	test('among other faults of WhatsApp is no end', async () => {
		connection.start();
		for (let round = 0; round < 24; round++) {
			last().close(round % 3 === 2 ? 503 : 405);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
		}
		expect(handlers.end).not.toHaveBeenCalled();
	});

	test('is the end although the network fails in between', async () => {
		connection.start();
		for (let round = 0; round < 4; round++) {
			reachable = false;
			last().close(408);
			await clock.advance((clock.due()[0] ?? 0) - clock.now());
			reachable = true;
			last().close(405);
			await clock.advance((clock.due()[0] ?? clock.now()) - clock.now());
		}
		expect(handlers.end.mock.calls).toEqual([[{ type: 'end', step: 'outdated', error: OUTDATED }]]);
	});
});

test('402 (a temporary ban) is waited out, then tried once', async () => {
	connection.start();
	last().close(402, START + 26 * HOUR);
	expect(retries()).toEqual([expect.stringContaining('until 2026-07-02T14:00:00.000Z')]);
	await clock.advance(26 * HOUR - 1);
	expect(dialled).toHaveLength(1);
	await clock.advance(1);
	expect(dialled).toHaveLength(2);
	last().close(402, clock.now() + HOUR);
	expect(clock.due()).toEqual([clock.now() + HOUR]);
});

describe('440 (replaced by another connection)', () => {
	test('is tried again three times, 30 to 60 seconds later, although it opens each time; then it is the end', async () => {
		clock.setRandom(() => 0.5);
		connection.start();
		for (let round = 0; round < 4; round++) {
			last().emit({ type: 'open' });
			last().close(440);
			await clock.advance(45 * SECOND);
		}
		expect(times()).toEqual([0, 45, 90, 135]);
		expect(handlers.end.mock.calls).toEqual([[{ type: 'end', step: 'replaced', error: REPLACED }]]);
		await clock.advance(DAY);
		expect(dialled).toHaveLength(4);
	});

	test('is counted anew after a connection that held', async () => {
		connection.start();
		for (let round = 0; round < 10; round++) {
			last().emit({ type: 'open' });
			await clock.advance(60 * SECOND);
			last().close(440);
			await clock.advance(30 * SECOND);
		}
		expect(handlers.end).not.toHaveBeenCalled();
		expect(dialled).toHaveLength(11);
	});
});

describe('A code that ends it', () => {
	test('is told after the loss, and nothing is tried any more', async () => {
		connection.start();
		last().emit({ type: 'open' });
		last().close(401);
		expect(told).toEqual(['open', 'lost 401', 'end: loggedOut']);
		expect(handlers.end).toHaveBeenCalledWith({
			type: 'end',
			step: 'loggedOut',
			error: LOGGED_OUT,
		});
		expect(clock.due()).toEqual([]);
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('leaves the way free for a new start', () => {
		connection.start();
		last().close(403);
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
			last().close(code);
			await clock.advance(HOUR);
			expect(told).toEqual([`linking ended ${code}`]);
			expect(dialled).toHaveLength(1);
		},
	);

	test('and pairs while it is connected is connected again', async () => {
		paired = false;
		connection.start();
		last().emit({ type: 'paired', deviceName: 'Mac OS' });
		paired = true;
		last().close(515);
		await clock.advance(0);
		expect(dialled).toHaveLength(2);
		expect(told).toEqual([]);
	});
});

describe('Restarting', () => {
	test('closes what is there and dials at once', () => {
		connection.start();
		last().emit({ type: 'open' });
		connection.restart();
		expect(dialled.map(({ closed }) => closed)).toEqual([true, false]);
		expect(told).toEqual(['open', 'lost 428']);
	});

	test('does not wait for what is planned, nor dial twice', async () => {
		connection.start();
		last().close(402);
		connection.restart();
		expect(times()).toEqual([0, 0]);
		last().emit({ type: 'open' });
		await clock.advance(2 * HOUR);
		expect(dialled).toHaveLength(2);
	});

	test('counts anew', async () => {
		connection.start();
		last().close(408);
		await withoutNetwork(408, HOUR);
		connection.restart();
		last().close(408);
		expect(clock.due()).toEqual([clock.now() + SECOND]);
	});

	test('works when nothing is there', () => {
		connection.restart();
		expect(dialled).toHaveLength(1);
		expect(told).toEqual([]);
	});
});

describe('Its turn among the numbers of the process', () => {
	beforeEach(() => (turnInMs = 3 * SECOND));

	test.each([
		['the first connection of a linked number', () => (connection.start(), connection.start())],
		['a connection that is replaced', () => connection.restart()],
	])('is waited for by %s', async (_what, connect) => {
		connect();
		expect(dialled).toEqual([]);
		await clock.advance(DAY);
		expect(times()).toEqual([3]);
	});

	test('is waited for after the pause that a fault has', async () => {
		connection.start();
		await clock.advance(3 * SECOND);
		last().close(408);
		await clock.advance(DAY);
		expect(times()).toEqual([3, 3 + 1 + 3]);
	});

	test('is not waited for where a person waits: who runs Reconnect, or links a number', async () => {
		connection.start();
		connection.restartNow();
		expect(times()).toEqual([0]);
		connection.stop();

		paired = false;
		connection.start();
		last().emit({ type: 'paired', deviceName: 'Mac OS' });
		paired = true;
		last().close(515);
		await clock.advance(0);
		expect(times()).toEqual([0, 0, 0]);
	});

	test('does not come for a connection that was stopped', async () => {
		connection.start();
		connection.stop();
		await clock.advance(DAY);
		expect(dialled).toEqual([]);
	});
});

describe('Stopping', () => {
	test('closes what is there and plans nothing', async () => {
		connection.start();
		last().emit({ type: 'open' });
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
		last().close(408);
		connection.stop();
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('can be followed by a new start', () => {
		connection.start();
		connection.stop();
		connection.start();
		last().emit({ type: 'open' });
		expect(connection.open()).toBe(last().socket);
	});

	test('twice says nothing twice', () => {
		connection.start();
		last().emit({ type: 'open' });
		connection.stop();
		connection.stop();
		expect(told).toEqual(['open', 'lost 428']);
	});
});

describe('A number whose first login is refused', () => {
	test('was never linked, if the link says so: nothing is told or tried', async () => {
		handlers.linkingEnded.mockImplementation(() => (paired = false));
		connection.start();
		last().close(401);
		expect(handlers.end).not.toHaveBeenCalled();
		await clock.advance(DAY);
		expect(dialled).toHaveLength(1);
	});

	test('was logged out, if the link was good before', () => {
		connection.start();
		last().close(401);
		expect(told).toEqual(['linking ended 401', 'end: loggedOut']);
	});

	test('may be linked all the same, if it was a proxy that refused', () => {
		reachable = false;
		connection.start();
		last().close(401);
		expect(told).toEqual([]);
	});
});
