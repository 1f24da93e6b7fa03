import {
	extractE2ESessionFromRetryReceipt,
	getBinaryNodeChild,
	isJidGroup,
	type BinaryNode,
	type proto,
	type WASocket,
} from '@whiskeysockets/baileys';
import { chatType, parseJid, STATUS, withoutDevice } from '../content/jid';
import { kindOf, redactJid, type Log } from '../log';
import type { LidMapping } from './lid-mapping';
import { decodeContent, isOwn, type Me } from './incoming';
import { createLocks } from './locks';
import type { RetryLimits } from './retry-limits';
import { receiptIds } from './stanzas';
import { intercept, type StanzaHandler } from './stanza-listeners';
import { stanzaDetails } from './stanza-details';
import { resendStatus } from './status-resend';

export interface RetryReceiptsOptions {
	sock: Pick<
		WASocket,
		| 'ws'
		| 'signalRepository'
		| 'assertSessions'
		| 'relayMessage'
		| 'sendMessageAck'
		| 'authState'
		| 'sendNode'
		| 'messageRetryManager'
	>;
	me(): Me;
	/** Whether a message went to this chat, under either address of a person. */
	isSentTo(messageId: string, chat: string): boolean;
	/** What was sent under an ID. */
	sentContent(messageId: string): string | undefined;
	/** Whether somebody is in a group. */
	isMember(group: string, jid: string): Promise<boolean>;
	/** Whether somebody was to see a status of ours. */
	isInAudience(messageId: string, jid: string): boolean;
	/** This device does not have our sender key in this group. */
	forgetKeyHolder(group: string, device: string): Promise<void>;
	limits: RetryLimits;
	lidMapping: LidMapping;
	log: Log;
}

/** A device could not open messages of ours, and asks for them. */
interface Request {
	messageIds: string[];
	chat: string;
	device: string;
	isOurs: boolean;
	/** How often it has asked by now, as it says. */
	count: number;
}

interface Sent {
	messageId: string;
	message: proto.IMessage;
}

/**
 * Answers devices that ask for messages of ours again. Baileys does it, too (lib/Socket/messages-recv.js,
 * sendMessagesAgain), and does not see these requests any more:
 * - It sends the ciphertext alone: without what its stanza says besides, buttons are not drawn, and an edit is taken for
 *   a message.
 * - A phone that asks has the message sent to everybody in the chat, and a device in a group has our sender key sent to all
 *   with the next message. Each device that cannot open it asks by itself, so it is answered alone here, as whatsmeow does.
 * - It sends a status as a message in the chat with whoever asks.
 * - It counts by ID, and as often as it is asked: whoever asks for what we never sent has it ask WhatsApp for keys.
 * - It sends whatever has the ID to whoever asks. Here only who is in the chat that the message went to gets it.
 *
 * What is asked for in vain is acknowledged.
 */
export function answerRetryReceipts(options: RetryReceiptsOptions): void {
	const { sock, me, isSentTo, sentContent, isMember, isInAudience, forgetKeyHolder } = options;
	const { limits, lidMapping, log } = options;
	/** One answer at a time for each person. */
	const people = createLocks();

	async function handle(node: BinaryNode, next: StanzaHandler): Promise<void> {
		if (node.attrs.type !== 'retry') return await next(node);
		const request = requestIn(node, me());
		const due = request ? dueTo(request) : [];
		if (request && due.length > 0) {
			await people
				.run(personOf(request), () => answer(node, request, due))
				// There are no keys of the device, or no answer to the question for them: it asks again.
				.catch((error: unknown) =>
					log.info('A device could not be sent a message again', {
						device: redactJid(request.device),
						error: kindOf(error),
					}),
				);
		}
		await sock.sendMessageAck(node);
	}

	intercept(sock.ws, 'CB:receipt', (next) => (node) => {
		// Where the store cannot be read, or the connection has ended, the request comes again.
		handle(node, next).catch((error: unknown) =>
			log.debug('A receipt could not be dealt with', { error: kindOf(error) }),
		);
	});

	/** One name for whoever asks by phone number and by LID. */
	function personOf({ device }: Request): string {
		return lidMapping.lookUp(device).lid ?? withoutDevice(device);
	}

	function dueTo(request: Request): Sent[] {
		const { messageIds, chat, isOurs } = request;
		const device = parseJid(request.device)?.device ?? 0;
		return messageIds.flatMap((messageId) => {
			if (!isSentTo(messageId, chat)) return [];
			const isForThem = isOurs || chat !== STATUS || isInAudience(messageId, request.device);
			if (!isForThem) return [];
			if (!limits.take(messageId, personOf(request), device)) return [];
			const message = contentOf(messageId, chat);
			return message ? [{ messageId, message }] : [];
		});
	}

	/** Where content is not kept, Baileys still has for some minutes what was sent over this connection. */
	function contentOf(messageId: string, chat: string): proto.IMessage | undefined {
		const wire = sentContent(messageId);
		if (wire !== undefined) return decodeContent(wire);
		return sock.messageRetryManager?.getRecentMessage(chat, messageId)?.message;
	}

	async function answer(node: BinaryNode, request: Request, due: Sent[]): Promise<void> {
		const { chat, device, isOurs, count } = request;
		if (isJidGroup(chat) && !isOurs && !(await isMember(chat, device))) return;
		await renewSession(node, device);
		if (isJidGroup(chat)) await forgetKeyHolder(chat, device);
		for (const { messageId, message } of due) {
			if (chat === STATUS) {
				await resendStatus(sock, messageId, message, request);
				continue;
			}
			const details = stanzaDetails(message);
			// Baileys names the chat to a device of ours that goes by phone number only.
			const recipient = isOurs && !isJidGroup(chat) && { recipient: chat };
			await sock.relayMessage(chat, message, {
				messageId,
				participant: { jid: device, count },
				...details,
				additionalAttributes: { ...details.additionalAttributes, ...recipient },
			});
		}
	}

	/** By the keys that the device has sent along, or those that WhatsApp has of it. */
	async function renewSession(node: BinaryNode, device: string): Promise<void> {
		try {
			const session = extractE2ESessionFromRetryReceipt(node);
			if (session) {
				return await sock.signalRepository.injectE2ESession({ jid: device, session });
			}
		} catch {
			// No keys, or none that are signed as they must be.
		}
		await sock.assertSessions([device], true);
	}
}

/**
 * `<receipt type="retry" id from [participant] [recipient]><retry count/>...</receipt>`: `participant` is the device in a
 * group; `recipient` names the chat when a device of our own asks (Baileys' handleReceipt).
 */
function requestIn(node: BinaryNode, me: Me): Request | undefined {
	const { id, from, participant, recipient } = node.attrs;
	const retry = getBinaryNodeChild(node, 'retry');
	if (!retry || !id || !from) return undefined;
	const isDirect = chatType(from) === 'direct';
	const device = isDirect ? from : participant;
	if (!device) return undefined;
	const isOurs = isOwn(device, me);
	// A message of somebody else.
	if (recipient && !isOurs) return undefined;
	const chat = isDirect && isOurs ? (recipient ?? from) : from;
	return {
		messageIds: receiptIds(node),
		chat: withoutDevice(chat),
		device,
		isOurs,
		count: Math.min(Math.max(Math.trunc(Number(retry.attrs.count)) || 1, 1), MAX_COUNT),
	};
}

/** It goes out with the answer, as it was asked. */
const MAX_COUNT = 99;
