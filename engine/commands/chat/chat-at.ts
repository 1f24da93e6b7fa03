import type { Account } from '../../account/account';
import { parseRecipient } from '../../content/jid';
import { lookUp } from '../find-person';

/** The chat that is meant, by the address that WhatsApp has it under. Errors: INVALID_RECIPIENT, NOT_ON_WHATSAPP. */
export async function chatAt(account: Account, given: string): Promise<string> {
	const chat = knownChatAt(account, given);
	return account.chats.find(chat) ? chat : await lookUp(account, chat);
}

/** The same, as far as it can be told without asking WhatsApp. Error: INVALID_RECIPIENT. */
export function knownChatAt({ chats, recipients, ownPhone }: Account, given: string): string {
	const chat = parseRecipient(given, ownPhone());
	const address = recipients.known(chat) ?? chat;
	return chats.find(address)?.jid ?? address;
}
