import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	proto,
	S_WHATSAPP_NET,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { answerTo, type Query } from './query';
import { timeIn } from './stanzas';

/** A post as WhatsApp tells of it. */
export interface PostFacts {
	messageId: string;
	serverId: string;
	/** Milliseconds since 1970. */
	at: number | null;
	/** Null where it was deleted, or cannot be read. */
	content: proto.IMessage | null;
	/** How many have seen it; null where WhatsApp does not say. */
	views: number | null;
	reactions: { emoji: string; count: number }[];
}

export interface WhichPosts {
	count: number;
	/** Only those that are older than the one with this server ID. */
	before?: number;
}

/**
 * `<iq xmlns="newsletter"><messages type="jid" jid count [before]/></iq>` (whatsmeow, GetNewsletterMessages). Newest first. Not
 * Baileys' own newsletterFetchMessages: it asks for changes of posts, and reads nothing of the answer.
 */
export async function askPosts(
	query: Query,
	channel: string,
	{ count, before }: WhichPosts,
): Promise<PostFacts[]> {
	const attrs = {
		...{ type: 'jid', jid: channel, count: String(count) },
		...(before !== undefined && { before: String(before) }),
	};
	const answer = await answerTo(query, {
		tag: 'iq',
		attrs: { type: 'get', to: S_WHATSAPP_NET, xmlns: 'newsletter' },
		content: [{ tag: 'messages', attrs }],
	});
	return readPosts(getBinaryNodeChild(answer, 'messages')).sort(
		(a, b) => Number(b.serverId) - Number(a.serverId),
	);
}

/** `<iq xmlns="newsletter"><live_updates/></iq>`, answered with `duration` (whatsmeow, NewsletterSubscribeLiveUpdates). */
export async function askToListen(query: Query, channel: string): Promise<number> {
	const answer = await answerTo(query, {
		tag: 'iq',
		attrs: { type: 'set', to: channel, xmlns: 'newsletter' },
		content: [{ tag: 'live_updates', attrs: {} }],
	});
	return Number(getBinaryNodeChild(answer, 'live_updates')?.attrs.duration ?? 0);
}

/** The posts in `<messages>`: whole ones, or how often they were seen and reacted to. */
export function readPosts(messages: BinaryNode | undefined): PostFacts[] {
	return getBinaryNodeChildren(messages, 'message').flatMap((node) => {
		const { id = '', server_id: serverId } = node.attrs;
		if (!serverId) return [];
		const views = getBinaryNodeChild(node, 'views_count')?.attrs.count;
		const post = {
			...{ messageId: id, serverId, at: timeIn(node) ?? null, content: contentIn(node) },
			views: views === undefined ? null : Number(views),
			reactions: readReactions(node),
		};
		return [post];
	});
}

function readReactions(node: BinaryNode): PostFacts['reactions'] {
	const reactions = getBinaryNodeChildren(getBinaryNodeChild(node, 'reactions'), 'reaction');
	return reactions.flatMap(({ attrs: { code, count } }) =>
		code ? [{ emoji: code, count: Number(count ?? 0) }] : [],
	);
}

function contentIn(node: BinaryNode): proto.IMessage | null {
	const content = getBinaryNodeChild(node, 'plaintext')?.content;
	if (!(content instanceof Uint8Array) || content.length === 0) return null;
	try {
		return proto.Message.decode(content);
	} catch {
		return null;
	}
}
