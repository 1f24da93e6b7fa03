import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import { editedContent, pollOrEventIn } from '../content/incoming/index';
import { chatType, parseRecipient, STATUS, withoutDevice } from '../content/jid';
import {
	checkQuoted,
	kindOf,
	uploadsOf,
	withSecret,
	withoutSecret,
	withRealNames,
	withContextInfo,
	type LookUps,
	type UploadedFile,
} from '../content/outgoing/index';
import { EngineError } from '../gateway/contract';
import type { IncomingStore } from '../inbox/incoming-store';
import type { MessageSecrets } from '../inbox/message-secrets';
import type { Media } from '../media/index';
import { onWhatsApp, type Audiences } from './audiences';
import { createFindPost } from './find-post';
import type { GroupReceipts } from './group-receipts';
import type { Ledger } from './ledger';
import type { WaitingMessage } from './ledger-queue';
import type { Posts } from './posts';
import type { Recipients } from './recipients';
import {
	encodeContent,
	seal,
	type Auth,
	type Ephemeral,
	type WhatsAppSocket,
} from '../whatsapp/index';
import { targetOf, type MessageLookup } from '../inbox/message-lookup';
import { requireOptedIn, type OptOuts } from '../contacts/opt-outs';
import type { AreDifferentPeople } from '../contacts/people';

export interface MessagePreparationOptions {
	clock: Pick<Clock, 'now'>;
	auth: Auth;
	messageLookup: MessageLookup;
	/** What was sent from here, and from the phone. */
	ledger: Pick<Ledger, 'get' | 'setContent' | 'wire'>;
	incoming: Pick<IncomingStore, 'find' | 'setContent'>;
	media: Pick<Media, 'upload' | 'thumbnail' | 'takeOver'>;
	posts: Posts;
	recipients: Recipients;
	audiences: Audiences;
	groupReceipts: GroupReceipts;
	/** Where polls and events of ours go, to read the answers to them. */
	messageSecrets: Pick<MessageSecrets, 'put'>;
	areDifferentPeople: AreDifferentPeople;
	optOuts: Pick<OptOuts, 'find'>;
	/** How long messages to a person are there; null: nothing is known of it. */
	ephemeralOf(chat: string): Ephemeral | null;
}

/** What is to be sent: where it really goes, and its bytes. Errors: NOT_ON_WHATSAPP, and those of its kind. */
export type PrepareMessage = (
	message: WaitingMessage,
	socket: WhatsAppSocket,
) => Promise<{ chat: string; wire: string }>;

