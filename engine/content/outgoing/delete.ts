import { EngineError, type DeleteContent } from '../../gateway/contract';
import { chatType } from '../jid';
import type { Kind } from './kind';
import { keyOf, targetIn } from './target';

/** `ProtocolMessage.Type` */
const REVOKE = 0;

/** WhatsApp's apps show no deletion that comes later than about two days and twelve hours. */
const DELETABLE_FOR_MS = 60 * 60 * 60_000;

/** Then WhatsApp's apps take it away by themselves. */
const STATUS_LASTS_MS = 24 * 60 * 60_000;

/** `found`: whether we are an admin of the group. */
export const deleteForEveryone: Kind<DeleteContent, boolean> = {
	check(_content, context) {
		const { fromMe, messageId, at } = targetIn(context, 'deleted for everyone');
		const isStatus = chatType(context.chat) === 'status';
		if (at !== null && isStatus && context.now - at > STATUS_LASTS_MS) throw gone(messageId);
		if (at !== null && context.now - at > DELETABLE_FOR_MS) throw tooLate(messageId);
		if (fromMe || chatType(context.chat) === 'group') return;
		throw new EngineError(
			'NOT_ALLOWED',
			`Message ${messageId} cannot be deleted for everyone: somebody else sent it.`,
			'Set Delete For to Me. What others sent can be deleted for everyone only in groups, by an admin.',
		);
	},
	summary: ({ target }) => `Delete message ${target.messageId}`,
	lookUp: async (_content, whatsApp, chat) =>
		chatType(chat) === 'group' && (await whatsApp.isAdmin(chat)),
	build(_content, { chat, found: isAdmin, ...context }) {
		const target = context.target();
		if (!target.fromMe && !isAdmin) throw notAdmin(target.messageId);
		return { protocolMessage: { key: keyOf(target, chat), type: REVOKE } };
	},
	outcome: () => null,
};

function gone(messageId: string): EngineError {
	return new EngineError(
		'TOO_LATE',
		`Status ${messageId} is gone already: it was posted more than 24 hours ago.`,
		'Nothing is left to do: after 24 hours nobody can see a status any more.',
	);
}

function tooLate(messageId: string): EngineError {
	return new EngineError(
		'TOO_LATE',
		`Message ${messageId} cannot be deleted for everyone any more: it was sent more than 60 hours ago.`,
		'WhatsApp deletes for everyone for about two and a half days only. Set Delete For to Me to delete it for this number.',
	);
}

function notAdmin(messageId: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`Message ${messageId} cannot be deleted for everyone: somebody else sent it, and this number is not an admin of the group.`,
		'Set Delete For to Me, or let somebody make this number an admin.',
	);
}
