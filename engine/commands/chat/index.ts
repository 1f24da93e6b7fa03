import type { chatCommands } from '../../gateway/commands/chat';
import type { Run } from '../run';
import { archive, clear, markRead, mute, pin, remove, unmute } from './change';
import { setDisappearing } from './disappearing';
import { get, getMany } from './get';
import { getMessages } from './messages';
import { setNote } from './note';
import { showActivity, subscribePresence } from './presence';
import { search } from './search';

/** What an account can do with chats. */
export const chat: { readonly [C in keyof typeof chatCommands]: Run<C> } = {
	'chat.search': search,
	'chat.getMany': getMany,
	'chat.get': get,
	'chat.markRead': markRead,
	'chat.archive': archive,
	'chat.pin': pin,
	'chat.mute': mute,
	'chat.unmute': unmute,
	'chat.clear': clear,
	'chat.delete': remove,
	'chat.setNote': setNote,
	'chat.setDisappearing': setDisappearing,
	'chat.getMessages': getMessages,
	'chat.showActivity': showActivity,
	'chat.subscribePresence': subscribePresence,
};
