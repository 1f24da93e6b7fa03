import type { proto, WASocket } from '@whiskeysockets/baileys';
import { createBoundedMap } from '../bounded-map';
import { STATUS } from '../content/jid';
import { NoDevices } from './devices';
import type { FanOut } from './fan-out';
import { stanzaDetails } from './stanza-details';
import type { MessageAck } from './stanzas';

/**
 * As many people as get a status by one stanza: it names all their devices, each with its own ciphertext, and a group of a
 * thousand people is the largest that WhatsApp has. Several stanzas of one status share its ID, as Evolution API's do.
 */
const PEOPLE_A_STANZA = 250;
const MAX_UNDER_WAY = 100;

export interface StatusPostsOptions {
	sock: Pick<WASocket, 'relayMessage'>;
	fanOut: Pick<FanOut, 'reachPeople' | 'renewSenderKey'>;
	/** Who is to get a status, ourselves not among them. */
	audienceOf(messageId: string): readonly string[];
	/** Our own address: our other devices get statuses, too. */
	own(): string[];
}

/** Statuses on their way out. */
export interface StatusPosts {
	/** Hands a status to WhatsApp. Throws `NoDevices` where nobody would get it. */
	post(messageId: string, message: proto.IMessage): Promise<void>;
	/** Whether an acknowledgement is the last word on its message: each stanza of a status has one of its own. */
	isLast(ack: MessageAck): boolean;
}

/** How far a status has got. */
interface Progress {
	handedOver: number;
	acknowledged: number;
	/** All its stanzas are handed over, and none was refused. */
	isWhole: boolean;
}

export function createStatusPosts(options: StatusPostsOptions): StatusPosts {
	const { sock, fanOut, audienceOf, own } = options;
	const underWay = createBoundedMap<Progress>(MAX_UNDER_WAY);

	/** A new attempt takes the place of an earlier one, whose stanzas may still be acknowledged. */
	function begin(messageId: string): Progress {
		const { handedOver, acknowledged } = underWay.get(messageId) ?? NOTHING;
		const progress = { handedOver, acknowledged, isWhole: false };
		underWay.set(messageId, progress);
		return progress;
	}

	return {
		async post(messageId, message) {
			const progress = begin(messageId);
			const details = stanzaDetails(message);
			const handOver = async (statusJidList: string[]) => {
				if (underWay.get(messageId) !== progress) return;
				progress.handedOver++;
				try {
					await sock.relayMessage(STATUS, message, { messageId, statusJidList, ...details });
				} catch (error) {
					progress.handedOver--;
					throw error;
				}
			};
			// Who had the key of an earlier status and is not to see this one cannot open it, wherever its stanzas get to.
			await fanOut.renewSenderKey(STATUS);
			// The last stanza is known as the last before it is handed over: its acknowledgement may be quick.
			let ready: string[] | undefined;
			for (const people of slices(audienceOf(messageId), PEOPLE_A_STANZA)) {
				const us = ready ? [] : own();
				if (!(await fanOut.reachPeople(people, us))) continue;
				if (ready) await handOver(ready);
				ready = [...us, ...people];
			}
			if (!ready) throw new NoDevices();
			progress.isWhole = true;
			await handOver(ready);
		},
		isLast({ messageId, error }) {
			const progress = underWay.get(messageId);
			if (!progress) return true;
			progress.acknowledged++;
			if (error !== null) {
				progress.isWhole = false;
				return true;
			}
			const isLast = progress.isWhole && progress.acknowledged >= progress.handedOver;
			if (isLast) underWay.delete(messageId);
			return isLast;
		},
	};
}

const NOTHING = { handedOver: 0, acknowledged: 0 };

function slices<T>(all: readonly T[], size: number): T[][] {
	const count = Math.ceil(all.length / size);
	return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}
