import { groupChat, personOf, type WhoIsWho } from '../contacts/people';
import { isSamePerson, participantsChangedEvent, type AccountInfo } from '../content/events';
import type { GroupParticipantsChangedEvent } from '../gateway/contract';
import type { ParticipantsChange } from '../whatsapp/index';

/** Turns what WhatsApp tells of groups into events. */
export interface GroupEventMapper {
	participantsChanged(change: ParticipantsChange): GroupParticipantsChangedEvent;
}

export function createGroupEventMapper({
	info,
	...who
}: WhoIsWho & { info(): AccountInfo }): GroupEventMapper {
	return {
		participantsChanged({ id, group, change, participants, by, reason, at }) {
			const account = info();
			const people = participants.map((member) => personOf(who, member));
			const chat = groupChat(who, group);
			return participantsChangedEvent({ account, chat, at }, id, {
				change,
				participants: people,
				includesMe: people.some((person) => isSamePerson(person, account)),
				by: by && personOf(who, by),
				reason,
			});
		},
	};
}
