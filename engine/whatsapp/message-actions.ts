import { proto, type WASocket } from '@whiskeysockets/baileys';
import { writeAppState } from './app-state';

/** What is done to messages that are there. */
export interface MessageActions {
	/** Tells who wrote them that messages were read, if the account's privacy settings allow that. */
	markRead(keys: readonly proto.IMessageKey[]): Promise<void>;
	/** Puts a star on a message on all devices of the account, or takes it off. */
	star(key: proto.IMessageKey, starred: boolean): Promise<void>;
	/** Deletes a message on all devices of the account, for nobody else. `at`: when it was sent (ms). */
	deleteForMe(key: proto.IMessageKey, at: number): Promise<void>;
}

type Shared = Parameters<typeof writeAppState>[0];

export function createMessageActions(
	sock: Shared & Pick<WASocket, 'readMessages'>,
	refreshPrivacy: () => Promise<void>,
): MessageActions {
	return {
		async markRead(keys) {
			await refreshPrivacy();
			await sock.readMessages([...keys]);
		},
		star: (key, starred) => star(sock, key, starred),
		deleteForMe: (key, at) => deleteForMe(sock, key, at),
	};
}

const { SET } = proto.SyncdMutation.SyncdOperation;

/**
 * Not Baileys' own `star`: it writes to another collection than WhatsApp Web does (`regular_high`: whatsmeow, BuildStar), and
 * for messages of others in groups it leaves their author out of the index, so that the phone would not find them.
 */
async function star(sock: Shared, key: proto.IMessageKey, starred: boolean): Promise<void> {
	await writeAppState(sock, {
		type: 'regular_high',
		index: indexOf('star', key),
		syncAction: { starAction: { starred } },
		apiVersion: 2,
		operation: SET,
	});
}

/** Files stay in the phone's gallery. */
async function deleteForMe(sock: Shared, key: proto.IMessageKey, at: number): Promise<void> {
	await writeAppState(sock, {
		type: 'regular_high',
		index: indexOf('deleteMessageForMe', key),
		syncAction: {
			deleteMessageForMeAction: { deleteMedia: false, messageTimestamp: Math.floor(at / 1000) },
		},
		apiVersion: 3,
		operation: SET,
	});
}

function indexOf(action: string, { remoteJid, id, fromMe, participant }: proto.IMessageKey) {
	return [action, remoteJid ?? '', id ?? '', fromMe ? '1' : '0', participant ?? '0'];
}
