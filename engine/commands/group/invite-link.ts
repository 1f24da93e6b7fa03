import type { Account } from '../../account/account';
import { inviteLinkOf } from '../../content/invite-link';
import type { Commands, InviteLink } from '../../gateway/contract';
import { callOf, online, type Call } from '../online';
import { findGroup } from './find-group';
import { refusedToChange } from './refusals';

export async function getInviteLink(
	account: Account,
	{ group }: Commands['group.getInviteLink']['input'],
): Promise<InviteLink> {
	const id = await findGroup(account, group);
	return { id, inviteLink: await linkOf(account, id) };
}

/** Of a group by its ID. Error: NOT_ALLOWED where only admins may see it. */
export async function linkOf(account: Account, id: string): Promise<string> {
	const call = linkCall('group.getInviteLink', id);
	return inviteLinkOf(await online(account, call, ({ groups }) => groups.inviteCode(id)));
}

export async function resetInviteLink(
	account: Account,
	{ group }: Commands['group.resetInviteLink']['input'],
): Promise<InviteLink> {
	const id = await findGroup(account, group);
	const call = linkCall('group.resetInviteLink', id);
	const code = await online(account, call, ({ groups }) => groups.renewInvite(id));
	return { id, inviteLink: inviteLinkOf(code) };
}

function linkCall(command: 'group.getInviteLink' | 'group.resetInviteLink', id: string): Call {
	return callOf(command, { gapMs: 1_000, refusal: (code) => refusedToChange(id, code) });
}
