import {
	extractE2ESessionFromRetryReceipt,
	getBinaryNodeChild,
	getBinaryNodeChildren,
	isJidGroup,
	jidDecode,
	type BinaryNode,
	type proto,
	type WASocket,
} from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import { decodeContent, isOwn, type Me } from './incoming';
import { intercept, type StanzaHandler } from './stanza-listeners';
import { stanzaDetails, type StanzaDetails } from './stanza-details';

/** As often Baileys answers one device that asks for one message (its maxMsgRetryCount). */
const MAX_ANSWERS = 5;
const MAX_REMEMBERED = 10_000;

export interface SendingAgainOptions {
	sock: Pick<
		WASocket,
		'ws' | 'signalRepository' | 'assertSessions' | 'relayMessage' | 'sendMessageAck'
	>;
	me(): Me;
	/** What was sent under an ID. */
	sentContent(messageId: string): string | undefined;
	/** Sends a message to everybody in its chat once more. */
	relayAgain(chat: string, messageId: string, wire: string): Promise<void>;
	forgetKeyHolders(group: string): Promise<void>;
}

/** A device could not open messages of ours, and asks for them. */
interface Request {
	messageIds: string[];
	chat: string;
	device: string;
	/** How often it has asked by now. */
	count: number;
}

/** A message that is asked for, and what its stanza said besides. */
interface Sent {
	messageId: string;
	wire: string;
	message: proto.IMessage;
	details: StanzaDetails;
}

/**
 * Baileys answers a device that asks for a message again with the sealed message alone (lib/Socket/messages-recv.js,
 * sendMessagesAgain): without what its stanza says besides, buttons are not drawn, and an edit is taken for a message. So
 * messages whose stanza says more are sent again here, as Baileys does it otherwise; it does not see these requests.
 */
export function sendAgainWithDetails(options: SendingAgainOptions): void {
	const { sock, me, sentContent, relayAgain, forgetKeyHolders } = options;
	const answers = new Map<string, number>();

	async function handle(node: BinaryNode, next: StanzaHandler): Promise<void> {
		const request = requestIn(node, me());
		const sent = (request?.messageIds ?? []).flatMap((messageId) => {
			const wire = sentContent(messageId);
			return wire === undefined ? [] : sentAs(messageId, wire);
		});
		if (!request || !sent.some(({ details }) => saysMore(details))) return await next(node);
		try {
			const due = sent.filter(({ messageId }) => isDue(`${messageId} ${request.device}`));
			if (due.length > 0) await prepareKeys(node, request);
			for (const message of due) await answer(request, message);
		} catch {
			// The device asks again.
		}
		await sock.sendMessageAck(node);
	}

	intercept(sock.ws, 'CB:receipt', (next) => (node) => {
		// Where the store cannot be read, or the connection has ended, the request comes again.
		handle(node, next).catch(() => undefined);
	});

	function isDue(key: string): boolean {
		if (answers.size >= MAX_REMEMBERED) answers.clear();
		const count = (answers.get(key) ?? 0) + 1;
		answers.set(key, count);
		return count <= MAX_ANSWERS;
	}

	/** A new session with the device, by the keys that it has sent along or WhatsApp has of it. */
	async function prepareKeys(node: BinaryNode, { chat, device }: Request): Promise<void> {
		const session = extractE2ESessionFromRetryReceipt(node);
		if (session) await sock.signalRepository.injectE2ESession({ jid: device, session });
		else await sock.assertSessions([device], true);
		if (isJidGroup(chat)) await forgetKeyHolders(chat);
	}

	async function answer({ chat, device: jid, count }: Request, sent: Sent): Promise<void> {
		const { messageId, wire, message, details } = sent;
		// Where the phone itself could not open it, its linked devices could not either.
		if (!jidDecode(jid)?.device) return await relayAgain(chat, messageId, wire);
		await sock.relayMessage(chat, message, { messageId, participant: { jid, count }, ...details });
	}
}

function sentAs(messageId: string, wire: string): Sent {
	const message = decodeContent(wire);
	return { messageId, wire, message, details: stanzaDetails(message) };
}

function saysMore({ additionalAttributes, additionalNodes }: StanzaDetails): boolean {
	return additionalNodes.length > 0 || Object.keys(additionalAttributes).length > 0;
}

/**
 * `<receipt type="retry" id from [participant] [recipient]><retry count/>...</receipt>`: `participant` is the device in a
 * group; `recipient` names the chat when a device of our own asks (Baileys' handleReceipt).
 */
function requestIn(node: BinaryNode, me: Me): Request | undefined {
	const { type, id, from, participant, recipient } = node.attrs;
	const retry = getBinaryNodeChild(node, 'retry');
	if (type !== 'retry' || !retry || !id || !from) return undefined;
	const device = participant ?? from;
	const isOurs = isOwn(device, me);
	const chat = isOurs && !isJidGroup(from) ? recipient : from;
	if (!chat || (recipient && !isOurs)) return undefined;
	const more = getBinaryNodeChildren(getBinaryNodeChild(node, 'list'), 'item');
	return {
		messageIds: [id, ...more.flatMap(({ attrs }) => attrs.id ?? [])],
		chat: withoutDevice(chat),
		device,
		count: Number(retry.attrs.count) || 1,
	};
}
