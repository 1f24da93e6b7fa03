import { chatType } from '../../../../engine/content/jid';
import {
	ListenerGone,
	type EngineEvent,
	type EventBatch,
	type EventDroppedEvent,
	type EventListener,
	type EventType,
	type Subscription,
} from '../../../../engine/gateway/contract';
import { createEventLog, type EventLog } from '../../../../engine/events/event-log';
import { DELETED_WITHIN_MS, MAX_IN_FLIGHT } from '../../../../engine/events/hand-over';
import { silentLog } from '../../../../engine/log';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { ACCOUNT_ID, DAY, deferred, HOUR, SECOND, useStores, type Deferred } from '../support';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let log: EventLog;

const openLog = () =>
	createEventLog({
		store,
		now: clock.now,
		after: (ms, task) => clock.after(ms, task),
		log: silentLog,
		account: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
	});

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	log = openLog();
});

/** The process is gone without a word; the next one opens the same file. */
function restart(): void {
	store.close();
	store = stores.open();
	log = openLog();
}

function event(eventId: string, type: EventType = 'message.read', chat = '222@lid'): EngineEvent {
	return {
		event: type,
		eventId,
		timestamp: new Date(START).toISOString(),
		account: { id: 'credential1', phone: null, lid: null, name: null },
		chat: { id: chat, type: chatType(chat), phone: null, lid: chat, name: null },
		messageId: eventId,
		status: 'READ',
	} as EngineEvent;
}

const ONLY_GROUPS: Subscription['filters'] = { 'message.read': { chatTypes: ['group'] } };

async function happens(...events: EngineEvent[]): Promise<void> {
	log.append(events);
	await clock.settle();
}

/** Somebody who listens; what it was handed, and what it answers. */
interface Reader {
	batches: EventBatch[];
	/** The batches' IDs, in the order in which they came. */
	ids(): string[];
	/** Answers for the batch that came first under this ID and has no answer yet. */
	take(batchId: string): Promise<void>;
	refuse(batchId: string, reason?: Error): Promise<void>;
	close(): void;
}

const takesAll: EventListener = async () => undefined;

/** Subscribes a reader that answers when the test says so, or as `answer` does. */
async function reader(
	subscription: Partial<Subscription> = {},
	answer?: EventListener,
): Promise<Reader> {
	const batches: EventBatch[] = [];
	const open: Array<{ batchId: string; answer: Deferred }> = [];
	const settle = async (batchId: string, how: (answer: Deferred) => void) => {
		const index = open.findIndex((entry) => entry.batchId === batchId);
		const [entry] = open.splice(index, 1);
		if (index < 0 || !entry) throw new Error(`${batchId} is not with this reader`);
		how(entry.answer);
		await clock.settle();
	};
	const handle = log.subscribe(
		{ events: ['message.read'], start: 'resume', ...subscription },
		(batch) => {
			batches.push(batch);
			if (answer) return answer(batch);
			const waiting = deferred();
			open.push({ batchId: batch.batchId, answer: waiting });
			return waiting.promise;
		},
	);
	await clock.settle();
	return {
		batches,
		ids: () => batches.map(({ batchId }) => batchId),
		async take(batchId) {
			await settle(batchId, ({ resolve }) => resolve());
			await clock.advance(DELETED_WITHIN_MS);
		},
		refuse: (batchId, reason = new Error('not now')) =>
			settle(batchId, ({ reject }) => reject(reason)),
		close: () => handle.close(),
	};
}

const kept = () => store.db.get<{ n: number }>('SELECT count(*) AS n FROM batch')?.n;

