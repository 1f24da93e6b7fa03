import type { Account } from '../../account/account';
import { toIso } from '../../content/iso-time';
import type { AddedParticipant, AddStatus } from '../../gateway/contract';
import type { Addition } from '../../whatsapp/index';
import { outcomesOf, OWN, type Outcomes } from './outcomes';
import type { Wanted } from './participants';

const INSTEAD = 'Send an invite instead.';

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

export function whatBecameOf(
	account: Account,
	people: readonly Wanted[],
	additions: readonly Addition[],
): AddedParticipant[] {
	return outcomesOf(account, people, additions, ADDED).map(({ outcome, answer }) => ({
		...outcome,
		invite: answer?.invite
			? { code: answer.invite.code, expiresAt: toIso(answer.invite.expiresAt) }
			: null,
	}));
}
