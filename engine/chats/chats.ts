import { directChat, groupChat, personOf, type WhoIsWho } from '../contacts/people';
import { chatChangedEvent, type AccountInfo } from '../content/events';
import { ephemeralOf, isStanding, standsInChat } from '../content/incoming/index';
import { toIso } from '../content/iso-time';
import { chatType } from '../content/jid';
import type {
	Chat,
	ChatChange,
	ChatChangedEvent,
	EngineEvent,
	EventChat,
	MessageRecord,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import {
	ALWAYS,
	decodeContent,
	type Auth,
	type ChatAction,
	type ChatFacts,
	type Ephemeral,
	type HistoryChat,
	type IncomingMessage,
	type LastMessage,
	type Notice,
	type OwnRead,
	type ToldChatAction,
	type WhatsAppSocket,
} from '../whatsapp/index';
import { createChatMemory, newChat, type ChatMemory, type KnownChat } from './chat-memory';

export interface ChatsOptions extends WhoIsWho {
	store: AccountStore;
	now(): number;
	log: Log;
	auth: Pick<Auth, 'unarchivesChats'>;
	info(): AccountInfo;
	/** What went to WhatsApp under this ID. */
	wire(messageId: string): string | undefined;
	publish(events: readonly ChatChangedEvent[]): void;
}

/** What the account remembers of its chats, and tells of them. */
export interface Chats extends Pick<ChatMemory, 'find' | 'sweep'> {
	/** Newest first. */
	list(): Iterable<Chat>;
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
	/** A message came in, or the phone has sent one. Joins the caller's transaction. */
	onMessage(message: IncomingMessage, event: EngineEvent): void;
	/** WhatsApp has taken a message of ours. Joins the caller's transaction. */
	onSent(record: MessageRecord, at: number): void;
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

export function createChats(options: ChatsOptions): Chats {
	const { store, now, log, auth, info, wire, publish, ...who } = options;
	const { settings } = store;
	const memory = createChatMemory(store, who.addresses);

	function placeOf(jid: string): EventChat {
		if (chatType(jid) === 'group') return groupChat(who, jid);
		return directChat(jid, personOf(who, { jid, alt: undefined }));
	}

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
		};
	}

	/** The change that it makes; undefined where all is so already. */
	function apply(jid: string, action: ChatAction, upTo: number): ChatChange | undefined {
		let change: ChatChange | undefined;
		memory.update(jid, (before) => {
			// The shared settings have a chat by the address that a change of ours has to name.
			const update = { jid, ...after(before, action, upTo) };
			change = changeBetween(before, { ...before, ...update }, action, now());
			return update;
		});
		return change;
	}

	/** Messages that came after `upTo` are there still. */
	function after(before: KnownChat, action: ChatAction, upTo: number): Partial<KnownChat> {
		const hasLater = before.last.at > upTo;
		switch (action.type) {
			case 'archive': {
				const isOutAgain = action.archived && hasLater && auth.unarchivesChats();
				return isOutAgain ? {} : { archived: action.archived };
			}
			case 'pin':
				return { pinned: action.pinned };
			case 'mute':
				return { mutedUntil: action.until };
			case 'markRead':
				return action.read
					? { unread: 0, markedUnread: false }
					: { markedUnread: before.unread === 0 };
			case 'clear':
			case 'delete': {
				const deleted = action.type === 'delete' && !hasLater;
				return { clearedAt: upTo, ...(!hasLater && { unread: 0, markedUnread: false, deleted }) };
			}
		}
	}

	function setEphemeral(jid: string, ephemeral: Ephemeral, alt?: string | null): void {
		memory.update(jid, (before) => laterEphemeral(before, ephemeral), alt);
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

	function told(jid: string, change: ChatChange, at: number): ChatChangedEvent {
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
		sweep: memory.sweep,
		*list() {
			for (const known of memory.all()) if (!known.deleted) yield toChat(known);
		},
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
					const update = (before: KnownChat) => (isKnown ? laterOf(before, facts) : facts);
					memory.update(chat, (before) => ({ jid: chat, ...update(before) }), alt);
				}
			});
		},
		onAction({ chat, action, upTo, at, isOld }) {
			if (!isChat(chat)) return;
			const change = apply(chat, action, upTo ?? at);
			const since = settings.get<number>(SINCE) ?? Infinity;
			if (change && !isOld && at >= since) publish([told(chat, change, at)]);
		},
		did: (jid, action, upTo) => void apply(jid, action, upTo),
		onRead({ chat, messageIds, at }) {
			if (readUp(chat, messageIds)) publish([told(chat, 'read', at)]);
		},
		didRead: (jid, messageIds) => void readUp(jid, messageIds),
		onMessage(message, event) {
			const { chat, chatAlt, content, messageId, fromMe, sender, at } = message;
			if (!isChat(chat) || !isNewMessage(event)) return;
			const participant = chatType(chat) === 'group' && !fromMe ? sender : null;
			const ephemeral = chatType(chat) === 'direct' && content ? ephemeralOf(content) : undefined;
			memory.update(
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
		},
		onSent({ chat, messageId }, at) {
			const sent = wire(messageId);
			if (!isChat(chat) || sent === undefined || !standsInChat(decodeContent(sent))) return;
			const key = { id: messageId, fromMe: true, participant: null };
			memory.update(chat, (before) => later(before, { at, key }));
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
			});
		},
	};
}

