import { type BinaryNode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { Clock } from './clock';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { notification, stanza } from './stanza';

const TOO_MANY_NEW_CHATS = 475;

/** The error of a message that would start one chat too many. */
export function countNewChat(
	{ account }: Device,
	to: string,
	{ registry, clock }: RoutingContext,
): number | undefined {
	const recipient = registry.accountOf(to);
	if (!recipient || recipient === account) return undefined;
	const before = account.newChats.status;
	if (!account.newChats.begin(recipient.number)) return TOO_MANY_NEW_CHATS;
	recipient.newChats.meet(account.number);
	if (account.newChats.status !== before) tellNewChats(account, clock);
	return undefined;
}

/** Tells the companions of an account how it stands with its new chats, in WhatsApp's words or others. */
export function tellNewChats(account: Account, clock: Clock): void {
	if (account.newChats.isTelling) account.broadcast(newChatsNotice(account, clock), account.main);
}

function newChatsNotice({ newChats }: Account, clock: Clock): BinaryNode {
	const data = { xwa2_notify_new_chat_messages_capping_info_update: newChats.words() };
	const content = Buffer.from(JSON.stringify({ data }));
	const update = stanza('update', { op_name: 'MessageCappingInfoNotification' }, content);
	return notification('mex', S_WHATSAPP_NET, clock.seconds(), [update]);
}
