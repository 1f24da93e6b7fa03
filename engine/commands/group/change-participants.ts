import type { Account } from '../../account/account';
import type { ChangeStatus, Commands, MemberChange } from '../../gateway/contract';
import { callOf, online } from '../online';
import { findGroup } from './find-group';
import { outcomesOf, OWN, toAsk, type Outcomes } from './outcomes';
import { findPeople } from './participants';
import { refusedToChange } from './refusals';

const NO_MEMBER = ['notAMember', 'Not a member of the group.'] as const;

/** What WhatsApp's numbers mean for a member who was to be removed, or to get another role. */
const CHANGED: Readonly<Record<MemberChange, Outcomes<ChangeStatus>>> = {
	remove: {
		200: ['removed', 'Removed from the group.'],
		404: NO_MEMBER,
		[OWN]: ['refused', 'This is the linked number itself. Use Leave to take it out of the group.'],
	},
	promote: { 200: ['promoted', 'An admin of the group now.'], 404: NO_MEMBER },
	demote: { 200: ['demoted', 'No admin of the group any more.'], 404: NO_MEMBER },
};

export async function changeParticipants(
	account: Account,
	{ group, participants, change }: Commands['group.changeParticipants']['input'],
): Promise<Commands['group.changeParticipants']['output']> {
	const id = await findGroup(account, group);
	const people = await findPeople(account, participants);
	const outcomes = CHANGED[change];
	const members = toAsk(people, outcomes);
	const call = callOf('group.changeParticipants', {
		gapMs: 1_000,
		refusal: (code) => refusedToChange(id, code),
	});
	const answers =
		members.length > 0
			? await online(account, call, ({ groups }) => groups.changeParticipants(id, members, change))
			: [];
	const found = outcomesOf(account, people, answers, outcomes);
	return { id, participants: found.map(({ outcome }) => outcome) };
}
