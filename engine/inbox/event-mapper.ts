import {
	chatChangedEvent,
	deletedEvent,
	editedEvent,
	eventChat,
	isSamePerson,
	messageEvent,
	postedEvent,
	waitingEvent,
	type AccountInfo,
	type Content,
	type Occasion,
} from '../content/events';
import {
	bodyOf,
	changeIn,
	editedContent,
	ephemeralSettingIn,
	forReference,
	isPin,
	isStanding,
	pollOrEventIn,
	secretIn,
	unreadableEdit,
	unavailableBody,
	unreadableBody,
	type Change,
	type EphemeralSetting,
	type ReadContext,
} from '../content/incoming/index';
import type { Chats } from '../chats/chats';
import { chatType, jidOfPhone, jidsOf, withoutDevice } from '../content/jid';
import type { EngineEvent, MessagePointer, PersonAddress } from '../gateway/contract';
import type { IncomingStore, StoredMessage } from './incoming-store';
import type { MessageSecret, MessageSecrets } from './message-secrets';
import type { References } from './references';
import type { Ledger } from '../outbox/ledger';
import type { WireMessage } from '../content/outgoing/index';
import {
	decodeContent,
	encodeContent,
	rawContent,
	type Auth,
	type IncomingMessage,
	type MemberRole,
} from '../whatsapp/index';
import { createMessageAddons, type MessageAddons } from './message-addons';

export interface EventMapperOptions {
	auth: Pick<Auth, 'me'>;
	ledger: Pick<Ledger, 'get' | 'wire' | 'setContent'>;
	incoming: Pick<IncomingStore, 'find' | 'chatsOf' | 'setContent'>;
	messageSecrets: Pick<MessageSecrets, 'find' | 'add' | 'put'>;
	references: Pick<References, 'seal'>;
	chats: Pick<Chats, 'setEphemeral'>;
	info(): AccountInfo;
	addresses(jid: string, alt?: string | null): PersonAddress;
	/** Whether a message of ours went to this chat. Anybody may use one of our IDs for a message of theirs in another one. */
	isSentTo(messageId: string, chat: string): boolean;
	/** What a group or person is called, where that is known. */
	chatName(chat: string): string | null;
	/** Whether a subscription asks for messages as WhatsApp has them. */
	wantsRaw(): boolean;
	/** Whether what a message says may be kept. */
	keepsContent(): boolean;
}

/** What a message becomes: an event, and what is to be remembered of it. */
export interface MappedMessage {
	event: EngineEvent;
	/** The same for those who ask for it by another name. */
	alias?: EngineEvent;
	/** What to keep of it, to be quoted; null for what is no message by itself. */
	wire: string | null;
	/** What it does to what is remembered already. */
	effect(): void;
}

/** Base64 characters; larger than all that people write. */
const MAX_REFERENCE = 128 * 1024;

/** What the sender of a message may do in its group; undefined: WhatsApp did not tell. */
export type Role = MemberRole | undefined;

/** What somebody wrote, or the number itself. */
export type MessageEvent = ReturnType<typeof messageEvent>;

/** Turns messages that came in into events. */
export interface EventMapper {
	/** Whether it does something that not every member of a group may do: then the sender's role is to be asked for. */
	needsRole(message: IncomingMessage): boolean;
	/** Undefined where there is nothing to tell. */
	tell(message: IncomingMessage, role?: Role): MappedMessage | undefined;
	/** The event that a message of before would have been; undefined where there is nothing to tell, or it is about another one. */
	retell(message: IncomingMessage): MessageEvent | undefined;
	/** The same for a message that `tell` cannot read: that it came. */
	tellUnreadable(message: IncomingMessage): MappedMessage;
	/** That a message came which cannot be opened yet. */
	tellWaiting(message: IncomingMessage): EngineEvent;
}

