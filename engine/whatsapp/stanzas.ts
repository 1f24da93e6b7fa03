import { getBinaryNodeChildren, type BinaryNode } from '@whiskeysockets/baileys';
import { parseJid, withoutDevice } from '../content/jid';
import type { MessageStatus } from '../gateway/contract';

/** WhatsApp's server took a message, or refused it. */
export interface MessageAck {
	messageId: string;
	/** WhatsApp's error number; null for a good acknowledgement. */
	error: string | null;
	at: number;
}

/** Somebody received, read or played messages of ours. */
export interface Receipt {
	messageIds: string[];
	status: Extract<MessageStatus, 'RECEIVED' | 'READ' | 'PLAYED'>;
	/** Who of a group it was; null in chats with one person. */
	participant: string | null;
	at: number;
}

/**
 * A stanza's receipt type to a status. None: delivered. `inactive`: delivered to a device without presence, which is
 * what every linked device answers; Baileys drops it (lib/Utils/generics.js). `read-self`, `sender`, `retry`, `hist_sync`
 * and the like do not speak of the recipient.
 */
const STATUS_OF_TYPE: Readonly<Record<string, Receipt['status']>> = {
	'': 'RECEIVED',
	inactive: 'RECEIVED',
	read: 'READ',
	played: 'PLAYED',
};

/** `<ack class="message" id from t [error]>` */
export function parseAck(node: BinaryNode, now: number): MessageAck | undefined {
	const { id, error } = node.attrs;
	return id ? { messageId: id, error: error ?? null, at: timeIn(node) ?? now } : undefined;
}

/** Refusals for an outdated device, and for a group that has changed: see `account/refusals.ts`. */
const OUTDATED = ['479', '421'];

/**
 * The chat of an acknowledgement which shows that we do not know its people and their devices as WhatsApp does. `refused`:
 * nobody got the message; else (`phash`, a hash of who should have got it) some may not have, or all have: WhatsApp's
 * own apps compare it with theirs, which Baileys does not tell.
 */
export function outdatedChat(node: BinaryNode): { chat: string; refused: boolean } | undefined {
	const { from, error, phash } = node.attrs;
	if (!from) return undefined;
	const refused = error !== undefined && OUTDATED.includes(error);
	return refused || phash !== undefined ? { chat: withoutDevice(from), refused } : undefined;
}

/**
 * `<receipt id from [participant] [type] t>[<list><item id/>...</list>]</receipt>`. Undefined when it is not about what
 * a recipient did; `own` are the account's own addresses (phone and LID): its other devices send receipts too.
 */
export function parseReceipt(
	node: BinaryNode,
	own: readonly (string | null)[],
	now: number,
): Receipt | undefined {
	const { id, from, participant, type } = node.attrs;
	const status = Object.hasOwn(STATUS_OF_TYPE, type ?? '') && STATUS_OF_TYPE[type ?? ''];
	if (!id || !from || !status) return undefined;
	const actor = user(participant ?? from);
	if (own.some((jid) => jid !== null && user(jid) === actor)) return undefined;
	const list = getBinaryNodeChildren(node, 'list').flatMap((child) =>
		getBinaryNodeChildren(child, 'item'),
	);
	const ids = [id, ...list.map((item) => item.attrs.id)];
	return {
		messageIds: [...new Set(ids.filter((value): value is string => value !== undefined))],
		status,
		participant: participant ? withoutDevice(participant) : null,
		at: timeIn(node) ?? now,
	};
}

/** Phone numbers and LIDs are both digits: the server tells them apart. */
function user(jid: string): string {
	const parsed = parseJid(jid);
	return parsed ? `${parsed.user}@${parsed.server}` : jid;
}

/** When WhatsApp says that something happened (ms): stanzas carry seconds. Undefined where it does not say. */
export function timeIn({ attrs: { t } }: Pick<BinaryNode, 'attrs'>): number | undefined {
	const seconds = Number(t);
	return seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
