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
	// The secret may stand outside of the envelopes.
	const info = { ...message.messageContextInfo, ...inner.messageContextInfo };
	if (!info.messageSecret?.length) return undefined;
	const body = found.body as proto.Message.IPollCreationMessage & proto.Message.IEventMessage;
	return {
		name: body.name ?? '',
		options: isPoll ? optionsOf(body) : [],
		secret: Buffer.from(info.messageSecret).toString('base64'),
	};
}
