import { createGroupCache, type GroupCache, type GroupName } from './group-cache';
import { createKeyless, type Keyless } from './keyless';
import { createPresenceSubscriptions, type PresenceSubscriptions } from './presence-subscriptions';
import { createRetryLimits, type RetryLimits } from './retry-limits';

/** What an account remembers in memory from one connection to the next. */
export interface ConnectionMemory {
	groups: GroupCache;
	keyless: Keyless;
	retryLimits: RetryLimits;
	presenceSubscriptions: PresenceSubscriptions;
}

/** `onGroupNames` learns what groups are called, whenever WhatsApp says it. */
export function createConnectionMemory(
	now: () => number,
	onGroupNames: (groups: readonly GroupName[]) => void,
): ConnectionMemory {
	return {
		groups: createGroupCache(now, onGroupNames),
		keyless: createKeyless(now),
		retryLimits: createRetryLimits(now),
		presenceSubscriptions: createPresenceSubscriptions(now),
	};
}
