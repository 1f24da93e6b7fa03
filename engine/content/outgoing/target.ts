import type { proto } from '@whiskeysockets/baileys';
import { EngineError } from '../../gateway/contract';
import { chatType } from '../jid';
import { contentOf, innermost } from '../wrappers';
import type { CheckContext, Target, WireMessage } from './kind';

/**
 * The message that a content is about; it is in the chat that the content goes to. `action` is what is done to it:
 * "edited". Errors: UNKNOWN_MESSAGE, NOT_ALLOWED.
 */
export function targetIn({ target: find, ...place }: CheckContext, action: string): Target {
	const target = find();
	if (isHere(target, place)) return target;
	const type = chatType(target.chat);
	if (type === 'status' || type === 'channel') throw notYet(target, type, action);
	throw new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${target.messageId} is not in this chat.`,
		`Set Chat to the chat that the message is in: ${target.chat}.`,
	);
}

/**
 * Whoever gets an answer reads the words that it quotes: they stay in their chat, unless everybody may read them.
 * `privately`: the answer goes to the author of a group message. Error: UNKNOWN_MESSAGE.
 */
export function checkQuoted(quoted: Target, place: Place, privately: boolean): void {
	const type = chatType(quoted.chat);
	const isQuotable = type === 'direct' || type === 'group' ? isHere(quoted, place) : true;
	if (isQuotable || (type === 'group' && privately)) return;
	throw new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${quoted.messageId} cannot be replied to: it is not in this chat.`,
		`Set To to the chat that the message is in, ${quoted.chat}, or use the ID of a message of this chat.`,
	);
}

const WHAT_IT_IS = { status: 'a status update', channel: 'a post in a channel' } as const;

function notYet({ messageId }: Target, type: keyof typeof WHAT_IT_IS, action: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`Message ${messageId} is ${WHAT_IT_IS[type]}: these cannot be ${action} yet.`,
		'Send a message of your own with Reply to Message ID instead.',
	);
}

type Place = Pick<CheckContext, 'chat' | 'isAnother'>;

function isHere(target: Target, { chat, isAnother }: Place): boolean {
	if (target.chat === chat) return true;
	const areDirect = chatType(target.chat) === 'direct' && chatType(chat) === 'direct';
	return areDirect && !isAnother(target.chat);
}

/** Error: NOT_ALLOWED when somebody else wrote it; `action` is what cannot be done then: "edited". */
export function requireOwn({ fromMe, messageId }: Target, action: string): void {
	if (fromMe) return;
	throw new EngineError(
		'NOT_ALLOWED',
		`Message ${messageId} cannot be ${action}: somebody else sent it.`,
		'Use the ID of a message that was sent from this number.',
	);
}

/** How a message names the one that it is about. Whose it is needs no saying where it is ours (whatsmeow, BuildMessageKey). */
export function keyOf({ messageId, fromMe, sender }: Target, chat: string): proto.IMessageKey {
	const hasAuthor = !fromMe && chatType(chat) === 'group';
	return { remoteJid: chat, fromMe, id: messageId, ...(hasAuthor && { participant: sender }) };
}

/** What a message says, without its envelopes; undefined where nobody remembers. */
export function wordsOf({ content }: Target): ReturnType<typeof contentOf> {
	return content ? contentOf(innermost(content)) : undefined;
}

/** The message with its envelopes. Error: UNKNOWN_MESSAGE where nobody remembers; `purpose` as in `contentGone`. */
export function requireContent(target: Target, purpose: string): WireMessage {
	if (target.content) return target.content;
	throw contentGone(target, purpose);
}

/**
 * Of a message of which only the address is known any more; `purpose` is what cannot be done then: "forwarded". `option`:
 * where the user can give the reference.
 */
export function contentGone(
	{ messageId }: Pick<Target, 'messageId'>,
	purpose: string,
	option = 'Original Message',
): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${messageId} cannot be ${purpose}: its content is not known any more.`,
		`Set ${option} under Options to the field reference of WhatsApp Linked Trigger, or raise Keep Content For in the credential for the messages to come.`,
	);
}
