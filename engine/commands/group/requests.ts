import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import { toIso } from '../../content/iso-time';
import type { Commands, JoinRequest, RequestAnswer, RequestStatus } from '../../gateway/contract';
import type { MembershipRequest } from '../../whatsapp/index';
import { online } from '../online';
import { changeCall } from './change-call';
import { findGroup } from './find-group';
import { outcomesOf, UNANSWERED, type Outcomes } from './outcomes';
import { findPeople, isPerson } from './participants';

const NO_REQUEST = [
	'noRequest',
	'This person does not ask to join the group, or was answered already.',
] as const;

/** What WhatsApp's numbers mean for somebody who wants to join. */
const ANSWERED: Readonly<Record<RequestAnswer, Outcomes<RequestStatus>>> = {
	approve: {
		200: ['approved', 'A member of the group now.'],
		404: NO_REQUEST,
		[UNANSWERED]: NO_REQUEST,
		409: ['alreadyMember', 'Already a member of the group.'],
		419: ['groupFull', 'The group is full.'],
	},
	reject: {
		200: ['rejected', 'Not let into the group.'],
		404: NO_REQUEST,
		[UNANSWERED]: NO_REQUEST,
	},
};

export async function getRequests(
	account: Account,
	{ group, limit }: Commands['group.requests']['input'],
): Promise<JoinRequest[]> {
	const id = await findGroup(account, group);
	const found = await requestsOf(account, id);
	return found.slice(0, limit).map(({ method, at, ...address }) => ({
		...personOf(account, address),
		group: id,
		method,
		requestedAt: toIso(at),
	}));
}

/** WhatsApp knows those who wait by one of their addresses: the list says by which. */
export async function answerRequests(
	account: Account,
	{ group, participants, answer }: Commands['group.answerRequests']['input'],
): Promise<Commands['group.answerRequests']['output']> {
	const id = await findGroup(account, group);
	const people = await findPeople(account, participants);
	const asking = (await requestsOf(account, id)).filter((request) =>
		people.some(({ jid }) => jid && isPerson(account, request, jid)),
	);
	const jids = asking.map(({ jid }) => jid);
	const call = changeCall('group.answerRequests', id);
	const answers =
		jids.length > 0
			? await online(account, call, ({ groups }) => groups.answerRequests(id, jids, answer))
			: [];
	const found = outcomesOf(account, people, answers, ANSWERED[answer]);
	return { id, participants: found.map(({ outcome }) => outcome) };
}

async function requestsOf(account: Account, id: string): Promise<MembershipRequest[]> {
	return await online(account, changeCall('group.requests', id), ({ groups }) =>
		groups.requests(id),
	);
}
