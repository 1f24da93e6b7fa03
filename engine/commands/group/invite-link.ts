import type { Account } from '../../account/account';
import { inviteLinkOf } from '../../content/invite-link';
import type { Commands, InviteLink } from '../../gateway/contract';
import { online } from '../online';
import { changeCall } from './change-call';
import { findGroup } from './find-group';

export async function getInviteLink(
	account: Account,
	{ group }: Commands['group.getInviteLink']['input'],
): Promise<InviteLink> {
	const id = await findGroup(account, group);
	return { id, inviteLink: await linkOf(account, id) };
}

/** Of a group by its ID. Error: NOT_ALLOWED where only admins may see it. */
export async function linkOf(account: Account, id: string): Promise<string> {
	const call = changeCall('group.getInviteLink', id);
	return inviteLinkOf(await online(account, call, ({ groups }) => groups.inviteCode(id)));
}

export async function resetInviteLink(
	account: Account,
	{ group }: Commands['group.resetInviteLink']['input'],
): Promise<InviteLink> {
	const id = await findGroup(account, group);
	const call = changeCall('group.resetInviteLink', id);
	const code = await online(account, call, ({ groups }) => groups.renewInvite(id));
	return { id, inviteLink: inviteLinkOf(code) };
}
