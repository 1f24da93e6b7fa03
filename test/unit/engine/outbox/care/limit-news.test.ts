import type { CareLimit } from '../../../../../engine/gateway/contract';
import { createLimitNews, type LimitNews } from '../../../../../engine/outbox/care/limit-news';
import type { AccountStore } from '../../../../../engine/store/account-store';
import { useStores } from '../../support';

const stores = useStores();
let store: AccountStore;
let told: CareLimit[];
let news: LimitNews;

function open(): void {
	store = stores.open();
	news = createLimitNews(store, (limits) => void told.push(...limits));
}
beforeEach(() => {
	told = [];
	open();
});

test('A limit is told of once, until it holds nothing any more', () => {
	news.note('messagesPerDay');
	news.note('messagesPerDay');
	news.settle();
	expect(told).toEqual(['messagesPerDay']);
	news.note('messagesPerDay');
	news.note('newChatsPerHour');
	news.settle();
	news.note('newChatsPerHour');
	news.settle();
	expect(told).toEqual(['messagesPerDay', 'newChatsPerHour']);
	news.note('messagesPerDay');
	news.settle();
	expect(told).toEqual(['messagesPerDay', 'newChatsPerHour', 'messagesPerDay']);
});

test('What was told is known after a restart, too', () => {
	news.note('messagesPerDay');
	news.settle();
	store.close();
	open();
	news.note('messagesPerDay');
	news.settle();
	expect(told).toEqual(['messagesPerDay']);
});

test('What could not be written is told again', () => {
	news.note('messagesPerDay');
	expect(() =>
		store.db.transaction(() => {
			news.settle();
			throw new Error('The disk is full');
		}),
	).toThrow('The disk is full');
	news.note('messagesPerDay');
	news.settle();
	expect(told).toEqual(['messagesPerDay', 'messagesPerDay']);
});

test('Where no limit was ever reached, nothing is written', () => {
	news.settle();
	expect(told).toEqual([]);
	expect(store.settings.get('reachedLimits')).toBeUndefined();
});