export function createMessagePreparation(options: MessagePreparationOptions): PrepareMessage {
	const { clock, auth, messageLookup, ledger, incoming, media, recipients } = options;
	const { audiences, posts, groupReceipts, messageSecrets, areDifferentPeople } = options;
	const { optOuts, ephemeralOf } = options;

	const findPost = createFindPost({ ledger, incoming, posts });

	const lookUpsOver = (socket: WhatsAppSocket): LookUps => ({
		isAnnouncementGroup: socket.groups.isAnnouncementGroup,
		groupSubject: socket.groups.subjectOf,
		usesLids: socket.groups.usesLids,
		isAdmin: socket.groups.isAdmin,
		createCallLink: socket.callLinks.create,
		inviteToChannel: socket.channels.inviteAdmin,
		post: (channel, id, needsContent) => findPost(socket, channel, id, needsContent),
		product: socket.catalogs.product,
		takeOver: (url) => media.takeOver(url, socket.mediaConnection),
	});

	/** The chat's own time, unless another one was asked for. */
	async function lifetimeOf(
		chat: string,
		asked: number | undefined,
		socket: WhatsAppSocket,
	): Promise<Ephemeral | null> {
		if (asked !== undefined) return { seconds: asked, setAt: 0 };
		if (chatType(chat) !== 'group') return ephemeralOf(chat);
		return { seconds: await socket.groups.ephemeralSeconds(chat), setAt: 0 };
	}

	/** How many people a status goes to. Contacts come from WhatsApp; of whom the user names it is asked whether they are there. */
	async function countAudience(
		{ messageId, request }: WaitingMessage,
		{ contacts }: WhatsAppSocket,
	): Promise<number> {
		const people = audiences.of(messageId);
		if (request.audience?.visibleTo !== 'only') return people.length;
		const found = await onWhatsApp(people, recipients, contacts);
		audiences.set(messageId, found);
		return found.length;
	}

	return async (waiting, socket) => {
		const { messageId, chat: asked, request } = waiting;
		const resolve = (jid: string) =>
			recipients.resolve(jid, (phone) => socket.contacts.resolvePhone(phone));
		const chat = await resolve(asked);
		// They may have opted out while it waited.
		if (!request.evenIfOptedOut) requireOptedIn(optOuts, chat, request.content.type);
		if (chatType(chat) === 'group') {
			groupReceipts.setParticipants(messageId, await socket.groups.countParticipants(chat));
		}
		if (chat === STATUS) {
			groupReceipts.setParticipants(messageId, await countAudience(waiting, socket));
		}
		const { replyTo, privately = false, expiresAfterSeconds } = request;
		const kind = kindOf(request.content);
		const { jid, lid } = auth.me();
		const me = { jid: withoutDevice(jid ?? ''), lid: lid && withoutDevice(lid) };
		const about = {
			chat,
			now: clock.now(),
			target: () => targetOf(request.content, chat, messageLookup),
			isAnother: (other: string) => areDifferentPeople(chat, other),
			isMe: (other: string) => other === me.jid || other === me.lid,
		};
		// Much may have happened while it waited: the message that it is about may be too old by now, or gone.
		kind.check(request.content, about);
		// The message that it answers was there when this was queued; if its words are gone by now it goes without them.
		// What is answered privately is in the group that the user named.
		const place = privately ? parseRecipient(request.to) : chat;
		const quoted = replyTo && messageLookup.find(replyTo, place, 'reply');
		if (quoted) checkQuoted(quoted, about, privately);
		const content = await withRealNames(request.content, chat, {
			member: socket.groups.member,
			resolve: (jid) => resolve(jid).catch(unlessUnknown(jid)),
		});
		const files = new Map<string, UploadedFile>();
		// Nothing in a channel is encrypted.
		const isOpen = chatType(chat) === 'channel';
		// They are there already, mostly: see `file-uploads.ts`.
		for (const mediaId of uploadsOf(content)) {
			const file = await media.upload(mediaId, socket.mediaConnection, isOpen);
			files.set(mediaId, file);
			if (file.handle) posts.setHandle(chat, messageId, file.handle);
		}
		const found = await kind.lookUp?.(content, lookUpsOver(socket), chat);
		const secret = () => randomBytes(32);
		const context = {
			...about,
			messageId,
			me,
			file: (mediaId: string) => files.get(mediaId) as UploadedFile,
			thumbnail: media.thumbnail,
			found,
			secret,
			seal,
		};
		const built = kind.build(content, context);
		const message = isOpen ? withoutSecret(built) : withSecret(built, secret);
		const kept = pollOrEventIn(message);
		if (kept) messageSecrets.put(messageId, { ...kept, creator: me.jid });
		const outcome = kind.outcome?.(content, context);
		if (outcome !== undefined) {
			const original = about.target();
			const wire = outcome && encodeContent(editedContent(original.content ?? {}, outcome));
			ledger.setContent(original.messageId, wire);
			incoming.setContent(original.messageId, original.chat, wire);
		}
		const ephemeral = await lifetimeOf(chat, expiresAfterSeconds, socket);
		return { chat, wire: encodeContent(withContextInfo(message, { chat, quoted, ephemeral })) };
	};
}

/** Somebody who is mentioned and is not on WhatsApp keeps no message from the others. */
function unlessUnknown(jid: string): (error: unknown) => string {
	return (error) => {
		if (error instanceof EngineError && error.code === 'NOT_ON_WHATSAPP') return jid;
		throw error;
	};
}
