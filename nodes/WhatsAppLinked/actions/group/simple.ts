import type { Group } from '../../../../engine/gateway/contract';
import type { Simplified } from '../../../shared/fields';

/** A group without its participants and settings. */
export const simpleGroup: Simplified<Group> = {
	simplify: ({ id, subject, description, owner, createdAt, size }) => ({
		id,
		subject,
		description,
		owner: owner?.phone ?? owner?.lid ?? null,
		createdAt,
		size,
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
	},
};
