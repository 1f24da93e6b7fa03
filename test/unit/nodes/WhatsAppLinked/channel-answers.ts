import type { Channel, ChannelPost } from '../../../../engine/gateway/contract';
import { FILE } from '../../../support/incoming';
import type { gatewayDouble } from '../doubles';

const ID = '120363400000000001@newsletter';

const least: Channel = {
	...{ id: ID, name: 'Offers', description: null, inviteLink: null, createdAt: null },
	...{ subscribers: null, role: null, muted: null, reactions: null },
	...{ verified: false, state: 'active', pictureUrl: null },
};
const most: Channel = {
	...least,
	description: 'Each week',
	inviteLink: 'https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp',
	createdAt: '2026-01-01T00:00:01.000Z',
	...{ subscribers: 12, role: 'owner', muted: false, reactions: 'all' },
	pictureUrl: 'https://pps.whatsapp.net/v/1.jpg',
};

const leastOfPost: ChannelPost = {
	...{ channel: ID, messageId: '3EB0A1', serverId: '100', postedAt: null, type: 'text' },
	...{ text: null, media: null, reference: null, views: null, reactions: [] },
};
const mostOfPost: ChannelPost = {
	...leastOfPost,
	...{ postedAt: '2026-01-01T00:00:01.000Z', type: 'image', text: 'New', media: FILE },
	...{ reference: 'R1', views: 12, reactions: [{ emoji: '👍', count: 3 }] },
};

/** What the engine answers about channels: as little as there can be, or all there can be. */
export function channelAnswers(isAll: boolean) {
	const channel = isAll ? most : least;
	const { id, name, description, pictureUrl } = channel;
	const phone = isAll ? '5511900000002' : null;
	const person = { id, phone, lid: isAll ? '77@lid' : null };
	return {
		'channel.get': () => channel,
		'channel.getMany': () => [channel],
		'channel.search': () => [channel],
		'channel.create': () => channel,
		'channel.follow': () => ({ id, following: true }),
		'channel.unfollow': () => ({ id, following: false }),
		'channel.setMuted': ({ muted }) => ({ id, muted }),
		'channel.setName': () => ({ id, name }),
		'channel.setDescription': () => ({ id, description }),
		'channel.setPicture': () => ({ id, pictureUrl }),
		'channel.updateSettings': ({ reactions }) => ({ id, reactions }),
		'channel.getPosts': () => [isAll ? mostOfPost : leastOfPost],
		'channel.revokeInvite': () => ({ ...person, revoked: true }),
		'channel.acceptInvite': () => ({ id, role: 'admin' }),
		'channel.removeAdmin': () => ({ ...person, removed: true }),
		'channel.transfer': () => ({
			...{ ...person, role: 'admin' },
			note: isAll ? 'The number is an admin still.' : null,
		}),
		'channel.delete': () => ({ id, deleted: true }),
	} satisfies Parameters<typeof gatewayDouble>[0];
}

/** What a user must fill in. */
export const CHANNEL = { __rl: true, mode: 'id', value: ID };
