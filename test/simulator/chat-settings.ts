import { proto } from '@whiskeysockets/baileys';
import type { NewAppStateChange } from './app-state-reader';

/** What is done to a chat as a whole: the phone tells its companions by the shared settings. */
export type PhoneChatChange =
	| { readonly archived: boolean }
	| { readonly pinned: boolean }
	/** Milliseconds since 1970; -1: for always; null: no longer. */
	| { readonly mutedUntil: number | null }
	| { readonly read: boolean }
	| { readonly cleared: true }
	| { readonly deleted: true };

/** @param lastAtSeconds when the last message was sent that the phone shows in the chat */
export function chatChange(
	chat: string,
	change: PhoneChatChange,
	lastAtSeconds: number,
): NewAppStateChange {
	const messageRange = { lastMessageTimestamp: lastAtSeconds };
	if ('archived' in change) {
		const archiveChatAction = { archived: change.archived, messageRange };
		return set('regular_low', 3, ['archive', chat], { archiveChatAction });
	}
	if ('pinned' in change) {
		return set('regular_low', 5, ['pin_v1', chat], { pinAction: { pinned: change.pinned } });
	}
	if ('mutedUntil' in change) {
		const { mutedUntil } = change;
		const muteAction = { muted: mutedUntil !== null, muteEndTimestamp: mutedUntil };
		return set('regular_high', 2, ['mute', chat], { muteAction });
	}
	if ('read' in change) {
		const markChatAsReadAction = { read: change.read, messageRange };
		return set('regular_low', 3, ['markChatAsRead', chat], { markChatAsReadAction });
	}
	return 'cleared' in change
		? set('regular_high', 6, ['clearChat', chat, '1', '0'], { clearChatAction: { messageRange } })
		: set('regular_high', 6, ['deleteChat', chat, '0'], { deleteChatAction: { messageRange } });
}

function set(
	collection: NewAppStateChange['collection'],
	apiVersion: number,
	index: string[],
	action: proto.ISyncActionValue,
): NewAppStateChange {
	return { collection, apiVersion, index, action, operation: 'set' };
}

/** A message by which somebody sets how long the messages of a chat of two are there. */
export function ephemeralSetting(seconds: number, atSeconds: number): proto.IMessage {
	return {
		protocolMessage: {
			type: proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING,
			ephemeralExpiration: seconds,
			ephemeralSettingTimestamp: atSeconds,
		},
	};
}