describe('An event', () => {
	test('that nobody asks for is not kept', async () => {
		await happens(event('1'));
		expect(kept()).toBe(0);
		expect((await reader({ durableId: 'a' })).ids()).toEqual([]);
	});

	test('of a type that nobody asks for is not kept', async () => {
		await reader({ durableId: 'a', events: ['message.sent'] });
		await happens(event('1', 'message.read'));
		expect(kept()).toBe(0);
	});

	test('that no filter lets pass is not kept', async () => {
		await reader({ durableId: 'a', filters: ONLY_GROUPS });
		await happens(event('1'), event('2', 'message.read', '1203@g.us'));
		expect(store.db.all('SELECT id FROM batch')).toEqual([{ id: '2' }]);
	});

	test('goes to those whose filter lets it pass, of a batch that others want more of', async () => {
		const groups = await reader({ durableId: 'a', filters: ONLY_GROUPS });
		const all = await reader({ durableId: 'b' });
		const none = await reader({
			durableId: 'c',
			filters: { 'message.read': { chatTypes: ['status'] } },
		});
		const inGroup = event('2', 'message.read', '1203@g.us');
		await happens(event('1'), inGroup);
		expect(groups.batches).toEqual([{ batchId: '1', events: [inGroup] }]);
		expect(all.batches).toEqual([{ batchId: '1', events: [event('1'), inGroup] }]);
		expect(none.batches).toEqual([]);
	});

	test('goes to everybody who asks for its type', async () => {
		const a = await reader({ durableId: 'a' });
		const b = await reader({ durableId: 'b', events: ['message.sent', 'message.read'] });
		const c = await reader({ durableId: 'c', events: ['message.sent'] });
		await happens(event('1'));
		expect(a.batches).toEqual([{ batchId: '1', events: [event('1')] }]);
		expect(b.batches).toEqual(a.batches);
		expect(c.batches).toEqual([]);
	});

	test('is handed over when it is on disk, not before', async () => {
		const a = await reader({ durableId: 'a' });
		log.append([event('1')]);
		await Promise.resolve();
		expect(a.ids()).toEqual([]);
		const saved = store.db.saving();
		await saved;
		expect(a.ids()).toEqual(['1']);
	});

	test('is not handed over where its transaction fails', async () => {
		const a = await reader({ durableId: 'a' });
		const failing = () =>
			store.db.transaction(() => {
				log.append([event('1')]);
				throw new Error('the disk is full');
			});
		expect(failing).toThrow('the disk is full');
		await clock.settle();
		expect(a.ids()).toEqual([]);
		expect(kept()).toBe(0);
	});

	test('is on disk before it is handed over', async () => {
		let onDisk: number | undefined;
		await reader({ durableId: 'a' }, async () => {
			onDisk = kept();
		});
		await happens(event('1'));
		expect(onDisk).toBe(1);
	});

	test('is gone when all have taken it', async () => {
		const a = await reader({ durableId: 'a' });
		const b = await reader({ durableId: 'b' });
		await happens(event('1'));
		await a.take('1');
		expect(kept()).toBe(1);
		await b.take('1');
		expect(kept()).toBe(0);
	});

	test('that was taken is deleted with what is written next', async () => {
		const a = await reader({ durableId: 'a' }, takesAll);
		await happens(event('1'));
		expect(kept()).toBe(1);
		await happens(event('2'));
		expect(store.db.all('SELECT id FROM batch')).toEqual([{ id: '2' }]);
		log.close();
		expect(kept()).toBe(0);
		expect(a.ids()).toEqual(['1', '2']);
	});

	test('that was taken and could not be deleted is deleted later, and not handed over again', async () => {
		const a = await reader({ durableId: 'a' }, takesAll);
		await happens(event('1'));
		const failing = () =>
			store.db.transaction(() => {
				log.append([event('2')]);
				throw new Error('the disk is full');
			});
		expect(failing).toThrow('the disk is full');
		await clock.advance(DELETED_WITHIN_MS);
		expect(kept()).toBe(1);
		await happens(event('3'));
		await clock.advance(DELETED_WITHIN_MS);
		expect(a.ids()).toEqual(['1', '3']);
		expect(kept()).toBe(0);
	});

	test('that is stored again while it waits comes once', async () => {
		const a = await reader({ durableId: 'a' });
		await happens(event('1'));
		await happens(event('1'));
		await a.take('1');
		expect(a.ids()).toEqual(['1']);
	});

	test('cannot be read in the file', async () => {
		await reader({ durableId: 'a' });
		await happens(event('1'));
		const row = store.db.get<{ events: Uint8Array }>('SELECT events FROM batch');
		expect(Buffer.from(row?.events ?? []).includes('222@lid')).toBe(false);
		expect(row?.events.length).toBeGreaterThan(JSON.stringify(event('1')).length);
	});
});

