import type { Account } from '../../account/account';
import { EngineError, type Chat, type CommandName, type Commands } from '../../gateway/contract';
import { ALWAYS, type ChatAction } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { chatAt } from './chat-at';

/** What is done to a chat on all devices of the account. */

type Input<C extends CommandName> = Commands[C]['input'];

export const markRead = (account: Account, { chat, read }: Input<'chat.markRead'>) =>
	change(account, 'chat.markRead', chat, { type: 'markRead', read });

export async function archive(
	account: Account,
	{ chat, archived }: Input<'chat.archive'>,
): Promise<Chat> {
	const done = await change(account, 'chat.archive', chat, { type: 'archive', archived });
	// What is archived is not pinned (whatsmeow, BuildArchive).
	return archived && done.pinned
		? await change(account, 'chat.pin', chat, { type: 'pin', pinned: false })
		: done;
}

export const pin = (account: Account, { chat, pinned }: Input<'chat.pin'>) =>
	change(account, 'chat.pin', chat, { type: 'pin', pinned });

export const mute = async (account: Account, { chat, time }: Input<'chat.mute'>) =>
	await change(account, 'chat.mute', chat, { type: 'mute', until: untilOf(time, account.now()) });

export const unmute = (account: Account, { chat }: Input<'chat.unmute'>) =>
	change(account, 'chat.unmute', chat, { type: 'mute', until: null });

export const clear = (account: Account, { chat }: Input<'chat.clear'>) =>
	change(account, 'chat.clear', chat, { type: 'clear' });

export const remove = (account: Account, { chat }: Input<'chat.delete'>) =>
	change(account, 'chat.delete', chat, { type: 'delete' });

export async function change(
	account: Account,
	command: CommandName,
	given: string,
	action: ChatAction,
): Promise<Chat> {
	const { chats } = account;
	const chat = await chatAt(account, given);
	const last = chats.lastOf(chat);
	await online(account, callOf(command), (socket) => socket.chats.write(chat, action, last));
	chats.did(chat, action, last.at);
	return chats.describe(chat);
}

const HOUR = 60 * 60_000;
const FROM_NOW = { '8hours': 8 * HOUR, '1week': 7 * 24 * HOUR };

/** Error: INVALID_SETTING. */
function untilOf(time: Input<'chat.mute'>['time'], now: number): number {
	if (time === 'always') return ALWAYS;
	if (typeof time === 'string') return now + FROM_NOW[time];
	const until = Date.parse(time.until);
	if (until > now) return until;
	throw new EngineError(
		'INVALID_SETTING',
		Number.isNaN(until)
			? `"${time.until.slice(0, 60)}" is no date and time.`
			: `The chat cannot be muted until ${time.until}: that is over.`,
		'Use a time to come, for example 2030-01-31T18:00:00Z. To let it sound again use Unmute.',
	);
}
