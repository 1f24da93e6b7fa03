import { createChatMemory } from '../chats/chat-memory';
import type { Clock } from '../clock';
import { createEventLog } from '../events/event-log';
import { createInboxRecords } from '../inbox/inbox';
import type { Log } from '../log';
import { createMedia } from '../media/index';
import { createAudiences } from '../outbox/audiences';
import { createLedger } from '../outbox/ledger';
import { createPosts } from '../outbox/posts';
import { createRecipients } from '../outbox/recipients';
import type { AccountStore } from '../store/account-store';
import { createRetention } from './retention';
import { lastSettings, linkedNumber } from './stored-account';
import { createServerTime } from '../session/server-time';

export interface RetainIdleOptions {
	store: AccountStore;
	clock: Clock;
	log: Log;
	/** When, by `elapsed`, what the file remembers of the time was true. */
	since: number;
	onDone(): void;
}

/** Forgets what is to be forgotten of an account that nobody has opened; nothing else of it runs. */
export function retainIdle(options: RetainIdleOptions): { close(): void } {
	const { store, clock, log, since, onDone } = options;
	const { keepContentHours = 0 } = lastSettings(store) ?? {};
	const isLinked = linkedNumber(store) !== undefined;
	const time = createServerTime({
		clock,
		settings: store.settings,
		isLinked: () => isLinked,
		since,
	});
	const { now } = time;
	const media = createMedia({
		store,
		clock,
		log,
		isMediaHost: () => false,
		agent: () => undefined,
		gigabytesADay: () => 0,
	});
	const events = createEventLog({
		store,
		now,
		after: (ms, task) => clock.after(ms, task),
		log,
		account: () => ({ id: '', phone: null, lid: null, name: null }),
	});
	const retention = createRetention({
		...createInboxRecords(store, now),
		clock,
		log,
		time,
		db: store.db,
		ledger: createLedger(store, now),
		audiences: createAudiences(store, now),
		posts: createPosts(store, now),
		recipients: createRecipients(store, now, () => true),
		chats: createChatMemory(store, () => ({ phone: null, lid: null })),
		events,
		media,
		keepContentHours: () => keepContentHours,
		areTriggersBack: true,
		onSwept: onDone,
	});
	return {
		close() {
			retention.close();
			events.close();
			media.close();
		},
	};
}
