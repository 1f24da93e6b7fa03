import type { proto } from '@whiskeysockets/baileys';
import { chatType } from '../jid';
import { contentOf, innermost } from '../wrappers';
import type { Target, WireMessage } from './kind';

export interface ContextInfoOptions {
	chat: string;
	/** The message that is answered. */
	quoted?: Target;
	/** Disappears after so many seconds, 0: never; and when the chat was set to that (ms), 0: nobody knows. */
	ephemeral?: { seconds: number; setAt: number } | null;
}

/** Adds to a message what is around it: the message it answers, and when it disappears. */
export function withContextInfo(
	message: WireMessage,
	{ chat, quoted, ephemeral }: ContextInfoOptions,
): WireMessage {
	const found = contentOf(innermost(message));
	// What devices tell each other has no place for it.
	if (!found || found.kind === 'protocolMessage') return message;
	const body = found.body as { contextInfo?: proto.IContextInfo | null };
	const contextInfo: proto.IContextInfo = {
		...body.contextInfo,
		...(quoted && quotation(quoted, chat)),
		...(ephemeral && ephemeral.seconds > 0 && expiration(ephemeral)),
	};
	if (Object.keys(contextInfo).length > 0) body.contextInfo = contextInfo;
	return message;
}

function expiration({ seconds, setAt }: { seconds: number; setAt: number }): proto.IContextInfo {
	return {
		expiration: seconds,
		...(setAt > 0 && { ephemeralSettingTimestamp: Math.floor(setAt / 1000) }),
	};
}

/** How a message quotes another one; nothing of one whose words nobody remembers. */
export function quotation(
	{ chat, messageId, sender, content }: Target,
	to: string,
): proto.IContextInfo {
	const quotedMessage = content && withoutContext(innermost(content));
	if (!quotedMessage) return {};
	// A person is one chat under two addresses; only a group or a status is another place than the chat.
	const elsewhere = chat !== to && chatType(chat) !== 'direct';
	return {
		stanzaId: messageId,
		participant: sender,
		quotedMessage,
		...(elsewhere && { remoteJid: chat }),
	};
}

/** What was quoted in a quoted message is not quoted again. */
function withoutContext(message: WireMessage): WireMessage {
	const found = contentOf(message);
	if (!found) return message;
	const { contextInfo: _, ...body } = found.body as { contextInfo?: unknown };
	return { [found.kind]: typeof found.body === 'string' ? found.body : body };
}
