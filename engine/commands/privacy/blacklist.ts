import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import { EngineError, type Blacklist, type Commands, type Person } from '../../gateway/contract';
import { findPerson, type FoundPerson } from '../find-person';
import { callOf, online } from '../online';

const GAP_MS = 500;
/** Each is looked up, where it is not known yet. */
const MAX_AT_ONCE = 100;

export async function getBlacklist(
	account: Account,
	{ setting, limit }: Commands['privacy.getBlacklist']['input'],
): Promise<Person[]> {
	const call = callOf('privacy.getBlacklist', { gapMs: GAP_MS });
	const jids = await online(account, call, ({ privacy }) => privacy.blacklist(setting));
	return peopleOf(account, jids.slice(0, limit));
}

export async function changeBlacklist(
	account: Account,
	{ setting, contacts, action }: Commands['privacy.changeBlacklist']['input'],
): Promise<Blacklist> {
	if (contacts.length === 0 || contacts.length > MAX_AT_ONCE) throw wrongNumber(contacts.length);
	const people: FoundPerson[] = [];
	for (const contact of contacts) people.push(await findListed(account, contact));
	const call = callOf('privacy.changeBlacklist', { gapMs: GAP_MS });
	const jids = await online(account, call, ({ privacy }) =>
		privacy.changeBlacklist(setting, action, people),
	);
	return { setting, contacts: peopleOf(account, jids) };
}

async function findListed(account: Account, contact: string): Promise<FoundPerson> {
	const person = await findPerson(account, contact);
	const { phone, lid } = person;
	if (phone !== null && phone === account.ownPhone()) throw OURSELVES;
	if (lid === null) throw noLid(contact);
	return person;
}

const peopleOf = (account: Account, jids: readonly string[]) =>
	jids.map((jid) => personOf(account, { jid, alt: undefined }));

function wrongNumber(count: number): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		count === 0 ? 'No contacts are given.' : `${count} contacts are too many at once.`,
		`Give 1 to ${MAX_AT_ONCE} phone numbers or chat IDs.`,
	);
}

const OURSELVES = new EngineError(
	'INVALID_RECIPIENT',
	'This is the linked number itself, which cannot be on its own black list.',
	'Use the number of somebody else.',
);

function noLid(contact: string): EngineError {
	return new EngineError(
		'REJECTED',
		`WhatsApp tells no LID of ${contact.slice(0, 60)}, and needs it for the list. Nothing was changed.`,
		'Try again later, or do it on the phone.',
		true,
	);
}
