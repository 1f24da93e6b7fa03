import type { Account } from '../../account/account';
import { toLabel } from '../../chats/labels';
import type { Commands, LabelledChat, LabelledMessage } from '../../gateway/contract';
import type { ChatAction } from '../../whatsapp/index';
import { chatAt } from '../chat/chat-at';
import { callOf, online, type Call } from '../online';
import { findLabel } from './find-label';

export async function setOnChat(
	account: Account,
	{ label: given, chat: place, labelled }: Commands['label.setOnChat']['input'],
): Promise<LabelledChat> {
	const label = findLabel(account, given);
	const chat = await chatAt(account, place);
	const action = { type: 'label' as const, label: label.id, labelled, messageId: null };
	await write(account, callOf('label.setOnChat'), chat, action);
	return { chat, label: toLabel(label) };
}

export async function setOnMessage(
	account: Account,
	{ label: given, chat: place, target: ref, labelled }: Commands['label.setOnMessage']['input'],
): Promise<LabelledMessage> {
	const label = findLabel(account, given);
	const chat = await chatAt(account, place);
	const { messageId } = account.messageLookup.find(ref, chat);
	const action = { type: 'label' as const, label: label.id, labelled, messageId };
	await write(account, callOf('label.setOnMessage'), chat, action);
	return { chat, messageId, label: toLabel(label) };
}

async function write(account: Account, call: Call, chat: string, action: ChatAction) {
	const { chats } = account;
	const last = chats.lastOf(chat);
	await online(account, call, (socket) => socket.chats.write(chat, action, last));
	chats.did(chat, action, last.at);
}
