import { proto, type WAPatchCreate, type WAPatchName } from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';

/** For always, where a chat is muted until a time. */
export const ALWAYS = -1;

/** What is done to a chat on all devices of the account. */
export type ChatAction =
	| { type: 'archive'; archived: boolean }
	| { type: 'pin'; pinned: boolean }
	/** `until`: milliseconds since 1970, or `ALWAYS`; null: no longer muted. */
	| { type: 'mute'; until: number | null }
	| { type: 'markRead'; read: boolean }
	| { type: 'clear' }
	| { type: 'delete' }
	/** Of the chat, or of a message in it. */
	| { type: 'label'; label: string; labelled: boolean; messageId: string | null }
	/** A note of WhatsApp Business about the chat; an empty text: it has none any more. */
	| ({ type: 'note' } & ChatNote);

export interface ChatNote {
	id: string;
	text: string;
	/** Milliseconds since 1970. */
	createdAt: number;
}

/** Another device of the account has done it. */
export interface ToldChatAction {
	chat: string;
	action: ChatAction;
	/** Milliseconds since 1970, by the clock of that device. */
	at: number;
	/** When the last message was sent that the device saw in the chat (ms); null where it does not say. */
	upTo: number | null;
	/** How things were when the number was linked: nothing has happened. */
	isOld: boolean;
}

/** The last message of a chat, as far as it is known. */
export interface LastMessage {
	/** Milliseconds since 1970. */
	at: number;
	key: { id: string; fromMe: boolean; participant: string | null } | null;
}

/** What Baileys has read of the shared settings. */
export interface SyncAction {
	index: readonly string[];
	value: proto.ISyncActionValue | null | undefined;
}

/** Undefined where it is about no chat. */
export function parseChatAction({
	index,
	value,
}: SyncAction): Omit<ToldChatAction, 'isOld'> | undefined {
	if (!value) return undefined;
	const action = actionIn(value) ?? labellingIn(index, value) ?? noteIn(index, value);
	const chat = action && chatOf(action, index, value);
	if (!action || !chat?.includes('@')) return undefined;
	return {
		chat: withoutDevice(chat),
		action,
		at: Number(value.timestamp ?? 0),
		upTo: seconds(rangeIn(value)?.lastMessageTimestamp),
	};
}

function actionIn(value: proto.ISyncActionValue): ChatAction | undefined {
	const { archiveChatAction, pinAction, muteAction, markChatAsReadAction } = value;
	if (archiveChatAction) return { type: 'archive', archived: archiveChatAction.archived === true };
	if (pinAction) return { type: 'pin', pinned: pinAction.pinned === true };
	if (muteAction) {
		const until = Number(muteAction.muteEndTimestamp ?? ALWAYS);
		return { type: 'mute', until: muteAction.muted === true ? until || ALWAYS : null };
	}
	if (markChatAsReadAction) return { type: 'markRead', read: markChatAsReadAction.read === true };
	if (value.clearChatAction) return { type: 'clear' };
	return value.deleteChatAction ? { type: 'delete' } : undefined;
}

/** `['label_jid', label, chat]`, `['label_message', label, chat, message, ...]` */
function labellingIn(
	[kind, label, , messageId]: readonly string[],
	{ labelAssociationAction }: proto.ISyncActionValue,
): ChatAction | undefined {
	if (!label || !labelAssociationAction) return undefined;
	const labelled = labelAssociationAction.labeled === true;
	if (kind === 'label_jid') return { type: 'label', label, labelled, messageId: null };
	if (kind !== 'label_message' || !messageId) return undefined;
	return { type: 'label', label, labelled, messageId };
}

/** `['note_edit', note]` */
function noteIn(
	[, id]: readonly string[],
	{ noteEditAction: note }: proto.ISyncActionValue,
): ChatAction | undefined {
	if (!id || !note) return undefined;
	const text = note.deleted ? '' : (note.unstructuredContent ?? '');
	return { type: 'note', id, text, createdAt: Number(note.createdAt ?? 0) };
}

