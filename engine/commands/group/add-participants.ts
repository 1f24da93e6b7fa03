import type { Account } from '../../account/account';
import type { AddedParticipant, AddStatus, Commands, MessageOrigin } from '../../gateway/contract';
import { online, type Call } from '../online';
import { ADDED, whatBecameOf } from './additions';
import { changeCall } from './change-call';
import { findGroup } from './find-group';
import { toAsk, type Outcomes } from './outcomes';
import { findPeople } from './participants';

export async function addParticipants(
	account: Account,
	{ group, participants, inviteFrom }: Commands['group.addParticipants']['input'],
): Promise<Commands['group.addParticipants']['output']> {
	const id = await findGroup(account, group);
	const call = changeCall('group.addParticipants', id);
	return { id, participants: await addTo(account, id, { participants, inviteFrom, call }) };
}

interface Adding {
	participants: readonly string[];
	inviteFrom: MessageOrigin | undefined;
	call: Call;
	/** What is said of each. */
	outcomes?: Outcomes<AddStatus>;
}

/** Adds people to a group by its ID, and tells of each what became of it. */
export async function addTo(
	account: Account,
	id: string,
	{ participants, inviteFrom, call, outcomes = ADDED }: Adding,
): Promise<AddedParticipant[]> {
	const people = await findPeople(account, participants);
	const members = toAsk(people, outcomes);
	const additions =
		members.length > 0
			? await online(account, call, (socket) => socket.groups.addParticipants(id, members))
			: [];
	return await whatBecameOf(account, id, people, additions, inviteFrom, outcomes);
}
