import type { Account } from '../../account/account';
import type {
	ChangeStatus,
	Commands,
	MemberChange,
	ParticipantOutcome,
} from '../../gateway/contract';
import type { MemberAnswer, WhatsAppSocket } from '../../whatsapp/index';
import { online, type Call } from '../online';
import { changeCall } from './change-call';
import { findGroup } from './find-group';
import { outcomesOf, OWN, toAsk, type Outcomes } from './outcomes';
import { findPeople } from './participants';

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
	const call = changeCall('group.changeParticipants', id);
	const outcomes = await askFor(account, participants, CHANGED[change], call, (groups, members) =>
		groups.changeParticipants(id, members, change),
	);
	return { id, participants: outcomes };
}

/** Asks for something to be done to people, and tells of each what became of it. */
export async function askFor<Status extends string>(
	account: Account,
	participants: readonly string[],
	outcomes: Outcomes<Status>,
	call: Call,
	ask: (groups: WhatsAppSocket['groups'], members: readonly string[]) => Promise<MemberAnswer[]>,
): Promise<ParticipantOutcome<Status>[]> {
	const people = await findPeople(account, participants);
	const members = toAsk(people, outcomes);
	const answers =
		members.length > 0 ? await online(account, call, ({ groups }) => ask(groups, members)) : [];
	return outcomesOf(account, people, answers, outcomes).map(({ outcome }) => outcome);
}
