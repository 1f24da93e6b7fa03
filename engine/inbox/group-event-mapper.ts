import { groupChat, personOf, type WhoIsWho } from '../contacts/people';
import { isSamePerson, noticeEnvelope, type AccountInfo } from '../content/events';
import type {
	CommunityGroupsChangedEvent,
	GroupChangedEvent,
	GroupJoinedEvent,
	GroupJoinRequestEvent,
	GroupParticipantsChangedEvent,
} from '../gateway/contract';
import type { GroupNotice } from '../whatsapp/index';

type GroupEvent =
	| GroupParticipantsChangedEvent
	| GroupJoinedEvent
	| GroupJoinRequestEvent
	| GroupChangedEvent
	| CommunityGroupsChangedEvent;

/** Turns what WhatsApp tells of groups into events. */
export function createGroupEventMapper({
	info,
	...who
}: WhoIsWho & { info(): AccountInfo }): (notice: GroupNotice) => GroupEvent {
	return (notice) => {
		const { id, group, at } = notice;
		const account = info();
		const chat = groupChat(who, group);
		const by = notice.by && personOf(who, notice.by);
		/** @param what tells it from others of the same stanza */
		const head = (what: string) => ({
			...noticeEnvelope(account, [group, id, what], at),
			chat,
			by,
		});
		switch (notice.type) {
			case 'participants': {
				const { change, reason } = notice;
				const participants = notice.participants.map((member) => personOf(who, member));
				const includesMe = participants.some((person) => isSamePerson(person, account));
				return {
					event: 'group.participantsChanged',
					...head(change),
					...{ change, participants, includesMe, reason },
				};
			}
			case 'joined': {
				const { how, isNew, size, reason } = notice;
				return { event: 'group.joined', ...head('joined'), how, isNew, size, reason };
			}
			case 'joinRequest': {
				const { change, method } = notice;
				const requesters = notice.requesters.map((person) => personOf(who, person));
				return { event: 'group.joinRequest', ...head(change), change, requesters, method };
			}
			case 'groupChange':
				return { event: 'group.changed', ...head(notice.change.change), ...notice.change };
			case 'communityGroups': {
				const { change, reason } = notice;
				const groups = notice.groups.map((one) => ({
					id: one.id,
					name: one.name || groupChat(who, one.id).name,
				}));
				return { event: 'community.groupsChanged', ...head(change), change, groups, reason };
			}
		}
	};
}