describe('Events that happened together', () => {
	test('are one batch for each type, named after its first event', async () => {
		const a = await reader({ durableId: 'a', events: ['message.sent', 'message.read'] });
		await happens(
			event('1', 'message.sent'),
			event('2', 'message.read'),
			event('3', 'message.sent'),
			event('4', 'message.read'),
		);
		expect(a.batches.map(({ batchId, events }) => [batchId, events.map((e) => e.eventId)])).toEqual(
			[
				['1', ['1', '3']],
				['2', ['2', '4']],
			],
		);
	});

	test('can be none', async () => {
		const a = await reader({ durableId: 'a' });
		await happens();
		expect(a.ids()).toEqual([]);
	});
});

describe('A batch that n8n refuses', () => {
	test('comes again after 5 seconds, until it is taken', async () => {
		const a = await reader({ durableId: 'a' });
		await happens(event('1'));
		await a.refuse('1');
		await clock.advance(5 * SECOND - 1);
		expect(a.ids()).toEqual(['1']);
		await clock.advance(1);
		expect(a.ids()).toEqual(['1', '1']);
		await a.refuse('1');
		await clock.advance(5 * SECOND);
		await a.take('1');
		await clock.advance(HOUR);
		expect(a.ids()).toEqual(['1', '1', '1']);
		expect(kept()).toBe(0);
	});

	test('does not hold up the others', async () => {
		const a = await reader({ durableId: 'a' });
		await happens(event('1'));
		await a.refuse('1');
		await happens(event('2'));
		expect(a.ids()).toEqual(['1', '2']);
	});

	test('does not come again at once because something else happens', async () => {
		const a = await reader({ durableId: 'a' });
		await happens(event('1'));
		await a.refuse('1');
		await happens(event('2'));
		expect(a.ids()).toEqual(['1', '2']);
	});
});

describe('A listener that is gone', () => {
	test('leaves what it had to the next one, at once and before what is newer', async () => {
		const first = await reader({ durableId: 'a' });
		await happens(event('1'));
		await happens(event('2'));
		first.close();
		await first.refuse('1', new ListenerGone());
		await first.refuse('2', new ListenerGone());
		await happens(event('3'));
		const second = await reader({ durableId: 'a' });
		expect(second.ids()).toEqual(['1', '2', '3']);
	});
});

describe('Many batches', () => {
	const ids = Array.from({ length: 120 }, (_, index) => `e${index}`);
	const appendAll = () => store.db.transaction(() => ids.forEach((id) => log.append([event(id)])));

	test('are with n8n 50 at a time; the rest follows in order as they are taken', async () => {
		expect(MAX_IN_FLIGHT).toBe(50);
		const a = await reader({ durableId: 'a' });
		appendAll();
		await clock.settle();
		expect(a.ids()).toEqual(ids.slice(0, 50));
		await a.take('e7');
		expect(a.ids()).toEqual(ids.slice(0, 51));
		for (const id of ids.slice(0, 7)) await a.take(id);
		expect(a.ids()).toEqual(ids.slice(0, 58));
	});

	test('of one chat that are not taken let those of other chats go past, in order, one of each', async () => {
		const a = await reader({ durableId: 'a' });
		appendAll();
		const chats = Array.from({ length: 160 }, (_, index) => `${1000 + index}@lid`);
		const others = [1, 2].flatMap((turn) =>
			chats.map((chat) => event(`${chat} ${turn}`, 'message.read', chat)),
		);
		store.db.transaction(() => others.forEach((one) => log.append([one])));
		await clock.settle();
		const past = () => a.ids().slice(50);
		expect(a.ids().slice(0, 50)).toEqual(ids.slice(0, 50));
		// Two chats may share a lane.
		expect(past().length).toBeGreaterThan(145);
		expect(past()).toEqual(chats.map((chat) => `${chat} 1`).filter((id) => past().includes(id)));
		expect(past().length).toBeLessThanOrEqual(150);
		const [first = ''] = chats;
		await a.take(`${first} 1`);
		expect(past().at(-1)).toBe(`${chats[150] ?? ''} 1`);
		for (const id of past().slice(1)) await a.take(id);
		expect(past()).toContain(`${first} 2`);
		expect(a.ids().filter((id) => id.startsWith('e'))).toHaveLength(50);
	});

	test('that are all taken leave nothing behind', async () => {
		const a = await reader({ durableId: 'a' }, takesAll);
		appendAll();
		await clock.settle();
		expect(a.ids()).toEqual(ids);
		await clock.advance(DELETED_WITHIN_MS);
		expect(kept()).toBe(0);
		expect(store.db.get('SELECT count(*) AS n FROM lane')).toEqual({ n: 0 });
	});

	test('of one subscription do not fill the place of another', async () => {
		await reader({ durableId: 'slow' });
		const quick = await reader({ durableId: 'quick' }, takesAll);
		appendAll();
		await clock.settle();
		expect(quick.ids()).toEqual(ids);
	});
});