function chatOf(
	{ type }: ChatAction,
	index: readonly string[],
	{ noteEditAction }: proto.ISyncActionValue,
): string | null | undefined {
	if (type === 'note') return noteEditAction?.chatJid;
	return index[type === 'label' ? 2 : 1];
}

function rangeIn(value: proto.ISyncActionValue) {
	const { archiveChatAction, markChatAsReadAction, clearChatAction, deleteChatAction } = value;
	return (archiveChatAction ?? markChatAsReadAction ?? clearChatAction ?? deleteChatAction)
		?.messageRange;
}

function seconds(value: unknown): number | null {
	return Number(value ?? 0) * 1000 || null;
}

/**
 * Collections, versions and indexes are those of WhatsApp Web (whatsmeow, appstate/encode.go; lib/Utils/chat-utils.js,
 * chatModificationToAppPatch, which leaves out the times of the messages in a range).
 */
export function chatPatch(chat: string, action: ChatAction, last: LastMessage): WAPatchCreate {
	const messageRange = rangeOf(chat, last);
	switch (action.type) {
		case 'archive': {
			const { archived } = action;
			const archiveChatAction = { archived, messageRange };
			return patch('regular_low', 3, ['archive', chat], { archiveChatAction });
		}
		case 'pin':
			return patch('regular_low', 5, ['pin_v1', chat], { pinAction: { pinned: action.pinned } });
		case 'mute': {
			const muteAction = { muted: action.until !== null, muteEndTimestamp: action.until };
			return patch('regular_high', 2, ['mute', chat], { muteAction });
		}
		case 'markRead': {
			const markChatAsReadAction = { read: action.read, messageRange };
			return patch('regular_low', 3, ['markChatAsRead', chat], { markChatAsReadAction });
		}
		case 'clear':
			// Starred messages go, too; files stay in the phone's gallery.
			return patch('regular_high', 6, ['clearChat', chat, '1', '0'], {
				clearChatAction: { messageRange },
			});
		case 'delete':
			return patch('regular_high', 6, ['deleteChat', chat, '0'], {
				deleteChatAction: { messageRange },
			});
		case 'label': {
			const { label, labelled, messageId } = action;
			const index = messageId
				? // Who wrote the message is not said (whatsmeow, newLabelMessageMutation).
					['label_message', label, chat, messageId, '0', '0']
				: ['label_jid', label, chat];
			return patch('regular', 3, index, { labelAssociationAction: { labeled: labelled } });
		}
		case 'note':
			return patch('regular_low', 7, ['note_edit', action.id], {
				noteEditAction: noteEdit(chat, action),
			});
	}
}

/** Of WhatsApp Web's schema (zapo, spec/appstate); that its time is in milliseconds is a guess. */
function noteEdit(
	chatJid: string,
	{ text, createdAt }: ChatNote,
): proto.SyncActionValue.INoteEditAction {
	const type = proto.SyncActionValue.NoteEditAction.NoteType.UNSTRUCTURED;
	return { type, chatJid, createdAt, deleted: text === '', unstructuredContent: text };
}

function patch(
	type: WAPatchName,
	apiVersion: number,
	index: string[],
	syncAction: proto.ISyncActionValue,
): WAPatchCreate {
	const { SET } = proto.SyncdMutation.SyncdOperation;
	return { type, apiVersion, index, syncAction, operation: SET };
}

/** Up to which message it was done: what the other devices have beyond it stays as it is. */
function rangeOf(
	chat: string,
	{ at, key }: LastMessage,
): proto.SyncActionValue.ISyncActionMessageRange {
	const timestamp = Math.floor(at / 1000);
	if (!key) return { lastMessageTimestamp: timestamp };
	const { id, fromMe, participant } = key;
	return {
		lastMessageTimestamp: timestamp,
		messages: [{ key: { remoteJid: chat, id, fromMe, participant }, timestamp }],
	};
}
