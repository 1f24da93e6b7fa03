import type { Account } from '../../account/account';
import type { Commands } from '../../gateway/contract';
import { online } from '../online';
import { changeCall } from '../group/change-call';
import { COMMUNITY, findCommunity } from './find-community';

export async function deactivate(
	account: Account,
	{ community }: Commands['community.deactivate']['input'],
): Promise<Commands['community.deactivate']['output']> {
	const { id } = await findCommunity(account, community);
	const call = changeCall('community.deactivate', id, COMMUNITY);
	await online(account, call, ({ groups }) => groups.deactivateCommunity(id));
	return { id };
}
