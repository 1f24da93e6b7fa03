import { personOf } from '../../contacts/people';
import type { Account } from '../../account/account';
import type { Commands, Group } from '../../gateway/contract';
import type { GroupFacts } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { findGroup } from './find-group';
import { refusedToRead } from './refusals';

export async function get(
	account: Account,
	{ group }: Commands['group.get']['input'],
): Promise<Group> {
	const id = await findGroup(account, group);
	const call = callOf('group.get', { gapMs: 300, refusal: (code) => refusedToRead(id, code) });
	return toGroup(account, await online(account, call, (socket) => socket.groups.get(id)));
}

export async function getMany(
	account: Account,
	{ limit }: Commands['group.getMany']['input'],
): Promise<Group[]> {
	const call = callOf('group.getMany', { gapMs: 1_000 });
	const found = await online(account, call, (socket) => socket.groups.getMany());
	return found
		.sort((a, b) => a.subject.localeCompare(b.subject))
		.slice(0, limit)
		.map((facts) => toGroup(account, facts));
}

function toGroup(account: Account, { owner, participants, ...facts }: GroupFacts): Group {
	return {
		...facts,
		owner: owner && personOf(account, owner),
		participants: participants.map(({ role, ...address }) => ({
			...personOf(account, address),
			role,
		})),
	};
}
