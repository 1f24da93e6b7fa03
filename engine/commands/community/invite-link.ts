import type { Account } from '../../account/account';
import { inviteLinkOf } from '../../content/invite-link';
import type { Commands, InviteLink } from '../../gateway/contract';
import { online } from '../online';
import { changeCall } from '../group/change-call';
import { COMMUNITY, findCommunity } from './find-community';

export async function getInviteLink(
	account: Account,
	{ community }: Commands['community.getInviteLink']['input'],
): Promise<InviteLink> {
	const { id } = await findCommunity(account, community);
	const call = changeCall('community.getInviteLink', id, COMMUNITY);
	const code = await online(account, call, ({ groups }) => groups.inviteCode(id));
	return { id, inviteLink: inviteLinkOf(code) };
}

export async function resetInviteLink(
	account: Account,
	{ community }: Commands['community.resetInviteLink']['input'],
): Promise<InviteLink> {
	const { id } = await findCommunity(account, community);
	const call = changeCall('community.resetInviteLink', id, COMMUNITY);
	const code = await online(account, call, ({ groups }) => groups.renewInvite(id));
	return { id, inviteLink: inviteLinkOf(code) };
}
