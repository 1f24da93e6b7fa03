import type { Account } from '../../account/account';
import { isSamePerson } from '../../content/events';
import { toIso } from '../../content/iso-time';
import {
	EngineError,
	type AddedParticipant,
	type AddStatus,
	type MessageOrigin,
} from '../../gateway/contract';
import type { Addition } from '../../whatsapp/index';
import { send } from '../message/send';
import { outcomesOf, OWN, type Outcomes } from './outcomes';
import type { Wanted } from './participants';

const INSTEAD = 'Invite them instead.';

/** What WhatsApp's numbers mean for somebody who was to be added. */
export const ADDED: Outcomes<AddStatus> = {
	200: ['added', 'Added to the group.'],
	401: ['blocked', 'This person has blocked the linked number.'],
	403: [
		'inviteNeeded',
		`This person's privacy settings do not let the number add them. ${INSTEAD}`,
	],
	404: ['notOnWhatsApp', 'This number is not on WhatsApp.'],
	408: ['leftRecently', `This person left the group a short while ago. ${INSTEAD}`],
	409: ['alreadyMember', 'Already a member of the group.'],
	419: ['groupFull', 'The group is full.'],
	[OWN]: ['alreadyMember', 'This is the linked number itself.'],
};

/** `inviteFrom`: those who cannot be added get an invite, as a message of this origin. */
export async function whatBecameOf(
	account: Account,
	group: string,
	people: readonly Wanted[],
	additions: readonly Addition[],
	inviteFrom: MessageOrigin | undefined,
	outcomes = ADDED,
): Promise<AddedParticipant[]> {
	const found = outcomesOf(account, people, additions, outcomes).map(
		({ outcome, answer }): AddedParticipant => ({
			...outcome,
			invite: answer?.invite
				? { code: answer.invite.code, expiresAt: toIso(answer.invite.expiresAt) }
				: null,
			inviteMessageId: null,
		}),
	);
	if (!inviteFrom) return found;
	const participants: AddedParticipant[] = [];
	for (const one of found) {
		const before = participants.find((other) => other.inviteMessageId && isSamePerson(one, other));
		participants.push(
			before ? { ...before, given: one.given } : await invited(account, group, one, inviteFrom),
		);
	}
	return participants;
}

/** Queues the invite of somebody who has one; where that does not go, it is said and nothing else is lost. */
async function invited(
	account: Account,
	group: string,
	participant: AddedParticipant,
	origin: MessageOrigin,
): Promise<AddedParticipant> {
	const { given, invite, message } = participant;
	if (!invite) return participant;
	try {
		const content = { type: 'groupInvite', group, ...invite } as const;
		// To the address as it was given: the message ID is made of it.
		const { messageId, error } = await send(account, { to: given, content, origin });
		// n8n tries it again, and the invite of the first try has failed since.
		if (error) throw EngineError.from(error);
		return { ...participant, status: 'invited', message: INVITED, inviteMessageId: messageId };
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		return { ...participant, message: `${message} But no invite was queued: ${error.message}` };
	}
}

const INVITED = 'This person cannot be added. An invite to the group was queued for them instead.';