describe('After a restart', () => {
	test('the same durable ID gets what is left, in order, and what was not answered again', async () => {
		const a = await reader({ durableId: 'a' });
		for (const id of ['1', '2', '3']) await happens(event(id));
		await a.take('2');
		restart();
		await happens(event('4'));
		expect((await reader({ durableId: 'a' })).ids()).toEqual(['1', '3', '4']);
	});

	test('with start "now" it gets what happens from now on only', async () => {
		await reader({ durableId: 'a' });
		await happens(event('1'));
		restart();
		const a = await reader({ durableId: 'a', start: 'now' });
		expect(kept()).toBe(0);
		await happens(event('2'));
		expect(a.ids()).toEqual(['2']);
	});

	test('"now" forgets for itself only', async () => {
		await reader({ durableId: 'a' });
		await reader({ durableId: 'b' });
		await happens(event('1'));
		restart();
		await reader({ durableId: 'a', start: 'now' });
		expect((await reader({ durableId: 'b' })).ids()).toEqual(['1']);
	});

	test('a subscription without durable ID is gone, and its events with it', async () => {
		await reader();
		await happens(event('1'));
		expect(kept()).toBe(1);
		restart();
		expect(kept()).toBe(0);
		await happens(event('2'));
		expect(kept()).toBe(0);
	});

	test('a durable subscription collects events although nobody reads yet', async () => {
		await reader({ durableId: 'a' });
		restart();
		await happens(event('1'));
		expect(kept()).toBe(1);
	});
});

