import { MessageRetryManager } from '@whiskeysockets/baileys';
import { rememberOnDemand } from '../../../../engine/whatsapp/retry-memory';
import { silentLogger } from '../../../../engine/whatsapp/silent-logger';

const BOB = '5511900000002@s.whatsapp.net';
/** As many recent messages as Baileys remembers. */
const MOST = 512;

let manager: MessageRetryManager;

beforeEach(() => {
	manager = new MessageRetryManager(silentLogger, 5);
	rememberOnDemand(manager);
});
// Its caches have timers.
afterEach(() => manager.clear());

test('Baileys remembers the messages and keys that it did, and no more of them', () => {
	for (let index = 0; index <= MOST; index++) {
		manager.addRecentMessage(BOB, `${index}`, { conversation: `${index}` });
	}
	manager.saveBaseKey(BOB, '1', new Uint8Array([1]));
	expect(manager.getRecentMessage(BOB, '0')).toBeUndefined();
	expect(manager.getRecentMessage(BOB, '1')).toMatchObject({ message: { conversation: '1' } });
	expect(manager.hasSameBaseKey(BOB, '1', new Uint8Array([1]))).toBe(true);
	expect(manager.hasSameBaseKey(BOB, '1', new Uint8Array([2]))).toBe(false);
});

test('What it has forgotten it does not find by the ID alone', () => {
	const { messageKeyIndex } = manager as unknown as { messageKeyIndex: Map<string, string> };
	for (let index = 0; index <= MOST; index++) manager.addRecentMessage(BOB, `${index}`, {});
	expect([messageKeyIndex.has('0'), messageKeyIndex.has('1')]).toEqual([false, true]);
});

test('It takes no memory for what does not come', () => {
	const caches = manager as unknown as Record<string, { max: number; maxSize: number }>;
	expect(caches.recentMessagesMap).toMatchObject({ max: 0, maxSize: MOST });
	expect(caches.baseKeys).toMatchObject({ max: 0, maxSize: 1_024 });
});
