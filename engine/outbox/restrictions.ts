import type { AccountInfo } from '../content/events';
import type { EventLog } from '../events/event-log';
import type { AccountStore } from '../store/account-store';
import { createCapWatch, type CapWatch, type CapWatchOptions } from './cap-watch';
import type { Hold } from './holds';
import type { LedgerQueue } from './ledger-queue';
import {
	createReachOutTimelock,
	type ReachOutTimelock,
	type ReachOutTimelockOptions,
} from './reach-out-timelock';
import { createRestrictionNews } from './restriction-news';

const NUMBER = 'restrictedNumber';

export interface RestrictionsOptions
	extends Omit<ReachOutTimelockOptions & CapWatchOptions, 'settings' | 'news' | 'waiting'> {
	store: AccountStore;
	ledger: Pick<LedgerQueue, 'groups'>;
	events: Pick<EventLog, 'append'>;
	info(): AccountInfo;
	/** Whether this chat exists for WhatsApp: something came from it or reached it. */
	isKnownChat(chat: string): boolean;
}

/** What WhatsApp itself lets the number do: at times it may start no new chats. */
export interface Restrictions {
	readonly timelock: ReachOutTimelock;
	readonly newChatCap: CapWatch;
	/** Until when the number may start no new chats. */
	until(): number | undefined;
	/** For messages that would start a chat. */
	hold: Hold;
	/** The number is connected, and it is known what time it is. */
	onOpen(): void;
	close(): void;
}

export function createRestrictions(options: RestrictionsOptions): Restrictions {
	const { store, events, info, clock, isKnownChat } = options;
	const { settings } = store;
	const news = createRestrictionNews({ store, events, info, now: clock.now });
	const timelock = createReachOutTimelock({ ...options, settings, news });
	const newChatCap = createCapWatch({
		...{ ...options, settings, news },
		waiting: () =>
			options.ledger
				.groups()
				.filter(({ chat, sendAt }) => sendAt === null && !isKnownChat(chat))
				.reduce((sum, { count }) => sum + count, 0),
	});

	function until(): number | undefined {
		const ends = [timelock.until(), newChatCap.until()].filter((end) => end !== undefined);
		return ends.length > 0 ? Math.max(...ends) : undefined;
	}

	/** Another number is linked: WhatsApp has said nothing of it. */
	function forgetOthers(): void {
		const { phone } = info();
		const before = settings.get<string>(NUMBER);
		if (phone === null || before === phone) return;
		store.db.transaction(() => {
			settings.set(NUMBER, phone);
			if (before === undefined) return;
			for (const one of [timelock, newChatCap, news]) one.forget();
		});
	}

	return {
		timelock,
		newChatCap,
		until,
		hold: () => (until() === undefined ? undefined : ({ chat }) => isKnownChat(chat)),
		onOpen() {
			forgetOthers();
			timelock.onTime();
			newChatCap.onOpen();
		},
		close() {
			timelock.close();
			newChatCap.close();
		},
	};
}
