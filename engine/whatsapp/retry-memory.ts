import type { MessageRetryManager } from '@whiskeysockets/baileys';
import { LRUCache } from 'lru-cache';

/** Its caches, which are private (lib/Utils/message-retry-manager.js). */
type Caches = Record<'recentMessagesMap' | 'baseKeys', LRUCache<string, object>>;

/**
 * Baileys remembers for some minutes which messages it has seen, and takes the memory for all of them when it connects: 70 KB
 * for each number, most of which need none of it. Here they take it as they come.
 */
export function rememberOnDemand(manager: MessageRetryManager | null): void {
	if (!manager) return;
	const caches = manager as unknown as Caches;
	caches.recentMessagesMap = onDemand(caches.recentMessagesMap);
	caches.baseKeys = onDemand(caches.baseKeys);
}

/** See `createBoundedMap`. */
function onDemand({
	max,
	ttl,
	ttlAutopurge,
	dispose,
}: LRUCache<string, object>): LRUCache<string, object> {
	return new LRUCache<string, object>({
		maxSize: max,
		sizeCalculation: () => 1,
		...{ ttl, ttlAutopurge, dispose },
	});
}
