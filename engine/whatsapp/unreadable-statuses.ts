import { getBinaryNodeChild, proto, type BinaryNode, type WASocket } from '@whiskeysockets/baileys';
import { STATUS } from '../content/jid';
import type { Me } from './incoming';
import { messageOf } from './journaling';
import { intercept } from './stanza-listeners';

/**
 * Baileys asks again for a message that it cannot open, and refuses it (lib/Socket/messages-recv.js, handleMessage). That
 * settles a message, but not a status: WhatsApp hands it over first at each login, and holds back everything else that
 * waits (Baileys#2779). So a status that cannot be opened is asked for again and acknowledged here; Baileys does not see it.
 *
 * One that can be opened is opened twice: the journal answers Baileys.
 */
export function acknowledgeUnreadableStatuses(
	sock: Pick<WASocket, 'ws' | 'signalRepository' | 'sendRetryRequest' | 'sendMessageAck'>,
	me: () => Me,
): void {
	intercept(sock.ws, 'CB:message', (next) => async (node) => {
		if (node.attrs.from !== STATUS || !getBinaryNodeChild(node, 'enc')) return await next(node);
		if (await isReadable(node)) return await next(node);
		try {
			await sock.sendRetryRequest(node);
		} catch {
			// It says too little to be asked for, or the connection has ended.
		}
		await sock.sendMessageAck(node);
	});

	async function isReadable(node: BinaryNode): Promise<boolean> {
		try {
			const { fullMessage, decrypt } = messageOf(node, me(), sock.signalRepository);
			await decrypt();
			return fullMessage.messageStubType !== proto.WebMessageInfo.StubType.CIPHERTEXT;
		} catch {
			// It lacks what a message has.
			return false;
		}
	}
}
