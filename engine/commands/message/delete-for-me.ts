import type { Account } from '../../account/account';
import { parseRecipient } from '../../content/jid';
import { keyOf } from '../../content/outgoing/index';
import type { ActionDone, Commands } from '../../gateway/contract';
import { callOf, online } from '../online';

/** Takes a message away from this account's own devices. */
export async function deleteForMe(
	account: Account,
	{ chat, target: ref }: Commands['message.deleteForMe']['input'],
): Promise<ActionDone> {
	const target = account.messageLookup.find(ref, parseRecipient(chat, account.ownPhone()));
	const at = target.at ?? account.now();
	await online(account, callOf('message.deleteForMe'), (socket) =>
		socket.messages.deleteForMe(keyOf(target, target.chat), at),
	);
	return { chat: target.chat, messageIds: [target.messageId] };
}
