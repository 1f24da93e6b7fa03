import type { Channel, ChannelPost } from '../../../../engine/gateway/contract';
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

export const simplePost: Simplified<ChannelPost> = {
	simplify: ({ media: _, reactions, ...post }) => ({
		...post,
		reactions: reactions.reduce((sum, { count }) => sum + count, 0),
	}),
	id: 'messageId',
	labels: {
		channel: 'Channel',
		messageId: 'Message ID',
		serverId: 'Server ID',
		postedAt: 'Posted At',
		type: 'Type',
		text: 'Text',
		media: 'Media',
		reference: 'Reference',
		views: 'Views',
		reactions: 'Reactions',
	},
};
