import { EngineError, type GroupInviteContent } from '../../gateway/contract';
import { firstLine } from './first-line';
import type { Kind } from './kind';

/** WhatsApp's own words. */
const CAPTION = 'Invitation to join my WhatsApp group';

export const groupInvite: Kind<GroupInviteContent, string> = {
	check({ group, expiresAt }, { now }) {
		if (expiresAt === null || Date.parse(expiresAt) > now) return;
		throw new EngineError(
			'TOO_LATE',
			`The invite to the group ${group} has expired before it could be sent.`,
			'Run Group > Add Participants again: WhatsApp gives another one.',
		);
	},
	summary: ({ group }) => firstLine(`Group invite: ${group}`),
	lookUp: async ({ group }, whatsApp) => await whatsApp.groupSubject(group),
	build: ({ group, code, expiresAt }, { found }) => ({
		groupInviteMessage: {
			groupJid: group,
			groupName: found,
			inviteCode: code,
			...(expiresAt && { inviteExpiration: Math.floor(Date.parse(expiresAt) / 1000) }),
			caption: CAPTION,
		},
	}),
};
