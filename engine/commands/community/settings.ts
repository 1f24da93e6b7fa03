import type { Account } from '../../account/account';
import type { Commands } from '../../gateway/contract';
import { MAX_DESCRIPTION } from '../group/limits';
import { describe } from '../group/texts';
import { online } from '../online';
import { requireLength } from '../require-length';
import { changeCall } from '../group/change-call';
import { COMMUNITY, findCommunity } from './find-community';

export async function updateSettings(
	account: Account,
	{ community, membersAddGroups }: Commands['community.updateSettings']['input'],
): Promise<Commands['community.updateSettings']['output']> {
	const { id } = await findCommunity(account, community);
	const call = changeCall('community.updateSettings', id, COMMUNITY);
	await online(account, call, ({ groups }) => groups.setMembersAddGroups(id, membersAddGroups));
	return { id, membersAddGroups };
}

export async function setDescription(
	account: Account,
	{ community, description }: Commands['community.setDescription']['input'],
): Promise<Commands['community.setDescription']['output']> {
	checkDescription(description);
	const { id } = await findCommunity(account, community);
	await describe(account, id, description, 'community');
	return { id, description: description.trim() ? description : null };
}

/** Error: INVALID_CONTENT. */
export function checkDescription(description: string): void {
	requireLength('The description of a community', description, 0, MAX_DESCRIPTION);
}
