import { rereadAppState, writeAppState } from './app-state';
import { chatPatch, type ChatAction, type LastMessage } from './chat-actions';
import type { History } from './history';

/** What is done to chats as a whole. */
export interface Chats {
	/** On all devices of the account. `last`: up to which message. Errors: REJECTED. */
	write(chat: string, action: ChatAction, last: LastMessage): Promise<void>;
	/** Has WhatsApp tell again what was done to which chat; it comes as `chatAction`. */
	readAll(): Promise<void>;
	readonly history: History;
}

export function createChats(sock: Parameters<typeof writeAppState>[0], history: History): Chats {
	return {
		write: (chat, action, last) => writeAppState(sock, chatPatch(chat, action, last)),
		readAll: () => rereadAppState(sock, ['regular_high', 'regular_low']),
		history,
	};
}
