import { chatType, lidOf } from '../jid';
import { innermost } from '../wrappers';
import type { BuildContext, LookUps, SecretKey, Target } from './kind';
import { contentGone, requireContent } from './target';

/**
 * The key that votes, answers and edits are sealed with: made from the secret in the poll or event and from two names,
 * of who made it and of who does something to it. Both go by the names that the chat uses, as the stanzas name them:
 * that is what whatsmeow (msgsecret.go) opens with. Error: UNKNOWN_MESSAGE; `purpose` as in `contentGone`.
 */
export function secretKey(
	target: Target,
	{ chat, me, found: usesLids }: Pick<BuildContext<boolean>, 'chat' | 'me' | 'found'>,
	purpose: string,
): SecretKey {
	const content = requireContent(target, purpose);
	const { messageContextInfo } = content.messageContextInfo?.messageSecret
		? content
		: innermost(content);
	const secret = messageContextInfo?.messageSecret;
	if (!secret?.length) throw contentGone(target, purpose);
	const byLid = target.fromMe ? usesLids || lidOf(chat) !== null : lidOf(target.sender) !== null;
	const actor = (byLid && me.lid) || me.jid;
	return {
		messageId: target.messageId,
		secret,
		creator: target.fromMe ? actor : target.sender,
		actor,
	};
}

/** Whether a chat is a group whose members go by LID. A chat with a person says it by its own name. */
export async function groupUsesLids(
	_content: unknown,
	whatsApp: LookUps,
	chat: string,
): Promise<boolean> {
	return chatType(chat) === 'group' && (await whatsApp.usesLids(chat));
}
