import type { Account } from '../../account/account';
import { toIso } from '../../content/iso-time';
import { EngineError, type ChannelPost, type Commands } from '../../gateway/contract';
import type { PostFacts } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { findChannel } from './find-channel';
import { refusedToRead } from './refusals';

/** As many as WhatsApp is asked for at once. */
const AT_ONCE = 50;

export async function getPosts(
	account: Account,
	{ channel, limit, before: given }: Commands['channel.getPosts']['input'],
): Promise<ChannelPost[]> {
	let before = given === undefined ? undefined : serverIdIn(given);
	const id = await findChannel(account, channel);
	const call = callOf('channel.getPosts', {
		gapMs: 300,
		refusal: (code) => refusedToRead(id, code),
	});
	const found: PostFacts[] = [];
	while (found.length < limit) {
		const which = { count: Math.min(AT_ONCE, limit - found.length), before };
		const page = await online(account, call, ({ channels }) => channels.posts(id, which));
		found.push(...page.filter(({ serverId }) => !before || Number(serverId) < before));
		const oldest = Number(page.at(-1)?.serverId ?? NaN);
		if (page.length < which.count || !(oldest < (before ?? Infinity))) break;
		before = oldest;
	}
	account.posts.learn(found.map((post) => ({ channel: id, ...post })));
	return found.map((post) => toPost(account, id, post));
}

function toPost(account: Account, channel: string, post: PostFacts): ChannelPost {
	const { messageId, serverId, at, content, views, reactions } = post;
	const place = { chat: channel, chatAlt: null, sender: channel, senderAlt: null, fromMe: false };
	const message = { ...place, messageId, at: at ?? 0, content, broadcast: false, pushName: null };
	const [told] = content ? account.chatMessages.told([message]) : [];
	return {
		...{ channel, messageId, serverId, postedAt: toIso(at) },
		type: told?.type ?? (content ? 'unknown' : 'deleted'),
		text: told?.text ?? null,
		media: told?.media ?? null,
		reference: told?.reference ?? null,
		...{ views, reactions },
	};
}

function serverIdIn(given: string): number {
	const id = Number(given);
	if (Number.isSafeInteger(id) && id > 0) return id;
	throw new EngineError(
		'INVALID_SETTING',
		`"${given.slice(0, 60)}" is not the server ID of a post.`,
		'Use serverId of Channel > Get Posts: it is a number.',
	);
}