export function createEventMapper(options: EventMapperOptions): EventMapper {
	const { auth, ledger, incoming, messageSecrets, references, chats, info } = options;
	const { addresses, isSentTo, chatName, wantsRaw, keepsContent } = options;

	function us(): PersonAddress {
		const { jid, lid } = auth.me();
		const known = jid ? addresses(withoutDevice(jid)) : { phone: null, lid: null };
		return { ...known, lid: known.lid ?? (lid && withoutDevice(lid)) };
	}

	function person(jid: string | null | undefined): PersonAddress {
		return jid ? addresses(withoutDevice(jid)) : { phone: null, lid: null };
	}

	function occasionOf(message: IncomingMessage): Occasion {
		const { chat, chatAlt, sender, senderAlt, fromMe, broadcast, pushName, at } = message;
		const account = info();
		const from = fromMe ? us() : addresses(sender, senderAlt);
		const isDirect = chatType(chat) === 'direct';
		const place = isDirect ? addresses(chat, chatAlt) : { phone: null, lid: null };
		const name =
			isDirect && !fromMe ? pushName : chatName(place.phone ? jidOfPhone(place.phone) : chat);
		return {
			account,
			chat: eventChat(chat, place, name),
			from: { ...from, name: fromMe ? account.name : pushName },
			fromMe,
			broadcast,
			broadcastRecipients: message.broadcastRecipients?.map(person),
			at,
		};
	}

	/** Who wrote a message: as we remember it, else as the key says. */
	function target(
		key: { id?: string | null; fromMe?: boolean | null; participant?: string | null } | null,
		message: IncomingMessage,
	): MessagePointer {
		const messageId = key?.id ?? '';
		const ours = isSentTo(messageId, message.chat) || key?.fromMe === true;
		const author = remembered(messageId, message)?.sender || key?.participant || message.chat;
		const from = ours ? us() : person(author);
		return { messageId, fromMe: ours || isSamePerson(from, us()), from };
	}

	/** A message of the chat that another one came in, under either address of it. */
	function remembered(
		messageId: string,
		{ chat, chatAlt }: IncomingMessage,
	): StoredMessage | undefined {
		return (
			incoming.find(messageId, chat) ?? (chatAlt ? incoming.find(messageId, chatAlt) : undefined)
		);
	}

	/** What a message says that we have sent to the chat of another one. */
	function sentWire(messageId: string, { chat }: IncomingMessage): string | undefined {
		return isSentTo(messageId, chat) ? ledger.wire(messageId) : undefined;
	}

	function rememberedContent(messageId: string, message: IncomingMessage): WireMessage | undefined {
		const wire = remembered(messageId, message)?.wire ?? sentWire(messageId, message);
		return wire ? decodeContent(wire) : undefined;
	}

	/** The secret that add-ons of a message are encrypted with: kept by itself, or in what we remember of the message. */
	function findSecret(messageId: string, message: IncomingMessage): MessageSecret | undefined {
		const kept = messageSecrets.find(messageId);
		if (kept) return kept;
		const known = remembered(messageId, message);
		const wire = known?.wire ?? sentWire(messageId, message);
		const creator = known?.sender ?? auth.me().jid;
		return wire && creator ? bareSecret(decodeContent(wire), withoutDevice(creator)) : undefined;
	}

	function contextOf(message: IncomingMessage): ReadContext & MessageAddons {
		const { sender } = message;
		const actors = () => jidsOf(sender, occasionOf(message).from);
		return {
			person,
			isMe: (who) => isSamePerson(who, us()),
			target: (key) => target(key ?? null, message),
			content: (key) => rememberedContent(key?.id ?? '', message),
			...createMessageAddons({ find: (id) => findSecret(id, message) }, addresses, actors),
		};
	}

	function contentFor(
		{ chat, messageId, fromMe, sender, at }: IncomingMessage,
		message: WireMessage,
		body: Content['body'],
	): Content {
		const wire = encodeContent(forReference(message));
		const isUsable = isStanding(body) && wire.length <= MAX_REFERENCE;
		return {
			body,
			reference: isUsable ? references.seal({ chat, messageId, fromMe, sender, at, wire }) : null,
			...(wantsRaw() && { raw: rawContent(message) }),
		};
	}

	function tellMessage(
		message: IncomingMessage,
		content: WireMessage,
	): (MappedMessage & { event: MessageEvent }) | undefined {
		const { messageId, sender, fromMe } = message;
		const body = bodyOf(content, contextOf(message));
		if (!body) return undefined;
		// Where nothing else is kept of a message, its secret is: its edits are encrypted with it.
		const secret =
			pollOrEventIn(content) ?? (keepsContent() ? undefined : bareSecret(content, sender));
		const said = contentFor(message, content, body);
		const event = messageEvent(occasionOf(message), messageId, said);
		return {
			event,
			...(event.event === 'message.incoming' && { alias: postedEvent(event) }),
			wire: isStanding(body) ? encodeContent(content) : null,
			effect() {
				if (!secret) return;
				const keep = fromMe ? messageSecrets.put : messageSecrets.add;
				keep(messageId, { ...secret, creator: sender });
			},
		};
	}

	/** A group is told of its setting by a notification. */
	function tellEphemeral(
		message: IncomingMessage,
		setting: EphemeralSetting,
	): MappedMessage | undefined {
		const { chat, chatAlt } = message;
		if (chatType(chat) !== 'direct') return undefined;
		const { from, ...occasion } = occasionOf(message);
		return {
			event: chatChangedEvent(occasion, {
				change: 'ephemeralChanged',
				mutedUntil: null,
				ephemeralSeconds: setting.seconds,
				by: from,
			}),
			wire: null,
			effect: () => chats.setEphemeral(chat, setting, chatAlt),
		};
	}

	function tellBare(message: IncomingMessage, body: Content['body']): MappedMessage {
		return {
			event: messageEvent(occasionOf(message), message.messageId, { body, reference: null }),
			wire: null,
			effect: () => undefined,
		};
	}

	/** Whether whoever sent a change wrote the message that it is about. */
	function isOfAuthor(message: IncomingMessage, author: MessagePointer): boolean {
		return author.fromMe
			? message.fromMe
			: isSamePerson(author.from, addresses(message.sender, message.senderAlt));
	}

	function tellChange(
		message: IncomingMessage,
		change: Change,
		role: Role,
	): MappedMessage | undefined {
		const author = target(change.key, message);
		const isOwn = isOfAuthor(message, author);
		if (change.kind !== 'deleted') return isOwn ? tellEdit(message, change, author) : undefined;
		return isOwn ? tellDeletion(message, author, true) : tellAdminDeletion(message, author, role);
	}

	/** Somebody else's message is deleted by admins, and by nobody in a chat of two. */
	function tellAdminDeletion(
		message: IncomingMessage,
		author: MessagePointer,
		role: Role,
	): MappedMessage | undefined {
		const { chat, fromMe } = message;
		if (chatType(chat) !== 'group') return undefined;
		const { messageId } = author;
		const elsewhere = [...incoming.chatsOf(messageId), ledger.get(messageId)?.chat];
		const isElsewhere =
			!remembered(messageId, message) && elsewhere.some((place) => place && place !== chat);
		if (isElsewhere || role?.isAdmin === false) return undefined;
		// Our own phone does only what it may.
		return tellDeletion(message, author, fromMe || role !== undefined);
	}

	function tellDeletion(
		message: IncomingMessage,
		{ messageId, fromMe, from }: MessagePointer,
		isConfirmed: boolean,
	): MappedMessage {
		const known = remembered(messageId, message);
		const author = { fromMe, from };
		return {
			event: deletedEvent(occasionOf(message), messageId, message.messageId, author, isConfirmed),
			wire: null,
			effect() {
				if (!isConfirmed) return;
				if (known) incoming.setContent(messageId, known.chat, null);
				if (isSentTo(messageId, message.chat)) ledger.setContent(messageId, null);
			},
		};
	}

	function tellEdit(
		message: IncomingMessage,
		change: Exclude<Change, { kind: 'deleted' }>,
		{ messageId }: MessagePointer,
	): MappedMessage | undefined {
		const context = contextOf(message);
		const said = change.kind === 'edited' ? change.content : context.edit(change);
		if (!said) return tellUnreadableEdit(message, messageId);
		const known = remembered(messageId, message);
		const before = known?.wire ?? sentWire(messageId, message);
		const content = editedContent(before ? decodeContent(before) : {}, said);
		const body = bodyOf(content, context);
		if (!body) return undefined;
		const original = { ...message, messageId };
		const told = contentFor(original, content, body);
		return {
			event: editedEvent(occasionOf(message), messageId, message.messageId, told),
			wire: null,
			effect() {
				const wire = encodeContent(content);
				if (known) incoming.setContent(messageId, known.chat, wire);
				if (isSentTo(messageId, message.chat)) ledger.setContent(messageId, wire);
			},
		};
	}

	function tellUnreadableEdit(message: IncomingMessage, messageId: string): MappedMessage {
		const { content } = message;
		const told: Content = {
			body: unreadableEdit(contextOf(message)),
			reference: null,
			...(content && wantsRaw() && { raw: rawContent(content) }),
		};
		return {
			event: editedEvent(occasionOf(message), messageId, message.messageId, told),
			wire: null,
			effect: () => undefined,
		};
	}

	/** Admins may keep pins to themselves, with the group's other settings. */
	function isForbiddenPin(content: WireMessage, role: Role): boolean {
		return isPin(content) && role !== undefined && role.isRestricted && !role.isAdmin;
	}

	return {
		needsRole(message) {
			const { chat, fromMe, content } = message;
			if (fromMe || !content || chatType(chat) !== 'group') return false;
			const change = changeIn(content);
			if (!change) return isPin(content);
			return change.kind === 'deleted' && !isOfAuthor(message, target(change.key, message));
		},
		tell(message, role) {
			const { messageId, fromMe, content } = message;
			// A message of ours that WhatsApp hands back to us.
			if (fromMe && ledger.get(messageId)) return undefined;
			if (!content) return tellBare(message, unavailableBody(contextOf(message)));
			const change = changeIn(content);
			if (change) return tellChange(message, change, role);
			const setting = ephemeralSettingIn(content, message.at);
			if (setting) return tellEphemeral(message, setting);
			if (isForbiddenPin(content, role)) return undefined;
			return tellMessage(message, contextOf(message).unseal(content));
		},
		retell(message) {
			const { content } = message;
			if (!content || changeIn(content)) return undefined;
			return tellMessage(message, contextOf(message).unseal(content))?.event;
		},
		tellUnreadable: (message) =>
			tellBare(message, unreadableBody(message.content ?? {}, contextOf(message))),
		tellWaiting: (message) => waitingEvent(occasionOf(message), message.messageId),
	};
}

function bareSecret(message: WireMessage, creator: string): MessageSecret | undefined {
	const secret = secretIn(message);
	return secret ? { creator, name: '', options: [], secret } : undefined;
}