describe('A second reader of the same durable ID', () => {
	test('does not get what the first is working on, and all that comes then', async () => {
		const first = await reader({ durableId: 'a' });
		await happens(event('1'));
		const second = await reader({ durableId: 'a' });
		await happens(event('2'));
		expect(first.ids()).toEqual(['1']);
		expect(second.ids()).toEqual(['2']);
		await first.take('1');
		await clock.advance(HOUR);
		expect(second.ids()).toEqual(['2']);
		expect(kept()).toBe(1);
	});

	test('gets what the first refused', async () => {
		const first = await reader({ durableId: 'a' });
		await happens(event('1'));
		const second = await reader({ durableId: 'a' });
		await first.refuse('1');
		await clock.advance(5 * SECOND);
		expect(first.ids()).toEqual(['1']);
		expect(second.ids()).toEqual(['1']);
	});

	test('stays when the first one closes late', async () => {
		const first = await reader({ durableId: 'a' });
		const second = await reader({ durableId: 'a' });
		first.close();
		await happens(event('1'));
		expect(second.ids()).toEqual(['1']);
	});

	test('can ask for other types', async () => {
		await reader({ durableId: 'a' });
		const second = await reader({ durableId: 'a', events: ['message.sent'] });
		await happens(event('1', 'message.read'), event('2', 'message.sent'));
		expect(second.ids()).toEqual(['2']);
	});

	test('gets no leftovers of types that it does not ask for, nor are they kept', async () => {
		const first = await reader({ durableId: 'a', events: ['message.sent', 'message.read'] });
		first.close();
		await happens(event('1', 'message.read'), event('2', 'message.sent'));
		await happens(event('3', 'message.read'), event('4', 'message.sent'));
		const second = await reader({ durableId: 'a', events: ['message.sent'], start: 'resume' });
		expect(second.ids()).toEqual(['2', '4']);
		expect(store.db.all('SELECT id FROM batch ORDER BY seq')).toEqual([{ id: '2' }, { id: '4' }]);
	});

	test('gets no leftovers that its filter does not let pass, nor are they kept', async () => {
		(await reader({ durableId: 'a' })).close();
		await happens(event('1'));
		await happens(event('2', 'message.read', '1203@g.us'));
		const second = await reader({ durableId: 'a', filters: ONLY_GROUPS, start: 'resume' });
		expect(second.ids()).toEqual(['2']);
		await clock.advance(DELETED_WITHIN_MS);
		expect(store.db.all('SELECT id FROM batch')).toEqual([{ id: '2' }]);
	});

	test('leaves to others what it does not ask for any more', async () => {
		const both: EventType[] = ['message.sent', 'message.read'];
		(await reader({ durableId: 'a', events: both })).close();
		(await reader({ durableId: 'b', events: both })).close();
		await happens(event('1', 'message.read'));
		await reader({ durableId: 'a', events: ['message.sent'], start: 'resume' });
		const other = await reader({ durableId: 'b', events: both, start: 'resume' });
		expect(other.ids()).toEqual(['1']);
	});
});

describe('A reader that closes', () => {
	test('gets nothing more; with a durable ID its events wait for it', async () => {
		const a = await reader({ durableId: 'a' });
		a.close();
		await happens(event('1'));
		expect(a.ids()).toEqual([]);
		expect((await reader({ durableId: 'a' })).ids()).toEqual(['1']);
	});

	test('can still take what it has', async () => {
		const a = await reader({ durableId: 'a' });
		await happens(event('1'));
		a.close();
		await a.take('1');
		expect((await reader({ durableId: 'a' })).ids()).toEqual([]);
	});

	test('leaves what it refuses for the next one', async () => {
		const a = await reader({ durableId: 'a' });
		await happens(event('1'));
		a.close();
		await a.refuse('1');
		await clock.advance(5 * SECOND);
		expect(a.ids()).toEqual(['1']);
		expect((await reader({ durableId: 'a' })).ids()).toEqual(['1']);
	});

	test('without durable ID vanishes', async () => {
		const once = await reader();
		once.close();
		await happens(event('1'));
		expect(once.ids()).toEqual([]);
		expect(kept()).toBe(0);
		expect(store.db.all('SELECT id FROM subscription')).toEqual([]);
	});
});

test('Readers without durable ID do not get in each other’s way', async () => {
	const one = await reader();
	const other = await reader();
	await happens(event('1'));
	expect(one.ids()).toEqual(['1']);
	expect(other.ids()).toEqual(['1']);
});

describe('Sweeping', () => {
	test('forgets events that were not taken in their time', async () => {
		await reader({ durableId: 'a' });
		await happens(event('old'));
		await clock.advance(HOUR);
		await happens(event('new'));
		log.sweep(START + 1);
		restart();
		expect((await reader({ durableId: 'a' })).ids()).toEqual(['new']);
	});

	test('forgets subscriptions that nobody came back for, and then keeps no events for them', async () => {
		const a = await reader({ durableId: 'a' });
		await clock.advance(DAY);
		a.close();
		await clock.advance(7 * DAY);
		log.sweep(clock.now() - 7 * DAY);
		await happens(event('1'));
		expect(kept()).toBe(1);
		await clock.advance(1);
		log.sweep(clock.now() - 7 * DAY);
		await happens(event('2'));
		expect(kept()).toBe(0);
	});

	test('keeps subscriptions that are read, however long nothing happens', async () => {
		const a = await reader({ durableId: 'a' });
		const once = await reader();
		await clock.advance(365 * DAY);
		log.sweep(clock.now() - 7 * DAY);
		await happens(event('1'));
		expect(a.ids()).toEqual(['1']);
		expect(once.ids()).toEqual(['1']);
	});
});

