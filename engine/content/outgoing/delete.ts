import { EngineError, type DeleteContent } from '../../gateway/contract';
import { chatType } from '../jid';
import type { Kind } from './kind';
import { keyOf, targetIn } from './target';

/** `ProtocolMessage.Type` */
const REVOKE = 0;

/** `found`: whether we are an admin of the group. */
export const deleteForEveryone: Kind<DeleteContent, boolean> = {
	check(_content, context) {
		const { fromMe, messageId } = targetIn(context);
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

function notAdmin(messageId: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`Message ${messageId} cannot be deleted for everyone: somebody else sent it, and this number is not an admin of the group.`,
		'Set Delete For to Me, or let somebody make this number an admin.',
	);
}
