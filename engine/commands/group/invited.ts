import type { Account } from '../../account/account';
import { inviteCodeIn, inviteLinkOf } from '../../content/invite-link';
import { EngineError, type Commands, type Group } from '../../gateway/contract';
import type { GroupFacts } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { refusedInvite } from './refusals';
import { toGroup } from './get';

/** The group that an invite link leads to, whether the number is in it or not. */
export async function getInvited(
	account: Account,
	{ invite }: Commands['group.getInvited']['input'],
): Promise<Group> {
	const { code, facts } = await invitedBy(account, invite);
	return { ...toGroup(account, facts), inviteLink: inviteLinkOf(code), inviteLinkError: null };
}

/** Errors: INVALID_CONTENT for what is no invite link, or one that leads nowhere. */
export async function invitedBy(
	account: Account,
	invite: string,
): Promise<{ code: string; facts: GroupFacts }> {
	const code = inviteCodeIn(invite);
	if (!code) throw noInviteLink(invite);
	const call = callOf('group.getInvited', { gapMs: 1_000, refusal: refusedInvite });
	return { code, facts: await online(account, call, ({ groups }) => groups.invitedTo(code)) };
}

function noInviteLink(invite: string): EngineError {
	const text = invite.trim();
	return new EngineError(
		'INVALID_CONTENT',
		text
			? `"${text.slice(0, 80)}" is no invite link of a WhatsApp group.`
			: 'No invite link is given.',
		'Use the whole link, which begins with https://chat.whatsapp.com/, or the code at its end.',
	);
}
