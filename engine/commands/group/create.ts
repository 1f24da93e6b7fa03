import type { Account } from '../../account/account';
import { toIso } from '../../content/iso-time';
import { EngineError, type Commands, type CreatedGroup } from '../../gateway/contract';
import { callOf, online } from '../online';
import { ADDED, whatBecameOf } from './additions';
import { toAsk } from './outcomes';
import { findPeople } from './participants';
import { checkDescription, checkSubject, describe } from './texts';

export async function create(
	account: Account,
	{ subject: given, description = '', participants, inviteFrom }: Commands['group.create']['input'],
): Promise<CreatedGroup> {
	const subject = checkSubject(given);
	checkDescription(description);
	const people = await findPeople(account, participants);
	const members = toAsk(people, ADDED);
	if (members.length === 0) throw NOBODY_TO_ADD;
	const call = callOf('group.create', { gapMs: 2_000, refusal: refusedToCreate });
	const { id, createdAt, additions } = await online(account, call, (socket) =>
		socket.groups.create(subject, members),
	);
	return {
		id,
		subject,
		createdAt: toIso(createdAt),
		participants: await whatBecameOf(account, id, people, additions, inviteFrom),
		note: description.trim() ? await noteOf(account, id, description) : null,
	};
}

/** Null, or why the new group has no description: it is there nevertheless. */
async function noteOf(account: Account, id: string, text: string): Promise<string | null> {
	try {
		await describe(account, id, text);
		return null;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return `The group was created, but its description was not set: ${why}`;
	}
}

function refusedToCreate(code: number): EngineError | undefined {
	if (code !== 406) return undefined;
	return new EngineError(
		'REJECTED',
		'WhatsApp did not accept the name or the participants of the group. Nothing was created.',
		'Try another name, and fewer participants.',
	);
}

const NOBODY_TO_ADD = new EngineError(
	'NOT_ON_WHATSAPP',
	'None of the participants is somebody else on WhatsApp, so there is no group to create.',
	'Check the numbers and their country codes. The linked number is in the group anyway.',
);
