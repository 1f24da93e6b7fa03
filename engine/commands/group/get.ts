import { personOf } from '../../contacts/people';
import type { Account } from '../../account/account';
import {
	EngineError,
	type Commands,
	type Group,
	type GroupParticipant,
} from '../../gateway/contract';
import type { GroupFacts } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { findGroup } from './find-group';
import { linkOf } from './invite-link';
import { refusedToRead } from './refusals';

export async function get(
	account: Account,
	{ group, withInviteLink = false }: Commands['group.get']['input'],
): Promise<Group> {
	const id = await findGroup(account, group);
	return {
		...toGroup(account, await factsOf(account, id)),
		...(withInviteLink && (await inviteLinkOf(account, id))),
	};
}

/** A group by its ID, as WhatsApp tells of it now. */
export async function factsOf(account: Account, id: string): Promise<GroupFacts> {
	const call = callOf('group.get', { gapMs: 300, refusal: (code) => refusedToRead(id, code) });
	return await online(account, call, ({ groups }) => groups.get(id));
}

/** In most groups only admins may see it: the rest of the group is told all the same. */
async function inviteLinkOf(
	account: Account,
	id: string,
): Promise<Pick<Group, 'inviteLink' | 'inviteLinkError'>> {
	try {
		return { inviteLink: await linkOf(account, id), inviteLinkError: null };
	} catch (error) {
		if (!(error instanceof EngineError) || error.code !== 'NOT_ALLOWED') throw error;
		return { inviteLink: null, inviteLinkError: error.message };
	}
}

export async function getMany(
	account: Account,
	{ limit }: Commands['group.getMany']['input'],
): Promise<Group[]> {
	const call = callOf('group.getMany', { gapMs: 1_000 });
	const found = await online(account, call, (socket) => socket.groups.getMany());
	return found
		.filter(({ isCommunity }) => !isCommunity)
		.sort((a, b) => a.subject.localeCompare(b.subject))
		.slice(0, limit)
		.map((facts) => toGroup(account, facts));
}

export function toGroup(account: Account, facts: GroupFacts): Group {
	return {
		...facts,
		owner: facts.owner && personOf(account, facts.owner),
		participants: participantsOf(account, facts),
	};
}

export function participantsOf(
	account: Account,
	{ participants }: Pick<GroupFacts, 'participants'>,
): GroupParticipant[] {
	return participants.map(({ role, ...address }) => ({ ...personOf(account, address), role }));
}
