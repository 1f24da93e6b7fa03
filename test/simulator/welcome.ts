import { proto } from '@whiskeysockets/baileys';
import type { History } from './history';
import type { Account } from './registry';

const { Type } = proto.Message.ProtocolMessage;

/**
 * What a phone sends a new companion: the key of the shared settings, then its chats and names. Without the chats, be
 * there none, a client waits 20 s for them before it calls itself online.
 */
export async function welcomeMessages(
	account: Account,
	history: History,
): Promise<proto.IMessage[]> {
	return [
		{
			protocolMessage: {
				type: Type.APP_STATE_SYNC_KEY_SHARE,
				appStateSyncKeyShare: { keys: [account.appState.key] },
			},
		},
		...(await history.messages()),
	];
}
