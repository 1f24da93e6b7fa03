import type { Group } from '../../../../engine/gateway/contract';
import type { Simplified } from '../../../shared/fields';

/** A group without its participants and settings. */
export const simpleGroup: Simplified<Group> = {
	simplify: ({
		id,
		subject,
		description,
		owner,
		createdAt,
		size,
		inviteLink,
		inviteLinkError,
	}) => ({
		id,
		subject,
		description,
		owner: owner?.phone ?? owner?.lid ?? null,
		createdAt,
		size,
		...(inviteLink !== undefined && { inviteLink, inviteLinkError }),
	}),
	id: 'id',
	labels: {
		id: 'ID',
		subject: 'Subject',
		description: 'Description',
		owner: 'Owner',
		createdAt: 'Created At',
		size: 'Size',
		participants: 'Participants',
		settings: 'Settings',
		isCommunity: 'Is Community',
		isCommunityAnnounce: 'Is Community Announcement Group',
		communityId: 'Community ID',
		inviteLink: 'Invite Link',
		inviteLinkError: 'Invite Link Error',
	},
};
