import type { Channel } from '../../../../engine/gateway/contract';
import type { Simplified } from '../../../shared/fields';

export const simpleChannel: Simplified<Channel> = {
	simplify: ({ id, name, description, inviteLink, createdAt, subscribers, role, muted }) => ({
		...{ id, name, description, inviteLink, createdAt, subscribers, role, muted },
	}),
	id: 'id',
	labels: {
		id: 'ID',
		name: 'Name',
		description: 'Description',
		inviteLink: 'Invite Link',
		createdAt: 'Created At',
		subscribers: 'Subscribers',
		role: 'Role',
		muted: 'Muted',
		reactions: 'Reactions',
		verified: 'Verified',
		state: 'State',
		pictureUrl: 'Picture URL',
	},
};
