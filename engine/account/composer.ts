import { chatType, withoutDevice } from '../content/jid';
import { toOutgoing } from '../content/outgoing';
import type { IncomingStore } from '../inbox/incoming-store';
import type { GroupReceipts } from '../outbox/group-receipts';
import type { Ledger, WaitingMessage } from '../outbox/ledger';
import type { Recipients } from '../outbox/recipients';
import type { Auth, OutgoingContent, WhatsAppSocket } from '../whatsapp/index';

export interface ComposerOptions {
	auth: Auth;
	ledger: Ledger;
	incoming: IncomingStore;
	recipients: Recipients;
	groupReceipts: GroupReceipts;
}

/** What is to be sent: where it really goes, and its bytes. Errors: NOT_ON_WHATSAPP. */
export type Compose = (
	message: WaitingMessage,
	socket: WhatsAppSocket,
) => Promise<{ chat: string; wire: string }>;

export function createComposer(options: ComposerOptions): Compose {
	const { auth, ledger, incoming, recipients, groupReceipts } = options;

	/** The message to answer. It was there when the answer was queued; if it is gone by now the answer goes without it. */
	function quote(messageId: string): OutgoingContent['quoted'] {
		const own = ledger.get(messageId);
		const wire = own && ledger.wire(messageId);
		const me = auth.me().jid;
		if (own && wire && me) {
			return { chat: own.chat, messageId, fromMe: true, sender: withoutDevice(me), wire };
		}
		const theirs = incoming.find(messageId);
		return theirs && { ...theirs, messageId };
	}

	return async ({ messageId, chat: asked, request }, socket) => {
		const chat = await recipients.resolve(asked, (phone) => socket.resolvePhone(phone));
		if (chatType(chat) === 'group') {
			groupReceipts.setParticipants(messageId, await socket.countParticipants(chat));
		}
		const quoted = request.replyTo ? quote(request.replyTo) : undefined;
		const content = { content: toOutgoing(request.content), ...(quoted && { quoted }) };
		return { chat, wire: await socket.compose(chat, messageId, content) };
	};
}
