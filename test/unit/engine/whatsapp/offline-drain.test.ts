import { EventEmitter } from 'node:events';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { drainOffline, type Drain } from '../../../../engine/whatsapp/offline-drain';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { MINUTE, SECOND } from '../support';

/** A server that waits, and Baileys, which is done with a stanza when the test says so. */
class Socket extends EventEmitter {
	isOpen = true;
	/** When more was asked for, in milliseconds. */
	readonly requests: number[] = [];
	/** What Baileys got. */
	readonly handed: BinaryNode[] = [];
	readonly #done: (() => void)[] = [];
	isAtOnce = true;

	constructor(private readonly clock: FakeClock) {
		super();
		for (const tag of ['message', 'receipt', 'notification', 'call']) {
			this.on(`CB:${tag}`, async (node: BinaryNode) => {
				this.handed.push(node);
				if (!this.isAtOnce) await new Promise<void>((resolve) => this.#done.push(resolve));
			});
		}
	}

	async says(tag: 'offline_preview' | 'offline', count: number): Promise<void> {
		const content = [{ tag, attrs: { count: String(count) } }];
		this.emit(`CB:ib,,${tag}`, { tag: 'ib', attrs: {}, content } satisfies BinaryNode);
		await this.clock.settle();
	}

	async hands(count: number, tag = 'message', attrs: Record<string, string> = {}): Promise<void> {
		for (let i = 0; i < count; i++) {
			this.emit(`CB:${tag}`, { tag, attrs: { offline: String(i), ...attrs } } satisfies BinaryNode);
		}
		await this.clock.settle();
	}

	async finish(count: number): Promise<void> {
		for (const done of this.#done.splice(0, count)) done();
		await this.clock.settle();
	}

	send = async ({ tag, content }: BinaryNode): Promise<void> => {
		expect([tag, content]).toEqual(['ib', [{ tag: 'offline_batch', attrs: { count: '100' } }]]);
		this.requests.push(this.clock.now() - START);
	};
}

let clock: FakeClock;
let socket: Socket;
let drain: Drain;

beforeEach(() => {
	clock = createFakeClock();
	socket = new Socket(clock);
	drain = drainOffline({ ws: socket, send: socket.send, clock });
});

describe('More is asked for', () => {
	test('a tenth of a second after the last time, once for however many stanzas', async () => {
		await socket.says('offline_preview', 5_000);
		await clock.advance(10 * SECOND);
		expect(socket.requests).toEqual([]);
		await socket.hands(70);
		await clock.advance(0);
		expect(socket.requests).toEqual([10_000]);
		await socket.hands(80);
		await clock.advance(99);
		expect(socket.requests).toEqual([10_000]);
		await clock.advance(1);
		expect(socket.requests).toEqual([10_000, 10_100]);
	});

	test.each(['message', 'receipt', 'notification', 'call'])('after a %s', async (tag) => {
		await socket.says('offline_preview', 200);
		await socket.hands(1, tag);
		await clock.advance(SECOND);
		expect(socket.requests).toEqual([100]);
	});

	test('though WhatsApp has not announced anything', async () => {
		await socket.hands(1);
		await clock.advance(SECOND);
		expect(socket.requests).toHaveLength(1);
	});

	test('as long as no more than two batches are ahead of what was dealt with', async () => {
		socket.isAtOnce = false;
		await socket.says('offline_preview', 5_000);
		await socket.hands(100);
		await clock.advance(MINUTE);
		expect(socket.requests).toHaveLength(0);
		await socket.finish(1);
		await clock.advance(MINUTE);
		expect(socket.requests).toHaveLength(1);
		await socket.finish(98);
		await clock.advance(MINUTE);
		expect(socket.requests).toHaveLength(1);
		await socket.finish(1);
		await clock.advance(MINUTE);
		expect(socket.requests).toHaveLength(2);
	});

	test('where WhatsApp gives less than what was asked for', async () => {
		await socket.says('offline_preview', 1_000);
		let handed = 0;
		for (let second = 0; second < 60 && handed < 1_000; second++) {
			const before = socket.requests.length;
			await socket.hands(30);
			handed += 30;
			await clock.advance(2 * SECOND);
			expect(socket.requests.length).toBe(before + 1);
		}
		expect(handed).toBeGreaterThanOrEqual(1_000);
	});

	test('not after WhatsApp has said that this was all, nor over a connection that has ended', async () => {
		await socket.says('offline_preview', 200);
		await socket.hands(1);
		await socket.says('offline', 200);
		await clock.advance(MINUTE);
		await socket.hands(1);
		await clock.advance(MINUTE);
		expect(socket.requests).toEqual([]);
		expect(clock.due()).toEqual([]);

		const next = new Socket(clock);
		drainOffline({ ws: next, send: next.send, clock });
		await next.hands(1);
		next.isOpen = false;
		await clock.advance(MINUTE);
		expect(next.requests).toEqual([]);
	});

	test('not for what comes live', async () => {
		await socket.says('offline_preview', 200);
		socket.emit('CB:message', { tag: 'message', attrs: {} });
		await clock.advance(MINUTE);
		expect(socket.requests).toEqual([]);
	});

	test('again where nothing comes, every twenty seconds at most', async () => {
		await socket.says('offline_preview', 200);
		for (let second = 0; second < 60; second++) {
			drain.askAgain();
			await clock.advance(SECOND);
		}
		expect(socket.requests).toEqual([20_000, 40_000]);
	});

	test('in vain where the connection has just closed, and nobody is troubled with it', async () => {
		const other = new Socket(clock);
		const send = jest.fn().mockRejectedValue(new Error('Connection Closed'));
		drainOffline({ ws: other, send, clock });
		await other.hands(1);
		await clock.advance(SECOND);
		expect(send).toHaveBeenCalledTimes(1);
		await other.hands(1);
		await clock.advance(SECOND);
		expect(other.handed).toHaveLength(2);
	});
});

describe('How far the backlog has got, where', () => {
	test.each([
		['nothing waits', async () => undefined, undefined],
		['WhatsApp says that nothing waits', () => socket.says('offline_preview', 0), undefined],
		['it was announced', () => socket.says('offline_preview', 2), 0],
	])('%s', async (_, happen, expected) => {
		await happen();
		await clock.advance(SECOND);
		expect(movedAfter()).toBe(expected);
	});

	test('a stanza came, and was dealt with later', async () => {
		socket.isAtOnce = false;
		await socket.says('offline_preview', 2);
		await clock.advance(SECOND);
		await socket.hands(1);
		expect(movedAfter()).toBe(1_000);
		await clock.advance(SECOND);
		await socket.finish(1);
		expect(movedAfter()).toBe(2_000);
		expect([drain.isShort(), drain.isOver()]).toEqual([true, false]);
	});

	test('WhatsApp has said that this was all', async () => {
		await socket.says('offline_preview', 2);
		await socket.says('offline', 2);
		expect([movedAfter(), drain.isOver()]).toEqual([undefined, true]);
	});

	test('all that was announced has come, and live stanzas come, too: it is over without a word', async () => {
		await socket.says('offline_preview', 2);
		await socket.hands(2);
		expect([movedAfter(), drain.isShort()]).toEqual([0, false]);
		socket.emit('CB:message', { tag: 'message', attrs: {} });
		expect(movedAfter()).toBeUndefined();
	});

	test('live stanzas come past it: it is not over', async () => {
		await socket.says('offline_preview', 2);
		await socket.hands(1);
		socket.emit('CB:message', { tag: 'message', attrs: {} });
		expect(movedAfter()).toBe(0);
	});

	function movedAfter(): number | undefined {
		const at = drain.movedAt();
		return at === undefined ? undefined : at - START;
	}
});

test.each<[string, string, Record<string, string>, boolean]>([
	['a receipt', 'receipt', {}, false],
	['a notification', 'notification', { type: 'w:gp2' }, false],
	['the notice of a new identity', 'notification', { type: 'encrypt' }, true],
	['a call', 'call', {}, true],
])(
	'The mark of a stanza that had waited is left on what needs it alone: %s',
	async (_, tag, attrs, isKept) => {
		await socket.hands(1, tag, attrs);
		expect(socket.handed).toEqual([{ tag, attrs: { ...(isKept && { offline: '0' }), ...attrs } }]);
	},
);
