import type {
	BuildContext,
	Kind,
	Seal,
	Target,
	WireMessage,
} from '../../../../../engine/content/outgoing';
import type { MessageContent } from '../../../../../engine/gateway/contract';
import { START } from '../../../../support/fake-clock';
import { errorOf, MINUTE } from '../../support';
import { BOB, buildContext, GROUP, SECRET } from './support';

export const ME = '5511900000001@s.whatsapp.net';
export const MY_LID = '111@lid';
export const BOBS_LID = '222@lid';

/** The messages that other messages are about, each a minute old. */
const base = { messageId: 'A1', at: START - MINUTE, isWaiting: false };
const words = { conversation: 'hi' };

export const ours: Target = { ...base, chat: BOB, fromMe: true, sender: ME, content: words };
export const theirs: Target = { ...base, chat: BOB, fromMe: false, sender: BOB, content: words };
export const oursInGroup: Target = { ...ours, chat: GROUP };
export const theirsInGroup: Target = { ...theirs, chat: GROUP, sender: BOBS_LID };
/** Queued right before; nobody knows yet what went out. */
export const waiting: Target = { ...ours, at: null, content: null, isWaiting: true };

/** A seal that tells what it was given. */
export const openSeal = {
	vote: (key: unknown, options: unknown) => ({ key, options }),
	eventAnswer: (key: unknown, answer: unknown) => ({ key, answer }),
	eventEdit: (key: unknown, event: unknown) => ({ key, event }),
} as unknown as Seal;

/** A message with the secret that votes and answers are sealed with. */
export function withSecret(message: WireMessage): WireMessage {
	return { ...message, messageContextInfo: { messageSecret: SECRET } };
}

export function about<Found>(
	target: Target,
	found: Found,
	chat: string = target.chat,
): BuildContext<Found> {
	const me = { jid: ME, lid: MY_LID };
	return { ...buildContext(found, { chat }), me, target: () => target, seal: openSeal };
}

/** What becomes of content about a message, after it was checked. */
export function made<C extends MessageContent, F>(
	kind: Kind<C, F>,
	content: Omit<C, 'target'>,
	target: Target,
	found?: F,
	chat?: string,
): WireMessage {
	const context = about(target, found as F, chat);
	const complete = { ...content, target: { messageId: target.messageId } } as unknown as C;
	kind.check(complete, context);
	return kind.build(complete, context);
}

/** What is wrong with content about a message; fails when nothing is. */
export function refused<C extends MessageContent, F>(
	kind: Kind<C, F>,
	content: Omit<C, 'target'>,
	target: Target,
	chat?: string,
): unknown {
	const complete = { ...content, target: { messageId: target.messageId } } as unknown as C;
	return errorOf(() => kind.check(complete, about(target, undefined as F, chat)));
}
