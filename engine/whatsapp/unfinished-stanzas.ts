import {
	getBinaryNodeChild,
	proto,
	type BaileysEventEmitter,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { intercept, type StanzaSource } from './stanza-listeners';

const { FULL } = proto.HistorySync.HistorySyncType;

/**
 * Whether Baileys has something to do for a message after it has told WhatsApp that we have it (lib/Socket/messages-recv.js,
 * handleMessage):
 * - What the phone tells its linked devices: names and addresses of the time before, which it downloads, and keys.
 * - A message that WhatsApp gives to the phone only, as those of people who come from an advertisement: after two seconds it
 *   asks the phone for it. Where WhatsApp says why it has none for us Baileys does not ask.
 */
export function isFinishedLater(node: BinaryNode): boolean {
	const unavailable = getBinaryNodeChild(node, 'unavailable');
	return node.attrs.category === 'peer' || (unavailable !== undefined && !unavailable.attrs.type);
}

/**
 * Calls `done` when Baileys is done with what the phone told it. It says nothing of a download that failed; one that did not
 * is followed by its history. What it has asked of the phone is done when the message comes.
 *
 * `flush` has Baileys hand out what it holds back.
 */
export function watchUnfinishedStanzas(
	{ ws, ev }: { ws: StanzaSource; ev: Pick<BaileysEventEmitter, 'on'> },
	flush: () => void,
	done: (node: BinaryNode) => void,
): void {
	let read = 0;
	const notices = new Set<string>();
	ev.on('messaging-history.set', () => {
		read++;
	});
	ev.on('messages.upsert', ({ messages }) => {
		for (const { key, message } of messages) {
			const notice = message?.protocolMessage?.historySyncNotification;
			// Baileys leaves the full history alone (DEFAULT_CONNECTION_CONFIG.shouldSyncHistoryMessage).
			if (notice && notice.syncType !== FULL && key.id) notices.add(key.id);
		}
	});
	intercept(ws, 'CB:message', (next) => async (node) => {
		const before = read;
		await next(node);
		if (node.attrs.category !== 'peer' || !ws.isOpen) return;
		flush();
		const hasFailed = notices.delete(node.attrs.id ?? '') && read === before;
		if (!hasFailed) done(node);
	});
}
