import { proto } from '@whiskeysockets/baileys';
import { deflateSync } from 'node:zlib';
import type { Account } from './registry';

const { Type } = proto.Message.ProtocolMessage;
const { HistorySyncType } = proto.HistorySync;

/**
 * What a phone sends a new companion: the key of the shared settings, then its chats (there are none) and
 * names. Without the chats a client waits 20 s for them before it calls itself online.
 */
export function welcomeMessages(account: Account): proto.IMessage[] {
	const names = [{ id: account.jid('pn'), pushname: account.pushName }];
	return [
		{
			protocolMessage: {
				type: Type.APP_STATE_SYNC_KEY_SHARE,
				appStateSyncKeyShare: { keys: [account.appState.key] },
			},
		},
		history({ syncType: HistorySyncType.INITIAL_BOOTSTRAP, conversations: [] }),
		history({ syncType: HistorySyncType.PUSH_NAME, pushnames: names }),
	];
}

function history(content: proto.IHistorySync): proto.IMessage {
	const encoded = proto.HistorySync.encode(content as proto.HistorySync).finish();
	return {
		protocolMessage: {
			type: Type.HISTORY_SYNC_NOTIFICATION,
			historySyncNotification: {
				syncType: content.syncType as number as proto.Message.HistorySyncType,
				initialHistBootstrapInlinePayload: deflateSync(encoded),
				chunkOrder: 1,
				progress: 100,
			},
		},
	};
}
