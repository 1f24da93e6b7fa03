import { idempotent, query } from './command';

/** Somebody, a group, a community or a channel, to choose from. */
export interface ChatEntry {
	chat: string;
	type: 'direct' | 'group' | 'community' | 'channel';
	name: string;
	phone: string | null;
}

export interface ChatSearch {
	query: string;
	limit: number;
	/** Only these; of channels, those that the number runs. Without it people and groups. */
	type?: ChatEntry['type'];
	/** Only who is in this group. For what is no group it is as if it were not there. */
	memberOf?: string;
}

export const chatCommands = {
	/** Those whose name or number holds the words, best first. */
	'chat.search': query<ChatSearch, ChatEntry[]>(),
	/** Error: INVALID_RECIPIENT for a group. */
	'chat.subscribePresence': idempotent<{ chat: string }, { chat: string }>(),
};
