import { chatAt, type WhoIsWho } from '../contacts/people';
import {
	chatChangedEvent,
	chatStartedEvent,
	readByMeEvent,
	type AccountInfo,
} from '../content/events';
import { chatLabelledEvent } from '../content/label-events';
import { ephemeralOf, standsInChat } from '../content/incoming/index';
import { toIso } from '../content/iso-time';
import { chatType } from '../content/jid';
import type {
	Chat,
	ChatChange,
	ChatChangedEvent,
	ChatLabelledEvent,
	ChatStartedEvent,
	EngineEvent,
	EventChat,
	MessageRecord,
	ReadByMeEvent,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import {
	ALWAYS,
	decodeContent,
	type Auth,
	type ChatAction,
	type Ephemeral,
	type HistoryChat,
	type IncomingMessage,
	type LastMessage,
	type Notice,
	type OwnRead,
	type ToldChatAction,
	type WhatsAppSocket,
} from '../whatsapp/index';
import {
	after,
	changeBetween,
	isChat,
	isNewMessage,
	later,
	laterEphemeral,
	laterOf,
	laterOfSide,
	mutedUntil,
} from './chat-changes';
import { createChatMemory, newChat, type ChatMemory, type KnownChat } from './chat-memory';
import type { Labels } from './labels';

type LabelAction = ChatAction & { type: 'label' };

export interface ChatsOptions extends WhoIsWho {
	store: AccountStore;
	now(): number;
	log: Log;
	auth: Pick<Auth, 'unarchivesChats'>;
	info(): AccountInfo;
	/** What went to WhatsApp under this ID. */
	wire(messageId: string): string | undefined;
	labels: Pick<Labels, 'nameOf' | 'isNews'>;
	/** A chat has got a label, or lost it, by a command too. What was there when the number was linked is not told. */
	onLabelled(jid: string, label: string, labelled: boolean): void;
	publish(events: ReadonlyArray<ChatChangedEvent | ChatLabelledEvent | ReadByMeEvent>): void;
}

/** What the account remembers of its chats, and tells of them. */
export interface Chats extends Pick<ChatMemory, 'find' | 'sessionIdOf' | 'all' | 'sweep'> {
	/** Newest first. */
	list(): Iterable<Chat>;
	/** Whether those that there are are known: the phone of a number that was just linked may not have told of them yet. */
	areTold(): boolean;
	/** A chat as it is now, also one in which nothing has happened. */
	describe(jid: string): Chat;
	/** Up to which message something is done to a chat. */
	lastOf(jid: string): LastMessage;
	/** After how many seconds its messages disappear. */
	ephemeralOf(jid: string): Ephemeral | null;
	/** The phone has told of them. */
	learn(chats: readonly HistoryChat[]): void;
	/** Another device has done it. */
	onAction(told: ToldChatAction): void;
	/** A command has done it, up to a message of this time. */
	did(jid: string, action: ChatAction, upTo: number): void;
	/** Messages were read on another device. */
	onRead(read: OwnRead): void;
	/** A command has told who wrote them that they were read. */
	didRead(jid: string, messageIds: readonly string[]): void;
	/**
	 * A message came in, or the phone has sent one. Joins the caller's transaction, who tells of a chat that starts with it.
	 */
	onMessage(message: IncomingMessage, event: EngineEvent): ChatStartedEvent | undefined;
	/** The same of a message of ours that WhatsApp has taken. */
	onSent(record: MessageRecord, at: number): ChatStartedEvent | undefined;
	/** WhatsApp has told of groups: also how long messages are there. */
	onNotices(notices: readonly Notice[]): void;
	/** A later setting than the one that is known counts. */
	setEphemeral(jid: string, ephemeral: Ephemeral, alt?: string | null): void;
	/** Over a connection that has just opened: asks for what was lost. */
	onOpen(socket: WhatsAppSocket | undefined): void;
	/** Another number may be linked from now on. */
	clear(): void;
}

/** Since when changes are news: what was done before is how things are. */
const SINCE = 'chats-since';
/** Until when the phone of a number that was just linked has not told yet which chats there are (ms). */
const AWAITED = 'chats-awaited-until';
/** It does so within a minute, and not at all where there are none. */
const LONGEST_AWAITED_MS = 10 * 60_000;

export function createChats(options: ChatsOptions): Chats {
	const { store, now, log, auth, info, wire, labels, onLabelled, publish, ...who } = options;
	const { settings } = store;
	const memory = createChatMemory(store, who.addresses);

	const placeOf = (jid: string) => chatAt(who, jid);

	function toChat(known: KnownChat): Chat {
		const { jid, unread, markedUnread, archived, pinned, ephemeral, last } = known;
		const { id, type, ...names } = placeOf(jid);
		const until = mutedUntil(known, now());
		return {
			id,
			type: type as Chat['type'],
			...names,
			unread,
			markedUnread,
			archived,
			pinned,
			muted: until !== null,
			mutedUntil: until === ALWAYS ? null : toIso(until),
			lastMessageAt: toIso(last.at),
			// A group is not asked for it; in a chat of two nobody has set it as long as nobody was told.
			ephemeralSeconds: ephemeral?.seconds ?? (type === 'group' ? null : 0),
			labels: known.labels.flatMap((label) => {
				// A label that is deleted is left in the chats that had it.
				const named = labels.nameOf(label);
				return named === undefined ? [] : [{ id: label, name: named }];
			}),
			note: known.note?.text ?? null,
		};
	}

	/** The change that it makes; undefined where all is so already. */
	function apply(jid: string, action: ChatAction, upTo: number): ChatChange | undefined {
		let change: ChatChange | undefined;
		memory.update(jid, (before) => {
			// The shared settings have a chat by the address that a change of ours has to name.
			const update = { jid, ...after(before, action, upTo, auth.unarchivesChats()) };
			change = changeBetween(before, { ...before, ...update }, action, now());
			return update;
		});
		return change;
	}

	const areTold = () => now() >= (settings.get<number>(AWAITED) ?? 0);

	function setEphemeral(jid: string, ephemeral: Ephemeral, alt?: string | null): void {
		memory.update(jid, (before) => laterEphemeral(before, ephemeral), alt);
	}

	/**
	 * WhatsApp tells of no chat that starts: its apps write "Messages are end-to-end encrypted" into one that they did not have
	 * (WhatsApp Web's WAWebInitialSystemMsg), and so does this. What comes before the phone has told of its chats starts none.
	 */
	function startedBy(chat: EventChat, message: { messageId: string; fromMe: boolean; at: number }) {
		return chat.type === 'direct' && areTold()
			? chatStartedEvent(info(), chat, message)
			: undefined;
	}

	/** Whether that leaves nothing unread. */
	function readUp(jid: string, messageIds: readonly string[]): boolean {
		const before = memory.find(jid);
		if (!before || before.unread === 0) return false;
		const isAll = before.last.key !== null && messageIds.includes(before.last.key.id);
		const unread = isAll ? 0 : Math.max(0, before.unread - messageIds.length);
		memory.update(jid, () => ({ unread, markedUnread: before.markedUnread && unread > 0 }));
		return unread === 0;
	}

	/** Whether the chat was otherwise before. */
	function setLabel(jid: string, action: LabelAction, at: number): boolean {
		const { labels: before } = memory.find(jid) ?? newChat(jid);
		apply(jid, action, at);
		return before.includes(action.label) !== action.labelled;
	}

	function onLabel(told: ToldChatAction, action: LabelAction): void {
		const { chat, at } = told;
		const { label, labelled, messageId } = action;
		const isNew = setLabel(chat, action, at);
		// Of a message it is told once; of a chat it may be so already.
		if (messageId === null && !isNew) return;
		if (!labels.isNews(told)) return;
		if (messageId === null) onLabelled(chat, label, labelled);
		const named = { id: label, name: labels.nameOf(label) ?? null };
		const occasion = { account: info(), chat: placeOf(chat), at };
		publish([chatLabelledEvent(occasion, { label: named, labelled, ofMessage: messageId })]);
	}

	function changed(jid: string, change: ChatChange, at: number): ChatChangedEvent {
		const account = info();
		const { phone, lid, name } = account;
		const { mutedUntil: until } = memory.find(jid) ?? newChat(jid);
		return chatChangedEvent(
			{ account, chat: placeOf(jid), at },
			{
				change,
				mutedUntil: change === 'muted' && until !== ALWAYS ? toIso(until) : null,
				ephemeralSeconds: null,
				by: { phone, lid, name },
			},
		);
	}

	return {
		find: memory.find,
		sessionIdOf: memory.sessionIdOf,
		all: memory.all,
		sweep: memory.sweep,
		*list() {
			for (const known of memory.all()) if (!known.deleted) yield toChat(known);
		},
		areTold,
		describe: (jid) => toChat(memory.find(jid) ?? newChat(jid)),
		lastOf(jid) {
			const { at, key } = (memory.find(jid) ?? newChat(jid)).last;
			return { at: at || now(), key };
		},
		ephemeralOf: (jid) => memory.find(jid)?.ephemeral ?? null,
		learn(chats) {
			store.db.lazily(() => {
				for (const { chat, alt, ...facts } of chats.filter(({ chat }) => isChat(chat))) {
					const isKnown = memory.find(chat, alt) !== undefined;
					const update = (before: KnownChat) =>
						isKnown ? laterOf(before, facts) : { ...facts, ...laterOfSide(before, facts.last) };
					memory.update(chat, (before) => ({ jid: chat, ...update(before) }), alt);
				}
				if (settings.get(AWAITED)) settings.set(AWAITED, 0);
			});
		},
		onAction(told) {
			const { chat, action, upTo, at, isOld } = told;
			if (!isChat(chat)) return;
			if (action.type === 'label') return onLabel(told, action);
			const change = apply(chat, action, upTo ?? at);
			const since = settings.get<number>(SINCE) ?? Infinity;
			if (change && !isOld && at >= since) publish([changed(chat, change, at)]);
		},
		did(jid, action, upTo) {
			if (action.type !== 'label') return void apply(jid, action, upTo);
			const isNew = setLabel(jid, action, upTo);
			if (isNew && action.messageId === null) onLabelled(jid, action.label, action.labelled);
		},
		onRead({ chat, messageIds, at }) {
			const where = { account: info(), chat: placeOf(chat), at };
			const reads = messageIds.map((messageId) => readByMeEvent(where, messageId));
			publish(readUp(chat, messageIds) ? [...reads, changed(chat, 'read', at)] : reads);
		},
		didRead: (jid, messageIds) => void readUp(jid, messageIds),
		onMessage(message, event) {
			const { chat, chatAlt, content, messageId, fromMe, sender, at } = message;
			if (!isChat(chat) || !isNewMessage(event)) return undefined;
			const participant = chatType(chat) === 'group' && !fromMe ? sender : null;
			const ephemeral = chatType(chat) === 'direct' && content ? ephemeralOf(content) : undefined;
			const isNew = memory.update(
				chat,
				(before) => ({
					...later(before, { at, key: { id: messageId, fromMe, participant } }),
					// Who writes has read.
					unread: fromMe ? 0 : before.unread + 1,
					markedUnread: before.markedUnread && !fromMe,
					archived: before.archived && !auth.unarchivesChats(),
					...(ephemeral && laterEphemeral(before, ephemeral)),
				}),
				chatAlt,
			);
			return isNew ? startedBy(event.chat, message) : undefined;
		},
		onSent({ chat, messageId }, at) {
			const sent = wire(messageId);
			if (!isChat(chat) || sent === undefined) return undefined;
			if (!standsInChat(decodeContent(sent))) return undefined;
			const key = { id: messageId, fromMe: true, participant: null };
			const isNew = memory.update(chat, (before) => later(before, { at, key }));
			return isNew ? startedBy(placeOf(chat), { messageId, fromMe: true, at }) : undefined;
		},
		onNotices(notices) {
			for (const notice of notices) {
				if (notice.type !== 'groupChange' || notice.change.change !== 'ephemeral') continue;
				setEphemeral(notice.group, {
					seconds: notice.change.ephemeralSeconds,
					setAt: notice.at,
				});
			}
		},
		setEphemeral,
		onOpen(socket) {
			if (settings.get(SINCE) !== undefined) return;
			socket?.chats.readAll().then(
				() => settings.set(SINCE, now()),
				(error: unknown) =>
					log.debug('WhatsApp does not say what was done to chats', { error: kindOf(error) }),
			);
		},
		clear() {
			store.db.transaction(() => {
				memory.clear();
				settings.set(SINCE, now());
				settings.set(AWAITED, now() + LONGEST_AWAITED_MS);
			});
		},
	};
}
