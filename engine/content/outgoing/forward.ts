import { EngineError, type ForwardContent } from '../../gateway/contract';
import type { AnyContent } from '../wrappers';
import type { Kind, Target } from './kind';
import { contentGone, wordsOf } from './target';

/**
 * What can be sent on as it is. Polls and events belong to their chat, by a secret that the votes and answers in it are
 * sealed with; what is done to other messages means nothing elsewhere.
 */
const FORWARDABLE: ReadonlySet<string> = new Set([
	'conversation',
	'extendedTextMessage',
	'imageMessage',
	'videoMessage',
	'ptvMessage',
	'audioMessage',
	'documentMessage',
	'stickerMessage',
	'locationMessage',
	'contactMessage',
	'contactsArrayMessage',
	'groupInviteMessage',
	'productMessage',
	'listMessage',
	'buttonsMessage',
	'interactiveMessage',
	'templateMessage',
]);

export const forward: Kind<ForwardContent> = {
	check(_content, context) {
		const target = context.target();
		if (target.isWaiting && !target.content) return;
		requireForwardable(target);
	},
	summary: ({ target }) => `Forward message ${target.messageId}`,
	build(_content, { target: find }) {
		const target = find();
		const { kind, body } = requireForwardable(target);
		// As Baileys counts (generateForwardMessageContent): our own words are not "forwarded" by sending them on.
		const score = (body.contextInfo?.forwardingScore ?? 0) + (target.fromMe ? 0 : 1);
		const { contextInfo: _, ...words } = body;
		return {
			[kind]: {
				...words,
				...(score > 0 && { contextInfo: { forwardingScore: score, isForwarded: true } }),
			},
		};
	},
};

/** Errors: UNKNOWN_MESSAGE, NOT_ALLOWED. */
function requireForwardable(target: Target): { kind: string; body: AnyContent } {
	const words = wordsOf(target);
	if (!words) throw contentGone(target, 'forwarded');
	// Bare words have no room for the note that they were forwarded.
	const { kind, body } =
		typeof words.body === 'string'
			? { kind: 'extendedTextMessage', body: { text: words.body } as AnyContent }
			: { kind: words.kind, body: words.body as AnyContent };
	if (body.viewOnce) throw notForwardable(target, 'messages that can be viewed once');
	if (!FORWARDABLE.has(kind)) throw notForwardable(target, 'messages of this kind');
	return { kind, body };
}

function notForwardable({ messageId }: Target, what: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`Message ${messageId} cannot be forwarded: WhatsApp does not forward ${what}.`,
		'Forward a text, file, location or contact instead, or send the content as a new message.',
	);
}
