import { createPosts } from '../../../../engine/outbox/posts';
import type { AccountStore } from '../../../../engine/store/account-store';
import { useStores } from '../support';

const CHANNEL = '120363400000000001@newsletter';

const stores = useStores();
let store: AccountStore;
let now: number;
beforeEach(() => {
	store = stores.open();
	now = 1_000;
});

describe('Posts', () => {
	test('are known by both of their names, whatever was known first', () => {
		const posts = createPosts(store, () => now);
		posts.setHandle(CHANNEL, 'A1', 'handle');
		expect(posts.serverIdOf(CHANNEL, 'A1')).toBeUndefined();
		posts.learn([{ channel: CHANNEL, messageId: 'A1', serverId: '100' }]);
		expect(posts.serverIdOf(CHANNEL, 'A1')).toBe('100');
		expect(posts.messageIdOf(CHANNEL, '100')).toBe('A1');
		expect(posts.handleOf(CHANNEL, 'A1')).toBe('handle');
		expect(posts.messageIdOf('other@newsletter', '100')).toBeUndefined();
	});

	test('are forgotten when they are old', () => {
		const posts = createPosts(store, () => now);
		posts.learn([{ channel: CHANNEL, messageId: 'A1', serverId: '100' }]);
		now = 2_000;
		posts.learn([{ channel: CHANNEL, messageId: 'A2', serverId: '101' }]);
		expect(posts.sweep(2_000)).toBe(false);
		expect(posts.serverIdOf(CHANNEL, 'A1')).toBeUndefined();
		expect(posts.serverIdOf(CHANNEL, 'A2')).toBe('101');
	});
});
