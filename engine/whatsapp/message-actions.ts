import { proto } from '@whiskeysockets/baileys';
import { writeAppState } from './app-state';

/** What only the account's own devices learn of: it is a change of the settings that they share. */

type Shared = Parameters<typeof writeAppState>[0];

const { SET } = proto.SyncdMutation.SyncdOperation;

/**
 * Not Baileys' own `star`: it writes to another collection than WhatsApp Web does (`regular_high`: whatsmeow, BuildStar), and
 * for messages of others in groups it leaves their author out of the index, so that the phone would not find them.
 */
export async function star(sock: Shared, key: proto.IMessageKey, starred: boolean): Promise<void> {
	await writeAppState(sock, {
		type: 'regular_high',
		index: indexOf('star', key),
		syncAction: { starAction: { starred } },
		apiVersion: 2,
		operation: SET,
	});
}

/** `at`: when the message was sent (ms). Files stay in the phone's gallery. */
export async function deleteForMe(sock: Shared, key: proto.IMessageKey, at: number): Promise<void> {
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
