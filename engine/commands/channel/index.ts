import type { channelCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { acceptInvite, removeAdmin, revokeInvite, transfer } from './admins';
import { create } from './create';
import { follow, remove, setMuted, unfollow } from './follow';
import { get, getMany, search } from './get';
import { getPosts } from './posts';
import { setPicture, updateSettings } from './settings';
import { setDescription, setName } from './texts';

/** What an account can do with channels. Posts are messages: see `message/send.ts`. */
export const channel: { readonly [C in keyof typeof channelCommands]: Run<C> } = {
	'channel.get': get,
	'channel.getMany': getMany,
	'channel.search': search,
	'channel.create': create,
	'channel.follow': follow,
	'channel.unfollow': unfollow,
	'channel.setMuted': setMuted,
	'channel.setName': setName,
	'channel.setDescription': setDescription,
	'channel.setPicture': setPicture,
	'channel.updateSettings': updateSettings,
	'channel.delete': remove,
	'channel.getPosts': getPosts,
	'channel.revokeInvite': revokeInvite,
	'channel.acceptInvite': acceptInvite,
	'channel.removeAdmin': removeAdmin,
	'channel.transfer': transfer,
};
