import type { Account } from '../../account/account';
import { parseRecipient } from '../../content/jid';
import { keyOf } from '../../content/outgoing/index';
import type { ActionDone, Commands } from '../../gateway/contract';
import { callOf, online } from '../online';

/** Marks a message with a star for this account, or takes the star off. */
export async function star(
	account: Account,
	{ chat, target: ref, starred }: Commands['message.star']['input'],
): Promise<ActionDone> {
	const target = account.messageLookup.find(ref, parseRecipient(chat, account.ownPhone()));
	await online(account, callOf('message.star'), (socket) =>
		socket.messages.star(keyOf(target, target.chat), starred),
	);
	return { chat: target.chat, messageIds: [target.messageId] };
}
