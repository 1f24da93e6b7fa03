import type { Account } from '../../account/account';
import type { Commands } from '../../gateway/contract';
import { online } from '../online';
import { ADDED, whatBecameOf } from './additions';
import { changeCall } from './change-call';
import { findGroup } from './find-group';
import { toAsk } from './outcomes';
import { findPeople } from './participants';

export async function addParticipants(
	account: Account,
	{ group, participants, inviteFrom }: Commands['group.addParticipants']['input'],
): Promise<Commands['group.addParticipants']['output']> {
	const id = await findGroup(account, group);
	const people = await findPeople(account, participants);
	const members = toAsk(people, ADDED);
	const call = changeCall('group.addParticipants', id);
	const additions =
		members.length > 0
			? await online(account, call, (socket) => socket.groups.addParticipants(id, members))
			: [];
	return { id, participants: await whatBecameOf(account, id, people, additions, inviteFrom) };
}
