import { getBinaryNodeChildren, type BinaryNode } from '@whiskeysockets/baileys';
import { channelIdIn, chatType, parseJid, withoutDevice } from '../content/jid';
import type { MessageStatus } from '../gateway/contract';

/** WhatsApp's server took a message, or refused it. */
export interface MessageAck {
	messageId: string;
	/** WhatsApp's error number; null for a good acknowledgement. */
	error: string | null;
	at: number;
	/** Of a post: the channel, and what WhatsApp calls the post there where it has taken it. */
	post?: { channel: string; serverId: string | null };
}

/** Somebody received, read or played messages of ours. */
export interface Receipt {
	messageIds: string[];
	status: Extract<MessageStatus, 'RECEIVED' | 'READ' | 'PLAYED'>;
	/** Where it came from: the group, or the person. */
	chat: string;
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

/** `<ack class="message" id from t [server_id] [error]>` */
export function parseAck(node: BinaryNode, now: number): MessageAck | undefined {
	const { id, from, error, server_id: serverId } = node.attrs;
	if (!id) return undefined;
	const channel = from && channelIdIn(from);
	return {
		...{ messageId: id, error: error ?? null, at: timeIn(node) ?? now },
		...(channel && { post: { channel, serverId: serverId ?? null } }),
	};
}

/** Refusals for an outdated device, and for a group that has changed: see `outbox/nacks.ts`. */
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
 * `<receipt id from [participant] [type] t>[<list><item id/>...</list>]</receipt>`, and what a group's participants did in one:
 * `<receipt id from [type] t><participants key><user jid t/>...</participants>...</receipt>`, where each `key` is the ID of a
 * message (whatsmeow, handleGroupedReceipt).
 *
 * Empty when it is not about what a recipient did, or does not say which of them; `own` are the account's own addresses
 * (phone and LID): its other devices send receipts too.
 */
export function parseReceipts(
	node: BinaryNode,
	own: readonly (string | null)[],
	now: number,
): Receipt[] {
	const { id, from, participant, type } = node.attrs;
	const status = Object.hasOwn(STATUS_OF_TYPE, type ?? '') && STATUS_OF_TYPE[type ?? ''];
	if (!id || !from || !status) return [];
	const chat = withoutDevice(from);
	const at = timeIn(node) ?? now;
	const messageIds = receiptIds(node);
	const isOurs = (jid: string) => own.some((name) => name !== null && user(name) === user(jid));
	if (chatType(from) === 'direct') {
		return isOurs(from) ? [] : [{ messageIds, status, chat, participant: null, at }];
	}
	const single = participant ? [{ messageIds, jid: participant, at }] : [];
	const aggregated = getBinaryNodeChildren(node, 'participants').flatMap((participants) => {
		const { key } = participants.attrs;
		return getBinaryNodeChildren(participants, 'user').flatMap(({ attrs }) =>
			attrs.jid
				? [{ messageIds: key ? [key] : messageIds, jid: attrs.jid, at: timeIn({ attrs }) ?? at }]
				: [],
		);
	});
	return [...single, ...aggregated]
		.filter(({ jid }) => !isOurs(jid))
		.map(({ jid, ...what }) => ({ ...what, status, chat, participant: withoutDevice(jid) }));
}

/** Another device of the account has read messages of others. */
export interface OwnRead {
	chat: string;
	messageIds: string[];
	at: number;
}

/** With read receipts switched off, and without. */
const OWN_READ = ['read-self', 'read'];

/**
 * `<receipt id from type="read|read-self" recipient t>` where `from` is ourselves, in groups `<receipt id from participant type>`
 * where `participant` is (whatsmeow, parseMessageSource). Undefined for the receipts of others.
 */
export function parseOwnRead(
	node: BinaryNode,
	own: readonly (string | null)[],
	now: number,
): OwnRead | undefined {
	const { id, from, participant, recipient, type = '' } = node.attrs;
	const isOurs = own.some(
		(name) => name !== null && user(name) === user(participant ?? from ?? ''),
	);
	const chat = participant ? from : recipient;
	if (!id || !chat || !isOurs || !OWN_READ.includes(type)) return undefined;
	return { chat: withoutDevice(chat), messageIds: receiptIds(node), at: timeIn(node) ?? now };
}

/** All messages that a receipt is about: its own ID, then those in its list. */
export function receiptIds(node: BinaryNode): string[] {
	const listed = getBinaryNodeChildren(node, 'list')
		.flatMap((list) => getBinaryNodeChildren(list, 'item'))
		.map((item) => item.attrs.id);
	return [...new Set([node.attrs.id, ...listed].filter((id) => id !== undefined))];
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

/** Short texts of a stanza come as text, others as bytes. */
export function textOf(element: BinaryNode | undefined): string {
	const { content } = element ?? {};
	if (typeof content === 'string') return content;
	return content instanceof Uint8Array ? Buffer.from(content).toString() : '';
}
