import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import { EngineError, type Commands, type Person } from '../../gateway/contract';
import { findByPhone, findPerson } from '../find-person';
import { callOf, online } from '../online';

const GAP_MS = 500;

export async function setBlocked(
	account: Account,
	{ contact, blocked }: Commands['contact.setBlocked']['input'],
): Promise<Person> {
	const person = blocked
		? await findByPhone(account, contact, 'to block them')
		: await findPerson(account, contact);
	const { jid, phone, lid } = person;
	if (phone !== null && phone === account.ownPhone()) throw OURSELVES;
	if (lid === null) throw NO_LID;
	await online(account, callOf('contact.setBlocked', { gapMs: GAP_MS }), ({ contacts }) =>
		blocked ? contacts.block({ lid, jid }) : contacts.unblock(lid),
	);
	return personOf(account, { jid, alt: undefined });
}

export async function getBlocked(
	account: Account,
	{ limit }: Commands['contact.getBlocked']['input'],
): Promise<Person[]> {
	const call = callOf('contact.getBlocked', { gapMs: GAP_MS });
	const blocked = await online(account, call, ({ contacts }) => contacts.blocked());
	return blocked.slice(0, limit).map((jid) => personOf(account, { jid, alt: undefined }));
}

const OURSELVES = new EngineError(
	'INVALID_RECIPIENT',
	'This is the linked number itself, which cannot block itself.',
	'Use the number of somebody else.',
);

const NO_LID = new EngineError(
	'REJECTED',
	'WhatsApp tells no LID of this person, and needs it to block them.',
	'Try again later, or block them on the phone.',
	true,
);
