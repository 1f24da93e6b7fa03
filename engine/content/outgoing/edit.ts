import { EngineError } from '../../gateway/contract';
import type { BuildContext, CheckContext, Target, WireMessage } from './kind';
import { keyOf, requireOwn, targetIn } from './target';

/** WhatsApp's own limit; its apps show no edits that come later. */
const EDITABLE_FOR_MINUTES = 15;

/** `ProtocolMessage.Type` */
const MESSAGE_EDIT = 14;

/** The message that is edited. Errors: UNKNOWN_MESSAGE, NOT_ALLOWED, TOO_LATE. */
export function editedTarget(context: CheckContext): Target {
	const target = targetIn(context, 'edited');
	requireOwn(target, 'edited');
	const { at, messageId } = target;
	if (at === null || context.now - at <= EDITABLE_FOR_MINUTES * 60_000) return target;
	throw new EngineError(
		'TOO_LATE',
		`Message ${messageId} cannot be edited any more: it was sent more than ${EDITABLE_FOR_MINUTES} minutes ago.`,
		'WhatsApp takes edits for 15 minutes only. Send a new message, or delete the old one with Message > Delete first.',
	);
}

/** Says a message anew. */
export function edit({ chat, now, ...context }: BuildContext, edited: WireMessage): WireMessage {
	return {
		protocolMessage: {
			key: keyOf(context.target(), chat),
			type: MESSAGE_EDIT,
			editedMessage: edited,
			timestampMs: now,
		},
	};
}
