import type { WASocket } from '@whiskeysockets/baileys';
import { proto } from '@whiskeysockets/baileys';
import { writeAppState } from './app-state';
import { mex } from './mex';

/** WhatsApp Web's TEXT_STATUS_DURATION_INFINITE: with 0 it would have disappeared already. */
const FOREVER = -1;

/** What others see of the linked number. Each rejects with WhatsApp's refusal (`refusalCode`). */
export interface Profiles {
	/** Error: REJECTED. */
	setName(name: string): Promise<void>;
	/** An empty one takes it away. */
	setAbout(about: string): Promise<void>;
}

type ProfileSocket = Parameters<typeof writeAppState>[0] &
	Pick<WASocket, 'ev' | 'query' | 'updateProfileStatus'>;

export function createProfiles(sock: ProfileSocket): Profiles {
	return {
		async setName(name) {
			await writeAppState(sock, {
				type: 'critical_block',
				index: ['setting_pushName'],
				syncAction: { pushNameSetting: { name } },
				apiVersion: 1,
				operation: proto.SyncdMutation.SyncdOperation.SET,
			});
			const { me } = sock.authState.creds;
			// As Baileys does when the phone has changed it: the server is told with the next presence.
			if (me) sock.ev.emit('creds.update', { me: { ...me, name } });
		},

		/**
		 * Not Baileys' own updateProfileStatus alone: it sets what WhatsApp's apps showed before "About" became a note, which only
		 * they still look at who have no newer version.
		 */
		async setAbout(about) {
			const input = { text: about || null, ephemeral_duration_sec: about ? FOREVER : 0 };
			const variables = { input };
			const answer = await mex(
				sock.query,
				'UpdateTextStatus',
				variables,
				'xwa2_update_text_status',
			);
			const { result } = (answer ?? {}) as { result?: string };
			if (result !== 'SUCCESS') throw new Error('WhatsApp did not take the note');
			await sock.updateProfileStatus(about);
		},
	};
}
