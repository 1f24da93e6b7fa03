import { proto } from '@whiskeysockets/baileys';
import { deflateSync } from 'node:zlib';
import type { MediaHost } from './media';
import { sealMedia } from './media-crypto';
import type { Account } from './registry';

const { Type } = proto.Message.ProtocolMessage;
const { HistorySyncType } = proto.HistorySync;
const { StubType } = proto.WebMessageInfo;

/** A message from before the companion was linked. */
export interface PastMessage {
	readonly id?: string;
	/** Without one it only marks that something happened in the chat. */
	readonly text?: string;
	readonly fromMe?: boolean;
	/** Seconds since 1970. */
	readonly at: number;
}

/** A chat from before the companion was linked. */
export interface PastChat {
	/** What the phone calls it: the name in its address book. */
	readonly name?: string;
	readonly unread?: number;
	readonly markedUnread?: boolean;
	readonly archived?: boolean;
	readonly pinned?: boolean;
	/** Seconds since 1970; -1: for always. */
	readonly mutedUntil?: number;
	/** After how many seconds its messages disappear. */
	readonly ephemeralSeconds?: number;
	/** Oldest first. */
	readonly messages?: readonly PastMessage[];
}

/** What a phone has to tell a new companion of the time before. */
export class History {
	/**
	 * How it travels: inside the message, as phones do with little, or over the media host, as they do with much.
	 * The reference to a file there names no host: rc14 looks for it at mmg.whatsapp.net unless it is told another.
	 */
	delivery: 'inline' | 'media' = 'inline';
	readonly #chats = new Map<Account, PastChat>();
	readonly #acquaintances = new Set<Account>();

	constructor(
		private readonly account: Account,
		private readonly media: MediaHost,
	) {}

	addChat(peer: Account, chat: PastChat): void {
		this.#chats.set(peer, chat);
		this.addAcquaintance(peer);
	}

	/** Somebody whose own name the phone knows. */
	addAcquaintance(peer: Account): void {
		this.#acquaintances.add(peer);
	}

	/** Messages of a chat from before companions were linked, oldest first. */
	messagesOf(peer: Account): proto.IWebMessageInfo[] {
		return pastMessages(peer, this.#chats.get(peer) ?? {});
	}

	/** What a companion has asked for: messages of a chat, the newest first. */
	async older(
		chat: string,
		messages: readonly proto.IWebMessageInfo[],
		requestId: string,
	): Promise<proto.IMessage> {
		const conversations = [{ id: chat, messages: messages.map((message) => ({ message })) }];
		return await this.#pack({ syncType: HistorySyncType.ON_DEMAND, conversations }, requestId);
	}

	/** The messages that bring it: the chats, of which there may be none, then names. */
	async messages(): Promise<proto.IMessage[]> {
		const named = [this.account, ...this.#acquaintances];
		const pushnames = named.map((each) => ({ id: each.jid('pn'), pushname: each.pushName }));
		const conversations = [...this.#chats].map(([peer, chat]) => conversation(peer, chat));
		return [
			await this.#pack({ syncType: HistorySyncType.INITIAL_BOOTSTRAP, conversations }),
			await this.#pack({ syncType: HistorySyncType.PUSH_NAME, pushnames }),
		];
	}

	async #pack(
		content: proto.IHistorySync,
		peerDataRequestSessionId?: string,
	): Promise<proto.IMessage> {
		const encoded = proto.HistorySync.encode(proto.HistorySync.create(content)).finish();
		const compressed = deflateSync(encoded);
		const where =
			this.delivery === 'inline'
				? { initialHistBootstrapInlinePayload: compressed }
				: await this.#upload(compressed);
		return {
			protocolMessage: {
				type: Type.HISTORY_SYNC_NOTIFICATION,
				historySyncNotification: {
					syncType: content.syncType as number as proto.Message.HistorySyncType,
					chunkOrder: 1,
					progress: 100,
					peerDataRequestSessionId,
					...where,
				},
			},
		};
	}

	async #upload(content: Buffer): Promise<proto.Message.IHistorySyncNotification> {
		const { upload, ...sealed } = await sealMedia('md-msg-hist', content);
		const directPath = `/mms/md-msg-hist/${sealed.fileEncSha256.toString('base64url')}`;
		this.media.store(directPath, upload);
		return { ...sealed, directPath };
	}
}

/** Those without an ID get one by their place. */
function pastMessages(peer: Account, { messages = [] }: PastChat): proto.IWebMessageInfo[] {
	return messages.map(({ id, text, fromMe = false, at }, index) => ({
		key: { remoteJid: peer.jid('pn'), fromMe, id: id ?? `3EB0${peer.number}${index}` },
		...(text === undefined
			? { messageStubType: StubType.E2E_ENCRYPTED_NOW }
			: { message: { conversation: text } }),
		messageTimestamp: at,
	}));
}

function conversation(peer: Account, chat: PastChat): proto.IConversation {
	const { name, unread, messages, mutedUntil } = chat;
	const past = pastMessages(peer, chat).map((message) => ({ message }));
	return {
		id: peer.jid('pn'),
		archived: chat.archived,
		pinned: chat.pinned ? 1 : undefined,
		markedAsUnread: chat.markedUnread,
		muteEndTime: mutedUntil,
		ephemeralExpiration: chat.ephemeralSeconds,
		lidJid: peer.jid('lid'),
		name,
		unreadCount: unread,
		conversationTimestamp: messages?.at(-1)?.at,
		// The newest comes first.
		messages: past.toReversed(),
	};
}
