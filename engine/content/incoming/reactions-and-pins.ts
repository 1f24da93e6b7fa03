import type { proto } from '@whiskeysockets/baileys';
import { innermost } from '../wrappers';
import type { Read, ReadContext } from './reader';
import { amount, words } from './values';

/** What people put on messages: reactions and pins. */
export function reaction(
	{ key, text }: proto.Message.IReactionMessage,
	context: ReadContext,
): Read {
	return {
		type: 'reaction',
		text: null,
		reaction: { emoji: words(text), target: context.target(key) },
	};
}

/** `proto.Message.PinInChatMessage.Type.PIN_FOR_ALL` */
const PIN_FOR_ALL = 1;

export function pin(
	{ key, type }: proto.Message.IPinInChatMessage,
	context: ReadContext,
	{ messageContextInfo }: proto.IMessage,
): Read {
	const pinned = type === PIN_FOR_ALL;
	return {
		type: 'pin',
		text: null,
		pin: {
			pinned,
			seconds: pinned ? amount(messageContextInfo?.messageAddOnDurationInSecs) : null,
			target: context.target(key),
		},
	};
}

export function isPin(message: proto.IMessage): boolean {
	return innermost(message).pinInChatMessage != null;
}
