import type { proto } from '@whiskeysockets/baileys';
import { contentOf, innermost } from '../wrappers';
import { optionsOf } from './questions';

/** What is kept of a poll or an event, besides who asks. Undefined for everything else, and for one without a secret. */
export function questionIn(
	message: proto.IMessage,
): { name: string; options: string[]; secret: string } | undefined {
	const inner = innermost(message);
	const found = contentOf(inner);
	const isPoll = found?.kind.startsWith('pollCreationMessage');
	if (!found || !(isPoll || found.kind === 'eventMessage')) return undefined;
	const secret = secretIn(message);
	if (!secret) return undefined;
	const body = found.body as proto.Message.IPollCreationMessage & proto.Message.IEventMessage;
	return {
		name: body.name ?? '',
		options: isPoll ? optionsOf(body) : [],
		secret,
	};
}

/** What opens that which others seal about a message, in base64. It may stand outside of the envelopes. */
export function secretIn(message: proto.IMessage): string | undefined {
	const { messageSecret } = {
		...message.messageContextInfo,
		...innermost(message).messageContextInfo,
	};
	return messageSecret?.length ? Buffer.from(messageSecret).toString('base64') : undefined;
}