describe('A closed log', () => {
	test('hands nothing over and plans nothing', async () => {
		const a = await reader({ durableId: 'a' });
		await happens(event('1'));
		await a.refuse('1');
		log.close();
		await happens(event('2'));
		expect(clock.due()).toEqual([]);
		expect(a.ids()).toEqual(['1']);
	});

	test('leaves its file alone: late answers come too late', async () => {
		const a = await reader({ durableId: 'a' });
		const once = await reader();
		for (const id of ['1', '2']) await happens(event(id));
		log.close();
		store.close();
		await a.take('1');
		await a.refuse('2');
		once.close();
		store = stores.open();
		log = openLog();
		expect((await reader({ durableId: 'a' })).ids()).toEqual(['1', '2']);
	});
});

describe('What WhatsApp said, word by word,', () => {
	const message = { ...event('A1', 'message.incoming'), raw: { conversation: 'hi' } };

	const listen = (batches: EventBatch[], raw?: boolean) =>
		log.subscribe({ events: ['message.incoming'], start: 'now', raw }, async (batch) => {
			batches.push(batch);
		});

	test('is wanted as long as somebody asks for it', () => {
		expect(log.wantsRaw()).toBe(false);
		listen([]);
		expect(log.wantsRaw()).toBe(false);
		const asking = listen([], true);
		expect(log.wantsRaw()).toBe(true);
		asking.close();
		expect(log.wantsRaw()).toBe(false);
	});

	test('comes to those who ask for it, and to nobody else', async () => {
		const asked: EventBatch[] = [];
		const notAsked: EventBatch[] = [];
		listen(asked, true);
		listen(notAsked);
		await happens(message as unknown as EngineEvent);
		expect(asked[0]?.events).toEqual([message]);
		expect(notAsked[0]?.events).toEqual([event('A1', 'message.incoming')]);
	});
});

