import { EventEmitter } from 'node:events';
import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import { createGroupCache, type GroupCache } from '../../../../engine/whatsapp/group-cache';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { HOUR, MINUTE } from '../support';

const group = (id: string): GroupMetadata => ({
	id,
	owner: undefined,
	subject: id,
	participants: [],
});

let clock: FakeClock;
let cache: GroupCache;
beforeEach(() => {
	clock = createFakeClock();
	cache = createGroupCache(clock.now);
});

describe('A group', () => {
	test('is known for an hour', async () => {
		cache.set(group('a@g.us'));
		await clock.advance(HOUR - 1);
		expect(cache.get('a@g.us')).toEqual(group('a@g.us'));
		expect(cache.get('b@g.us')).toBeUndefined();
		await clock.advance(1);
		expect(cache.get('a@g.us')).toBeUndefined();
	});

	test('is forgotten when WhatsApp reports a change of it', () => {
		const events = new EventEmitter();
		cache.watch(events as unknown as WASocket['ev']);
		for (const id of ['a@g.us', 'b@g.us', 'c@g.us']) cache.set(group(id));
		events.emit('groups.update', [{ id: 'a@g.us' }, {}]);
		events.emit('group-participants.update', { id: 'b@g.us' });
		expect(cache.get('a@g.us')).toBeUndefined();
		expect(cache.get('b@g.us')).toBeUndefined();
		expect(cache.get('c@g.us')).toBeDefined();
	});

	test('is forgotten when it is said to be outdated', () => {
		cache.set(group('a@g.us'));
		cache.forget('a@g.us');
		expect(cache.get('a@g.us')).toBeUndefined();
	});

	test('is forgotten with the community that it belongs to', () => {
		cache.set(group('community@g.us'));
		cache.set({ ...group('a@g.us'), linkedParent: 'community@g.us' });
		cache.set({ ...group('b@g.us'), linkedParent: 'other@g.us' });
		cache.forgetCommunity('community@g.us');
		expect(cache.get('community@g.us')).toBeUndefined();
		expect(cache.get('a@g.us')).toBeUndefined();
		expect(cache.get('b@g.us')).toBeDefined();
	});

	test('that may be outdated is asked for anew, but not within five minutes', async () => {
		cache.set(group('a@g.us'));
		await clock.advance(5 * MINUTE - 1);
		cache.doubt('a@g.us');
		expect(cache.get('a@g.us')).toBeDefined();
		await clock.advance(1);
		cache.doubt('a@g.us');
		expect(cache.get('a@g.us')).toBeUndefined();
	});

	test('says what it is called, whenever WhatsApp tells', () => {
		const names: object[] = [];
		const events = new EventEmitter();
		cache = createGroupCache(clock.now, (told) => names.push(...told));
		cache.watch(events as unknown as WASocket['ev']);
		cache.set(group('a@g.us'));
		events.emit('groups.update', [{ id: 'b@g.us', subject: 'B' }, { id: 'c@g.us' }]);
		events.emit('groups.upsert', [group('d@g.us')]);
		expect(names).toEqual([
			{ id: 'a@g.us', name: 'a@g.us' },
			{ id: 'b@g.us', name: 'B' },
			{ id: 'd@g.us', name: 'd@g.us' },
		]);
	});

	test('makes room when there are 500: the one that was told longest ago goes', () => {
		for (let count = 0; count < 500; count++) cache.set(group(`${count}@g.us`));
		cache.set(group('0@g.us'));
		cache.set(group('new@g.us'));
		expect(cache.get('0@g.us')).toBeDefined();
		expect(cache.get('1@g.us')).toBeUndefined();
		expect(cache.get('2@g.us')).toBeDefined();
	});
});
