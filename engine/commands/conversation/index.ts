import type { Account } from '../../account/account';
import {
	EngineError,
	type CommandName,
	type Commands,
	type ConversationState,
} from '../../gateway/contract';
import { knownChatAt } from '../chat/chat-at';
import { requireLinked } from '../require-linked';

type Input<C extends CommandName> = Commands[C]['input'];

const MAX_MINUTES = 366 * 24 * 60;

/** In which chats triggers step aside: what the account remembers itself, for which no connection is needed. */
export const conversation = {
	'conversation.pause'(
		account: Account,
		{ chat, minutes }: Input<'conversation.pause'>,
	): ConversationState {
		requireLinked(account);
		checkMinutes(minutes);
		return account.conversations.pause(knownChatAt(account, chat), minutes);
	},
	'conversation.resume'(
		account: Account,
		{ chat }: Input<'conversation.resume'>,
	): ConversationState {
		requireLinked(account);
		return account.conversations.resume(knownChatAt(account, chat));
	},
	'conversation.get'(account: Account, { chat }: Input<'conversation.get'>): ConversationState {
		requireLinked(account);
		return account.conversations.stateOf(knownChatAt(account, chat));
	},
	'conversation.getPaused'(
		account: Account,
		{ limit }: Input<'conversation.getPaused'>,
	): ConversationState[] {
		requireLinked(account);
		const found: ConversationState[] = [];
		for (const state of account.conversations.paused()) {
			if (found.length >= limit) break;
			found.push(state);
		}
		return found;
	},
};

function checkMinutes(minutes: number | null): void {
	if (minutes === null || (minutes > 0 && minutes <= MAX_MINUTES)) return;
	throw new EngineError(
		'INVALID_SETTING',
		`A conversation cannot be paused for ${minutes} minutes.`,
		`Use a number above 0, up to ${MAX_MINUTES.toLocaleString('en')}, or pause it until it is resumed.`,
	);
}
