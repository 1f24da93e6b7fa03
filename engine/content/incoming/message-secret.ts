import type { proto } from '@whiskeysockets/baileys';
import { contentOf, innermost } from '../wrappers';
import { optionsOf } from './polls-and-events';

/** What is kept of a poll or an event, besides its creator. Undefined for everything else, and for one without a secret. */
export function pollOrEventIn(
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

/** The secret that add-ons of this message are encrypted with, in base64. It may stand outside of the envelopes. */
export function secretIn(message: proto.IMessage): string | undefined {
	const { messageSecret } = {
		...message.messageContextInfo,
		...innermost(message).messageContextInfo,
	};
	return messageSecret?.length ? Buffer.from(messageSecret).toString('base64') : undefined;
}
