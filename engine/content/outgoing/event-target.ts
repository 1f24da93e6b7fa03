import type { proto } from '@whiskeysockets/baileys';
import { invalid } from './checks';
import type { CheckContext, Target } from './kind';
import { contentGone, requireOwn, targetIn, wordsOf } from './target';

/** The event that a message is about. Errors: UNKNOWN_MESSAGE, INVALID_CONTENT; `purpose` as in `contentGone`. */
export function requireEvent(context: CheckContext, purpose: string): Target {
	const target = targetIn(context, purpose);
	if (!eventIn(target) && !target.isWaiting) throw contentGone(target, purpose);
	return target;
}

/** As above. Error: NOT_ALLOWED when somebody else has sent it. */
export function requireOwnEvent(context: CheckContext, purpose: string): Target {
	const target = targetIn(context, purpose);
	requireOwn(target, purpose);
	return requireEvent(context, purpose);
}

/** Undefined where nobody remembers what the message says. Error: INVALID_CONTENT for what is no event. */
export function eventIn(target: Target): proto.Message.IEventMessage | undefined {
	const words = wordsOf(target);
	if (!words) return undefined;
	if (words.kind === 'eventMessage') return words.body as object;
	throw invalid(
		`Message ${target.messageId} is not an event.`,
		'Use the message ID of an event: of one sent with Message > Send Event, or from WhatsApp Linked Trigger.',
	);
}
