import { type BinaryNode, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Channel, Post } from './channels';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { childOf, childrenOf, notification, stanza } from './stanza';

const FORBIDDEN = 403;
const NOT_FOUND = 404;
const MALFORMED = 479;
/** WhatsApp's basic emoji. */
const BASIC = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
const FILES = ['imageMessage', 'videoMessage', 'audioMessage', 'documentMessage'] as const;

/** What the server answers to a post or to what is done to one. */
export interface PostAnswer {
	readonly error?: number;
	readonly serverId?: number;
}

/** Takes what somebody posts in a channel, or does to a post: the shapes are whatsmeow's (sendNewsletter) and zapo's. */
export function takePost(sender: Device, message: BinaryNode, context: RoutingContext): PostAnswer {
	const { to, id = '', edit, type, server_id: serverId } = message.attrs;
	const channel = context.channels.find(to);
	if (!channel || channel.isDeleted) return { error: NOT_FOUND };
	if (type === 'reaction')
		return react(channel, sender.account, message, Number(serverId), context);
	if (!channel.isAdmin(sender.account)) return { error: FORBIDDEN };
	if (edit === undefined) return publish(channel, sender, message, context);
	const post = channel.posts.find((one) => one.id === id);
	if (!post?.plaintext) return { error: NOT_FOUND };
	const plaintext = edit === '8' ? undefined : plaintextIn(message);
	if (edit !== '8' && (edit !== '3' || !plaintext)) return { error: MALFORMED };
	Object.assign(post, { plaintext, edited: true });
	channel.changes.add(post);
	deliver(channel, post, sender, context, edit);
	return { serverId: post.serverId };
}

/** A new post, from a companion or from a phone. */
export function publish(
	channel: Channel,
	author: Device,
	message: BinaryNode,
	context: RoutingContext,
): PostAnswer {
	const { id = '', type = '', media_id: mediaId } = message.attrs;
	const plaintext = plaintextIn(message);
	const known = channel.posts.find((one) => one.id === id);
	// Posted again, as after a break: it is there once.
	if (known) return { serverId: known.serverId };
	if (!plaintext || isWrong(message, plaintext, context)) return { error: MALFORMED };
	const post = {
		...{ id, type, mediaId, plaintext, edited: false, author: author.account },
		mediaType: childOf(message, 'plaintext')?.attrs.mediatype,
		serverId: 100 + channel.posts.length,
		atSeconds: context.clock.seconds(),
		reactions: new Map<Account, string>(),
	};
	channel.posts.push(post);
	channel.changes.add(post);
	deliver(channel, post, author, context);
	return { serverId: post.serverId };
}

function plaintextIn(message: BinaryNode): Buffer | undefined {
	const content = childOf(message, 'plaintext')?.content;
	return content instanceof Uint8Array && content.length > 0 ? Buffer.from(content) : undefined;
}

/**
 * Files are named by what the media host calls them, lie there openly, and are told of in the stanza; polls are, too. That the
 * server refuses what its apps would not show is a guess: it shows what would be lost.
 */
function isWrong(message: BinaryNode, plaintext: Buffer, { channels }: RoutingContext): boolean {
	const said = normalizeMessageContent(proto.Message.decode(plaintext));
	const { type, media_id: mediaId } = message.attrs;
	const mediaType = childOf(message, 'plaintext')?.attrs.mediatype;
	if (said?.messageContextInfo?.messageSecret?.length) return true;
	if (said?.pollCreationMessage || said?.pollCreationMessageV3) {
		return type !== 'poll' || childOf(message, 'meta')?.attrs.polltype !== 'creation';
	}
	const kind = FILES.find((name) => said?.[name]);
	const file = kind && said?.[kind];
	if (!kind || !file) return type !== 'text';
	const isSealed = Boolean(file.mediaKey?.length ?? file.fileEncSha256?.length);
	const handle = channels.media.handleOf(file.directPath ?? '');
	return type !== 'media' || !mediaType || isSealed || !handle || handle !== mediaId;
}

function react(
	channel: Channel,
	account: Account,
	message: BinaryNode,
	serverId: number,
	context: RoutingContext,
): PostAnswer {
	const post = channel.posts.find((one) => one.serverId === serverId && one.plaintext);
	const [reaction] = childrenOf(message, 'reaction');
	if (!post) return { error: NOT_FOUND };
	if (!channel.roles.has(account)) return { error: FORBIDDEN };
	const { code } = reaction?.attrs ?? {};
	if (code === undefined) {
		if (message.attrs.edit !== '7') return { error: MALFORMED };
		post.reactions.delete(account);
	} else {
		const isAllowed =
			channel.reactionCodes === 'ALL' ||
			(channel.reactionCodes === 'BASIC' && BASIC.includes(code));
		if (!isAllowed) return { error: FORBIDDEN };
		post.reactions.set(account, code);
	}
	channel.changes.add(post);
	tellReactions(channel, post, context);
	return { serverId };
}

/** To the companions of whoever runs or follows the channel; that a device is told its own post is not known, so it is not. */
function deliver(
	channel: Channel,
	post: Post,
	author: Device,
	{ clock }: RoutingContext,
	edit?: string,
): void {
	const meta = { msg_edit_t: String(clock.now()), original_msg_t: String(post.atSeconds) };
	for (const account of channel.roles.keys()) {
		const attrs = {
			...{ from: channel.jid, id: post.id, server_id: String(post.serverId), edit },
			...{ t: String(post.atSeconds), type: post.type },
			is_sender: account === post.author ? 'true' : undefined,
		};
		const content = [writePlaintext(post), ...(edit ? [stanza('meta', meta)] : [])];
		for (const device of account.companions) {
			if (device !== author) device.queue.push(stanza('message', attrs, content));
		}
	}
}

function writePlaintext({ plaintext, mediaType }: Post): BinaryNode {
	return stanza('plaintext', { mediatype: mediaType }, plaintext);
}

/** A post as it is told to who asks for some. */
export function writePost(post: Post): BinaryNode {
	const { id, serverId, atSeconds, type } = post;
	const attrs = { id, server_id: String(serverId), t: String(atSeconds), type };
	return stanza('message', attrs, [writePlaintext(post), ...writeCounts(post)]);
}

function writeCounts({ reactions }: Post): BinaryNode[] {
	const counts = new Map<string, number>();
	for (const code of reactions.values()) counts.set(code, (counts.get(code) ?? 0) + 1);
	const written = [...counts].map(([code, count]) =>
		stanza('reaction', { code, count: String(count) }),
	);
	return [
		stanza('views_count', { count: '0' }),
		...(written.length > 0 ? [stanza('reactions', {}, written)] : []),
	];
}

/** Who has asked for it lately is told how many have reacted (whatsmeow, NewsletterSubscribeLiveUpdates). */
function tellReactions(channel: Channel, post: Post, { clock }: RoutingContext): void {
	const t = String(clock.seconds());
	const { id, serverId } = post;
	const told = stanza('message', { id, server_id: String(serverId) }, writeCounts(post));
	for (const [device, until] of channel.listeners) {
		if (until < clock.seconds()) continue;
		const updates = stanza('live_updates', {}, [stanza('messages', { t }, [told])]);
		device.queue.push(notification('newsletter', channel.jid, clock.seconds(), [updates]));
	}
}
