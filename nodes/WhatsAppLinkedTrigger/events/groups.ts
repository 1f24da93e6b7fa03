import type { GroupParticipantsChangedEvent } from '../../../engine/gateway/contract';
import { participantsCallback } from '../zapi/received';
import { ANA, BOB, envelope, GROUP } from './samples';
import type { TriggerEvent } from './trigger-event';

export const participantsChanged: TriggerEvent<GroupParticipantsChangedEvent> = {
	name: 'Group Participants Changed',
	description:
		'Members of a group were added or removed, left, or became admins or members again. The event says who did it.',
	filters: ['chats', 'maxAgeMinutes'],
	zapi: participantsCallback,
	sample: {
		event: 'group.participantsChanged',
		...envelope(`${GROUP.id}:1782907200-1:added`),
		chat: GROUP,
		change: 'added',
		participants: [BOB],
		includesMe: false,
		by: ANA,
		reason: null,
	},
};
