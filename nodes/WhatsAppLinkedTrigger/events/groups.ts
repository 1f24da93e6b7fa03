import type {
	CommunityGroupsChangedEvent,
	GroupChangedEvent,
	GroupJoinedEvent,
	GroupJoinRequestEvent,
	GroupParticipantsChangedEvent,
} from '../../../engine/gateway/contract';
import {
	groupChangedCallback,
	joinedCallback,
	joinRequestCallback,
	participantsCallback,
} from '../zapi/notifications';
import { ANA, BOB, envelope, GROUP } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

const STANZA_ID = '1782907200-1';

export const participantsChanged: TriggerEvent<GroupParticipantsChangedEvent> = {
	name: 'Group Participants Changed',
	description:
		'Members of a group were added or removed, left, or became admins or members again. The event says who did it.',
	filters: OF_ANY_CHAT,
	zapi: participantsCallback,
	sample: {
		event: 'group.participantsChanged',
		...envelope(`${GROUP.id}:${STANZA_ID}:added`),
		chat: GROUP,
		by: ANA,
		change: 'added',
		participants: [BOB],
		includesMe: false,
		reason: null,
	},
};

export const joined: TriggerEvent<GroupJoinedEvent> = {
	name: 'Group Created or Joined',
	description: 'The number created a group, was added to one, or joined one',
	filters: OF_ANY_CHAT,
	zapi: joinedCallback,
	sample: {
		event: 'group.joined',
		...envelope(`${GROUP.id}:${STANZA_ID}:joined`),
		chat: GROUP,
		by: BOB,
		how: 'added',
		isNew: true,
		size: 3,
		reason: null,
	},
};

export const joinRequest: TriggerEvent<GroupJoinRequestEvent> = {
	name: 'Group Join Request',
	description:
		'Someone asks to join a group that the number is an admin of, takes that back, or is rejected',
	filters: OF_ANY_CHAT,
	zapi: joinRequestCallback,
	sample: {
		event: 'group.joinRequest',
		...envelope(`${GROUP.id}:${STANZA_ID}:requested`),
		chat: GROUP,
		by: BOB,
		change: 'requested',
		requesters: [BOB],
		method: 'invite_link',
	},
};

export const groupChanged: TriggerEvent<GroupChangedEvent> = {
	name: 'Group Changed',
	description:
		'A group has another name, description, picture, setting, invite link or time after which messages disappear. The field change says which.',
	filters: OF_ANY_CHAT,
	zapi: groupChangedCallback,
	sample: {
		event: 'group.changed',
		...envelope(`${GROUP.id}:${STANZA_ID}:settings`),
		chat: GROUP,
		by: BOB,
		change: 'settings',
		settings: { announce: true },
	},
};

export const communityGroupsChanged: TriggerEvent<CommunityGroupsChangedEvent> = {
	name: 'Community Groups Changed',
	description: 'Groups were linked to a community, or unlinked from it',
	filters: OF_ANY_CHAT,
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'community.groupsChanged',
		...envelope(`120363000000000002@g.us:${STANZA_ID}:linked`),
		chat: { ...GROUP, id: '120363000000000002@g.us', name: 'Neighbours' },
		by: BOB,
		change: 'linked',
		groups: [{ id: GROUP.id, name: GROUP.name }],
		reason: null,
	},
};