/** Channels and statuses are no chats that these things are done to. */
function isChat(jid: string): boolean {
	return ['direct', 'group'].includes(chatType(jid));
}

/** Whether somebody finds it as a message in the chat, not as a mark or a change of another one. */
function isNewMessage(event: EngineEvent): boolean {
	const { event: type } = event;
	return (
		(type === 'message.incoming' || type === 'message.sentFromPhone') &&
		(isStanding(event) || event.type === 'unavailable')
	);
}

/** Until when it is muted still; null: it is not. */
function mutedUntil({ mutedUntil: until }: KnownChat, now: number): number | null {
	return until !== null && until !== ALWAYS && until <= now ? null : until;
}

const isUnread = ({ unread, markedUnread }: KnownChat) => unread > 0 || markedUnread;

function changeBetween(
	before: KnownChat,
	after: KnownChat,
	{ type }: ChatAction,
	now: number,
): ChatChange | undefined {
	switch (type) {
		case 'archive':
			if (before.archived === after.archived) return undefined;
			return after.archived ? 'archived' : 'unarchived';
		case 'pin':
			if (before.pinned === after.pinned) return undefined;
			return after.pinned ? 'pinned' : 'unpinned';
		case 'mute': {
			const until = mutedUntil(after, now);
			if (mutedUntil(before, now) === until) return undefined;
			return until === null ? 'unmuted' : 'muted';
		}
		case 'markRead':
			if (isUnread(before) === isUnread(after)) return undefined;
			return isUnread(after) ? 'unread' : 'read';
		case 'clear':
			return 'cleared';
		case 'delete':
			return 'deleted';
	}
}

function later(before: KnownChat, last: LastMessage): Partial<KnownChat> {
	return last.at < before.last.at ? {} : { last, deleted: false };
}

function laterEphemeral(before: KnownChat, ephemeral: Ephemeral): Partial<KnownChat> {
	return ephemeral.setAt < (before.ephemeral?.setAt ?? 0) ? {} : { ephemeral };
}

/** What a history says of a chat that is known: what has happened since then counts. */
function laterOf(
	before: KnownChat,
	{ unread, markedUnread, ephemeral, last }: ChatFacts,
): Partial<KnownChat> {
	return {
		...(last.at >= before.last.at && { unread, markedUnread, last }),
		...(ephemeral && laterEphemeral(before, ephemeral)),
	};
}
