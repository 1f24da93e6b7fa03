import type { WASocket } from '@whiskeysockets/baileys';
import { acceptTerms, INVITE_TERMS } from './channel-terms';
import { mex } from './mex';

export type ChannelSocket = Pick<WASocket, 'query' | 'signalRepository'>;

/** Who runs a channel. Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export interface ChannelAdmins {
	revokeInvite(channel: string, user: string): Promise<void>;
	/** Of an invite to the linked number. */
	acceptInvite(channel: string): Promise<void>;
	/** Of the linked number itself, too. */
	demote(channel: string, user: string): Promise<void>;
	/** To somebody who is an admin already. */
	changeOwner(channel: string, user: string): Promise<void>;
}

export function createChannelAdmins({ query }: Pick<ChannelSocket, 'query'>): ChannelAdmins {
	return {
		async revokeInvite(channel, user) {
			await mex(query, 'RevokeNewsletterAdminInvite', { newsletter_id: channel, user_id: user });
		},
		async acceptInvite(channel) {
			await acceptTerms(query, INVITE_TERMS);
			await mex(query, 'AcceptNewsletterAdminInvite', { newsletter_id: channel });
		},
		async demote(channel, user) {
			await mex(query, 'DemoteNewsletterAdmin', { newsletter_id: channel, user_id: user });
		},
		async changeOwner(channel, user) {
			await mex(query, 'ChangeNewsletterOwner', { newsletter_id: channel, user_id: user });
		},
	};
}
