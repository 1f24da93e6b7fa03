import type { FoundPost } from '../content/outgoing/index';
import { EngineError } from '../gateway/contract';
import type { IncomingStore } from '../inbox/incoming-store';
import { decodeContent, type WhatsAppSocket } from '../whatsapp/index';
import type { Ledger } from './ledger';
import type { Posts } from './posts';

/** The newest posts are looked through for one whose number is not known. */
const LOOKED_THROUGH = 100;
const SERVER_ID = /^\d{1,9}$/;

export interface FindPostOptions {
	ledger: Pick<Ledger, 'get' | 'wire'>;
	incoming: Pick<IncomingStore, 'find'>;
	posts: Pick<Posts, 'learn' | 'messageIdOf' | 'serverIdOf'>;
}

/**
 * A post of a channel, by its message ID or its server ID: from what is remembered, else from WhatsApp. Errors: UNKNOWN_MESSAGE;
 * TIMEOUT where WhatsApp has not acknowledged it yet.
 */
export function createFindPost({ ledger, incoming, posts }: FindPostOptions) {
	function remembered(channel: string, given: string): FoundPost | undefined {
		const isNumber = SERVER_ID.test(given);
		const messageId = isNumber ? posts.messageIdOf(channel, given) : given;
		const serverId = isNumber ? given : posts.serverIdOf(channel, given);
		if (messageId === undefined || serverId === undefined) return undefined;
		const record = ledger.get(messageId);
		const came = incoming.find(messageId, channel);
		const wire = ledger.wire(messageId) ?? came?.wire ?? null;
		const at = record?.sentAt ? Date.parse(record.sentAt) : (came?.at ?? null);
		return { messageId, serverId, at, content: wire === null ? null : decodeContent(wire) };
	}

	async function ask(
		{ channels }: WhatsAppSocket,
		channel: string,
		given: string,
	): Promise<FoundPost | undefined> {
		const serverId = SERVER_ID.test(given) ? given : posts.serverIdOf(channel, given);
		const found =
			serverId === undefined
				? await channels.posts(channel, { count: LOOKED_THROUGH })
				: await channels.posts(channel, { count: 1, before: Number(serverId) + 1 });
		posts.learn(found.map((post) => ({ channel, ...post })));
		return found.find((post) => post.messageId === given || post.serverId === given);
	}

	return async (
		socket: WhatsAppSocket,
		channel: string,
		given: string,
		needsContent: boolean,
	): Promise<FoundPost> => {
		const record = ledger.get(given);
		if (record?.chat === channel && record.sentAt === null) throw notSentYet(given, record.status);
		const known = remembered(channel, given);
		if (known && (known.content || !needsContent)) return known;
		const found = await ask(socket, channel, given);
		if (!found) throw noSuchPost(channel, given);
		return found;
	};
}

function notSentYet(messageId: string, status: string): EngineError {
	const waits = status === 'QUEUED' || status === 'SENDING';
	return new EngineError(
		waits ? 'TIMEOUT' : 'UNKNOWN_MESSAGE',
		waits
			? `WhatsApp has not acknowledged the post ${messageId} yet.`
			: `The post ${messageId} was never sent: its status is ${status}.`,
		waits ? 'Try again when it is sent.' : 'Use the ID of a post that is in the channel.',
		waits,
	);
}

function noSuchPost(channel: string, given: string): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`There is no post ${given.slice(0, 60)} in the channel ${channel}, or it is not among the last ${LOOKED_THROUGH}.`,
		'Use messageId or serverId of Channel > Get Posts.',
	);
}