describe('A batch that n8n refuses while it takes others', () => {
	const poison = Array.from({ length: MAX_IN_FLIGHT }, (_, index) => `poison${index}`);
	const isPoison = ({ batchId }: EventBatch) => batchId.startsWith('poison');
	const picky = (taken: string[]): EventListener => {
		return async (batch) => {
			if (isPoison(batch)) throw new Error('No database takes that');
			taken.push(batch.batchId);
		};
	};
	/** n8n takes something else now and then. */
	async function traffic(hours: number): Promise<void> {
		for (let minute = 0; minute < hours * 60; minute++) {
			await clock.advance(60 * SECOND);
			await happens(event(`good at ${clock.now()}`));
		}
	}

	test('does not keep what is behind it from being handed over, however many they are', async () => {
		const taken: string[] = [];
		await reader({ durableId: 'a' }, picky(taken));
		for (const id of poison) await happens(event(id));
		await happens(event('behind'));
		await clock.advance(HOUR);
		expect(taken).toEqual(['behind']);
	});

	test('is put aside with what the reader asked for of it', async () => {
		const dropped: EventDroppedEvent[] = [];
		log.subscribe(
			{ durableId: 'w:n', events: ['message.read'], filters: ONLY_GROUPS, start: 'now' },
			picky([]),
			(dropping) => dropped.push(dropping),
		);
		await reader({ durableId: 'all' }, takesAll);
		await happens(event('poison'), event('in a group', 'message.read', '1203@g.us'));
		for (let minute = 0; minute < 120; minute++) {
			await clock.advance(60 * SECOND);
			await happens(event(`good at ${clock.now()}`, 'message.read', '1203@g.us'));
		}
		expect(dropped).toMatchObject([{ dropped: { eventId: 'in a group', count: 1 } }]);
	});

	test('is put aside after a while, sealed, counted, and told to whoever asks', async () => {
		const told: EngineEvent[] = [];
		await reader({ durableId: 'b', events: ['event.dropped'] }, async ({ events }) => {
			told.push(...events);
		});
		const dropped: EngineEvent[] = [];
		log.subscribe(
			{ durableId: 'w:n', events: ['message.read'], start: 'now' },
			picky([]),
			(dropping) => dropped.push(dropping),
		);
		for (const id of poison) await happens(event(id));
		await traffic(2);
		await clock.advance(DELETED_WITHIN_MS);
		expect(kept()).toBe(0);
		expect(log.dropped()).toBe(poison.length);
		expect(told).toHaveLength(poison.length);
		const first = told.find(({ eventId }) => eventId.includes(':1:'));
		expect(first).toMatchObject({
			event: 'event.dropped',
			account: { id: ACCOUNT_ID },
			dropped: {
				event: 'message.read',
				eventId: 'poison0',
				messageId: 'poison0',
				chatId: '222@lid',
				count: 1,
				subscription: 'w:n',
			},
			reason: expect.stringContaining('n8n refused'),
		});
		expect(dropped).toEqual(told);
		const row = store.db.get<{ events: Uint8Array }>('SELECT events FROM dropped');
		expect(Buffer.from(row?.events ?? []).includes('222@lid')).toBe(false);
	});

	test('is forgotten in its time, and what it said with all other content', async () => {
		await reader({ durableId: 'a' }, picky([]));
		await happens(event('poison'));
		await traffic(1);
		expect(log.dropped()).toBe(1);
		log.sweep(START, clock.now());
		expect(store.db.get('SELECT events FROM dropped')).toEqual({ events: null });
		log.sweep(clock.now());
		expect(log.dropped()).toBe(0);
	});

	test('is not put aside while n8n takes nothing at all, however long that lasts', async () => {
		let isDown = true;
		const taken: string[] = [];
		await reader({ durableId: 'a' }, async ({ batchId }) => {
			if (isDown) throw new Error('n8n has no database');
			taken.push(batchId);
		});
		const ids = Array.from({ length: 3 * MAX_IN_FLIGHT }, (_, index) => `e${index}`);
		for (const id of ids) await happens(event(id));
		await clock.advance(2 * HOUR);
		isDown = false;
		await clock.advance(HOUR);
		expect(taken.toSorted()).toEqual(ids.toSorted());
		expect(log.dropped()).toBe(0);
	});

	test('tells of itself once, although the telling is refused as well', async () => {
		const all: EventType[] = ['message.read', 'event.dropped'];
		await reader({ durableId: 'a', events: all }, async (batch) => {
			if (isPoison(batch) || batch.batchId.includes('dropped')) throw new Error('no');
		});
		await happens(event('poison'));
		await traffic(3);
		expect(log.dropped()).toBe(2);
		await clock.advance(DELETED_WITHIN_MS);
		expect(kept()).toBe(0);
	});
});

test('What subscriptions say that pauses conversations is known, after a restart too', async () => {
	const aside = (minutes: number) => ({ 'message.read': { stepAside: { minutes } } });
	expect(log.stepAsides()).toEqual([]);
	const first = await reader({ durableId: 'a', filters: aside(10) });
	await reader({ durableId: 'b', filters: aside(10) });
	await reader({ filters: { ...ONLY_GROUPS, ...aside(20) } });
	expect(
		log
			.stepAsides()
			.map(({ minutes }) => minutes)
			.sort(),
	).toEqual([10, 10, 20]);
	first.close();
	restart();
	expect(log.stepAsides()).toEqual([{ minutes: 10 }, { minutes: 10 }]);
});

test('What nobody listens for goes with all other content; what is listened for stays', async () => {
	const unpublished = await reader({ durableId: 'gone' });
	await reader({ durableId: 'there' });
	await happens(event('1'));
	unpublished.close();
	log.sweep(clock.now() - 7 * DAY, clock.now());
	expect((await reader({ durableId: 'gone' })).ids()).toEqual([]);
	expect((await reader({ durableId: 'there' })).ids()).toEqual([]);
	restart();
	expect((await reader({ durableId: 'there' })).ids()).toEqual(['1']);
});
