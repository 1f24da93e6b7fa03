import type { BinaryNode, GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../clock';
import { chatType, jidsOf, STATUS, withoutDevice } from '../content/jid';
import { kindOf, type Log } from '../log';
import type { Auth } from './auth';
import type { ConnectionMemory } from './connection-memory';
import type { DeviceCache } from './device-cache';
import { createFanOut } from './fan-out';
import { createChannelPosts, type PostNames } from './channel-posts';
import { decodeContent } from './incoming';
import type { LidMapping } from './lid-mapping';
import { detectTimeout } from './query-errors';
import { answerRetryReceipts } from './retry-receipts';
import { createSenderKeyMemory } from './sender-key-memory';
import { stanzaDetails } from './stanza-details';
import { createStatusPosts } from './status-posts';
import { outdatedChat, parseAck, type MessageAck } from './stanzas';

export interface RelayOptions extends Omit<ConnectionMemory, 'presenceSubscriptions'> {
	sock: WASocket;
	auth: Auth;
	devices: DeviceCache;
	lidMapping: LidMapping;
	metadataOf(group: string): Promise<GroupMetadata>;
	/** Whether somebody is in a group. */
	isMember(group: string, jid: string): Promise<boolean>;
	/** What was sent under an ID. */
	sentContent(messageId: string): string | undefined;
	/** Whether it went to this chat. */
	isSentTo(messageId: string, chat: string): boolean;
	/** Who is to get a status of ours, ourselves not among them. */
	audienceOf(messageId: string): readonly string[];
	/** What is known of posts in channels. */
	posts: PostNames;
	now: Clock['now'];
	log: Log;
}

/** Messages on their way out. */
export interface Relay {
	/**
	 * Hands the bytes to WhatsApp; resolves when nothing but the disk is between them and the wire (`write-ahead.ts`), not when
	 * they are acknowledged. `again`: they were handed over before, and nobody knows whether they arrived.
	 */
	relay(chat: string, messageId: string, wire: string, again: boolean): Promise<void>;
	/** What Baileys is to know of a group: see `FanOut`. */
	groupForBaileys(metadata: GroupMetadata): GroupMetadata;
	/** All devices of a person that something can be encrypted for. Errors: REJECTED, `NoDevices`. */
	reachPerson(person: string): Promise<string[]>;
	/**
	 * An acknowledgement: it may say that we do not know the people of the chat as WhatsApp does. Undefined where further ones of
	 * its message are to come.
	 */
	onAck(node: BinaryNode): MessageAck | undefined;
}

/** Answers retry receipts, too. */
export function createRelay(options: RelayOptions): Relay {
	const { sock, auth, devices, groups, keyless, lidMapping, retryLimits } = options;
	const { metadataOf, isMember, sentContent, isSentTo, audienceOf, now, log } = options;
	const senderKeys = createSenderKeyMemory(auth.state.keys);
	const fanOut = createFanOut({
		sock,
		devices,
		keyless,
		me: auth.me,
		metadataOf,
		forgetMetadata: groups.forget,
		sentContent,
		now,
		log,
	});
	const channelPosts = createChannelPosts({ sock, ...options.posts });
	const statusPosts = createStatusPosts({
		sock,
		fanOut,
		audienceOf,
		own: () => [auth.me().jid].flatMap((jid) => (jid ? [withoutDevice(jid)] : [])),
	});
	answerRetryReceipts({
		sock,
		me: auth.me,
		isSentTo,
		sentContent,
		isMember,
		isInAudience(messageId, jid) {
			const names = jidsOf(withoutDevice(jid), lidMapping.lookUp(jid));
			return audienceOf(messageId).some((other) => names.includes(other));
		},
		forgetKeyHolder: senderKeys.forget,
		limits: retryLimits,
		lidMapping,
		log,
	});

	/** So that the message can be sent once more, to whoever is there now. */
	async function forgetPeople(chat: string): Promise<void> {
		fanOut.forget(chat);
		await senderKeys.forgetAll(chat);
	}

	return {
		async relay(chat, messageId, wire, again) {
			if (again && chatType(chat) === 'group') await senderKeys.forgetAll(chat);
			const message = decodeContent(wire);
			if (chatType(chat) === 'channel') return await channelPosts.post(chat, messageId, message);
			if (chat === STATUS)
				return await detectTimeout(now, () => statusPosts.post(messageId, message));
			await fanOut.relay(chat, messageId, async () => {
				await detectTimeout(now, () =>
					sock.relayMessage(chat, message, { messageId, ...stanzaDetails(message) }),
				);
			});
		},
		groupForBaileys: fanOut.groupForBaileys,
		reachPerson: fanOut.reachPerson,
		onAck(node) {
			fanOut.onAck(node);
			const outdated = outdatedChat(node);
			if (outdated?.refused) {
				forgetPeople(outdated.chat).catch((error: unknown) =>
					log.debug('Who was in a chat could not be forgotten', { error: kindOf(error) }),
				);
			} else if (outdated) groups.doubt(outdated.chat);
			const ack = parseAck(node, now());
			if (!ack) return undefined;
			if (ack.post) return channelPosts.nameAck(ack);
			return statusPosts.isLast(ack) ? ack : undefined;
		},
	};
}
