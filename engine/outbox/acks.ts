import { idOf, type Log } from '../log';
import type { MessageAck } from '../whatsapp/index';
import type { Ledger } from './ledger';
import { kindOfNack, nackedForTooLong, nackError } from './nacks';
import type { Posts } from './posts';
import type { Restrictions } from './restrictions';
import type { Sender } from './sender';
import type { Statuses } from './statuses';

export interface AcksOptions {
	log: Log;
	ledger: Pick<Ledger, 'get' | 'lastSentAt'>;
	posts: Pick<Posts, 'learn'>;
	statuses: Pick<Statuses, 'set'>;
	sender: Pick<Sender, 'postpone' | 'sendAgain'>;
	restrictions: {
		readonly timelock: Pick<Restrictions['timelock'], 'onRefused'>;
		readonly newChatCap: Pick<Restrictions['newChatCap'], 'onRefused'>;
	};
}

/** What WhatsApp's server answers to messages: it has taken them, or refuses them. */
export interface Acks {
	onAck(ack: MessageAck): void;
	/** When WhatsApp took the last message of ours. */
	lastAt(): number | undefined;
}

export function createAcks(options: AcksOptions): Acks {
	const { log, ledger, posts, statuses, sender, restrictions } = options;
	let lastAt = ledger.lastSentAt();

	function onNack(messageId: string, code: string, at: number): void {
		log.info('WhatsApp refused a message', { messageId: idOf(messageId), code: Number(code) });
		switch (kindOfNack(code, ledger.get(messageId)?.chat)) {
			case 'restricted':
				return restrictions.timelock.onRefused(messageId, at);
			case 'capped':
				restrictions.newChatCap.onRefused(at);
				break;
			case 'passing':
				return sender.postpone(messageId, nackedForTooLong(code));
			case 'outdated':
				if (sender.sendAgain(messageId)) return;
		}
		statuses.set(messageId, 'FAILED', at, nackError(code, ledger.get(messageId)?.chat));
	}

	return {
		onAck({ messageId, post, error, at }) {
			if (error) return onNack(messageId, error, at);
			// To react to a post, one has to know what WhatsApp calls it.
			if (post?.serverId) posts.learn([{ ...post, messageId, serverId: post.serverId }]);
			statuses.set(messageId, 'SENT', at);
			// Baileys sends messages of its own, too.
			if (ledger.get(messageId)) lastAt = at;
		},
		lastAt: () => lastAt,
	};
}
