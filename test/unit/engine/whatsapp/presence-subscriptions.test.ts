import {
	createPresenceSubscriptions,
	SUBSCRIBED_FOR_MS,
} from '../../../../engine/whatsapp/presence-subscriptions';
import { START } from '../../../support/fake-clock';

describe('What presence is asked for', () => {
	let now = START;
	const subscriptions = createPresenceSubscriptions(() => now);

	it('is nothing at first', () => {
		expect(subscriptions.all()).toEqual([]);
		expect(subscriptions.until()).toBeUndefined();
	});

	it('ends after a day, each by itself', () => {
		subscriptions.add('a');
		now += 1_000;
		subscriptions.add('b');
		expect(subscriptions.until()).toBe(now + SUBSCRIBED_FOR_MS);
		now += SUBSCRIBED_FOR_MS - 1_000;
		expect(subscriptions.all()).toEqual(['b']);
		subscriptions.add('b');
		now += 1_000;
		expect(subscriptions.all()).toEqual(['b']);
		now += SUBSCRIBED_FOR_MS;
		expect(subscriptions.until()).toBeUndefined();
	});

	it('ends earlier where it is not needed for longer, and no other one with it', () => {
		subscriptions.add('short', 1_000);
		expect(subscriptions.until()).toBe(now + 1_000);
		subscriptions.add('long');
		subscriptions.add('long', 1_000);
		expect(subscriptions.all().sort()).toEqual(['long', 'short']);
		expect(subscriptions.until()).toBe(now + SUBSCRIBED_FOR_MS);
		now += 1_000;
		expect(subscriptions.all()).toEqual(['long']);
		now += SUBSCRIBED_FOR_MS;
	});

	it('is of a hundred people at most: the oldest go', () => {
		for (let i = 0; i < 101; i++) subscriptions.add(`chat ${i}`);
		expect(subscriptions.all()).toHaveLength(100);
		expect(subscriptions.all()).not.toContain('chat 0');
	});
});
