import { proto, type BinaryNode, type WASocket } from '@whiskeysockets/baileys';
import { createBoundedMap } from '../bounded-map';
import { channelIdIn } from '../content/jid';
import { contentOf, innermost } from '../content/wrappers';
import { stanzaDetails } from './stanza-details';
import type { MessageAck } from './stanzas';

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
const MAX_UNDER_WAY = 1_000;

/** What the stanza calls the kind of a file (whatsmeow, getMediaTypeFromMessage). */
const MEDIA_TYPE: Readonly<Record<string, string>> = {
	imageMessage: 'image',
	videoMessage: 'video',
	audioMessage: 'audio',
	documentMessage: 'document',
};

/** A post of a channel, by both of its names: whoever posts chooses the first, WhatsApp's server the second. */
export interface PostName {
	channel: string;
	messageId: string;
	/** A number, counted by channel. To react one names it. */
	serverId: string;
}

/** What is known of posts: see `outbox/posts.ts`. */
export interface PostNames {
	serverIdOf(channel: string, messageId: string): string | undefined;
	/** What the media host calls the file of a post. */
	handleOf(channel: string, messageId: string): string | undefined;
}

export interface ChannelPostsOptions extends PostNames {
	sock: Pick<WASocket, 'sendNode'>;
}

/** A post that comes in, by both of its names; undefined for what is none. */
export function postNameIn({ attrs }: BinaryNode): PostName | undefined {
	const { from = '', id, server_id: serverId } = attrs;
	const channel = channelIdIn(from);
	return channel && id && serverId ? { channel, messageId: id, serverId } : undefined;
}

/** Posts on their way out. */
export interface ChannelPosts {
	post(channel: string, messageId: string, message: proto.IMessage): Promise<void>;
	/** Whose acknowledgement it is: a change of a post goes by the ID of the post. */
	nameAck(ack: MessageAck): MessageAck;
}

/**
 * Not Baileys' own relayMessage: it knows no edits and deletions of posts, says nothing of the kind of a file, and drops what
 * the media host calls it. The shapes are whatsmeow's (sendNewsletter, NewsletterSendReaction) and zapo's.
 */
export function createChannelPosts(options: ChannelPostsOptions): ChannelPosts {
	const { sock, serverIdOf, handleOf } = options;
	/** The changes of each post that are not acknowledged yet, in their order. */
	const changes = createBoundedMap<string[]>(MAX_UNDER_WAY);

	function stanzaOf(channel: string, messageId: string, message: proto.IMessage): BinaryNode {
		const { protocolMessage, reactionMessage } = message;
		const target = protocolMessage?.key?.id ?? reactionMessage?.key?.id ?? '';
		if (protocolMessage?.type === REVOKE) {
			return written(channel, target, { type: 'text', edit: '8' }, [plaintext()]);
		}
		if (protocolMessage?.type === MESSAGE_EDIT) {
			return said(channel, target, protocolMessage.editedMessage ?? {}, { edit: '3' });
		}
		if (reactionMessage) {
			const emoji = reactionMessage.text ?? '';
			const more = { type: 'reaction', server_id: serverIdOf(channel, target) ?? '' };
			return written(channel, messageId, { ...more, ...(!emoji && { edit: '7' }) }, [
				{ tag: 'reaction', attrs: emoji ? { code: emoji } : {} },
			]);
		}
		const handle = handleOf(channel, messageId);
		return said(channel, messageId, message, handle === undefined ? {} : { media_id: handle });
	}

	return {
		async post(channel, messageId, message) {
			const stanza = stanzaOf(channel, messageId, message);
			const { id = messageId } = stanza.attrs;
			if (id !== messageId) changes.set(id, [...(changes.get(id) ?? []), messageId]);
			await sock.sendNode(stanza);
		},
		nameAck(ack) {
			const [messageId, ...others] = changes.get(ack.messageId) ?? [];
			if (messageId === undefined) return ack;
			if (others.length > 0) changes.set(ack.messageId, others);
			else changes.delete(ack.messageId);
			return { ...ack, messageId };
		},
	};
}

function said(
	channel: string,
	id: string,
	message: proto.IMessage,
	attrs: Record<string, string>,
): BinaryNode {
	const kind = contentOf(innermost(message))?.kind ?? '';
	const media = mediaTypeOf(message);
	const type = media ? 'media' : kind.startsWith('pollCreation') ? 'poll' : 'text';
	return written(channel, id, { type, ...attrs }, [
		plaintext(message, media),
		...stanzaDetails(message).additionalNodes,
	]);
}

function mediaTypeOf(message: proto.IMessage): string | undefined {
	const inner = innermost(message);
	if (inner.audioMessage?.ptt) return 'ptt';
	if (inner.videoMessage?.gifPlayback) return 'gif';
	return MEDIA_TYPE[contentOf(inner)?.kind ?? ''];
}

/** Nothing of it is encrypted. */
function plaintext(message?: proto.IMessage, media?: string): BinaryNode {
	const content = message && proto.Message.encode(proto.Message.create(message)).finish();
	return {
		tag: 'plaintext',
		attrs: media ? { mediatype: media } : {},
		...(content && { content }),
	};
}

function written(
	channel: string,
	id: string,
	attrs: Record<string, string>,
	content: BinaryNode[],
): BinaryNode {
	return { tag: 'message', attrs: { to: channel, id, ...attrs }, content };
}
