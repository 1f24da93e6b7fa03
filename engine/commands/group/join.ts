import type { Account } from '../../account/account';
import { groupInviteIn } from '../../content/incoming/index';
import { contentGone, type Target } from '../../content/outgoing/index';
import {
	EngineError,
	type Commands,
	type JoinedGroup,
	type JoinStatus,
} from '../../gateway/contract';
import { callOf, online } from '../online';
import { invitedBy } from './invited';
import { refusedInvite } from './refusals';

const IN_WORDS: Readonly<Record<JoinStatus, string>> = {
	joined: 'The linked number is in the group now.',
	alreadyMember: 'The linked number was in the group already.',
	requested: 'The request to join waits: an admin of the group has to approve it.',
};

export async function joinByLink(
	account: Account,
	{ invite }: Commands['group.joinByLink']['input'],
): Promise<JoinedGroup> {
	const { code, facts } = await invitedBy(account, invite);
	const call = callOf('group.joinByLink', { gapMs: 2_000, refusal: refusedInvite });
	const status = await online(account, call, ({ groups }) => groups.join(code, facts));
	return { id: facts.id, subject: facts.subject, status, message: IN_WORDS[status] };
}

/** By an invite to the number alone, which an admin has sent as a message. */
export async function joinByMessage(
	account: Account,
	{ target: ref }: Commands['group.joinByMessage']['input'],
): Promise<JoinedGroup> {
	const target = account.messageLookup.find(ref, '', 'content');
	if (!target.content) throw contentGone(target, 'used to join a group');
	const invite = groupInviteIn(target.content);
	if (!invite || target.fromMe) throw noInvite(target);
	const { id, subject, code, expiresAtSeconds } = invite;
	if (expiresAtSeconds * 1000 <= account.atLeast()) throw expired(target);
	const call = callOf('group.joinByMessage', { gapMs: 2_000, refusal: refusedInvite });
	const status = await online(account, call, ({ groups }) =>
		groups.accept({ id, subject: subject ?? '', code, expiresAtSeconds, admin: target.sender }),
	);
	return { id, subject, status, message: IN_WORDS[status] };
}

function noInvite({ messageId }: Target): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		`Message ${messageId} does not invite the linked number to a group.`,
		'Use the ID of a message that WhatsApp shows as an invite to a group, or join by an invite link.',
	);
}

function expired({ messageId }: Target): EngineError {
	return new EngineError(
		'TOO_LATE',
		`The invite in message ${messageId} has expired.`,
		'Ask an admin of the group for another one.',
	);
}
