import { query } from './command';

/** Somebody or some group to write to. */
export interface ChatEntry {
	chat: string;
	type: 'direct' | 'group';
	name: string;
	phone: string | null;
}

export const chatCommands = {
	/** People and groups, or those of one type alone, whose name or number holds the words, best first. */
	'chat.search': query<{ query: string; limit: number; type?: ChatEntry['type'] }, ChatEntry[]>(),
};
