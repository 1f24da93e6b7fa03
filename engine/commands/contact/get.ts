import type { Account } from '../../account/account';
import { findChats } from '../../contacts/directory';
import { personOf } from '../../contacts/people';
import { isSamePerson } from '../../content/events';
import type {
	Commands,
	Contact,
	ContactDetails,
	ContactPicture,
	ResolvedContact,
} from '../../gateway/contract';
import { findPerson, NUMBER_IS_TOLD } from '../find-person';
import { callOf, online } from '../online';
import { requireLinked } from '../require-linked';
import { contactOf } from './contact-of';

const GAP_MS = 300;

export function getMany(
	account: Account,
	{ search, limit }: Commands['contact.getMany']['input'],
): Contact[] {
	requireLinked(account);
	return findChats(account.directory.people(), search, limit).map(({ chat }) =>
		contactOf(account, chat),
	);
}

export async function get(
	account: Account,
	{ contact }: Commands['contact.get']['input'],
): Promise<ContactDetails> {
	const person = await findPerson(account, contact);
	const { jid } = person;
	const { directory, addresses } = account;
	const call = callOf('contact.get', { gapMs: GAP_MS });
	const [facts, { url }, blocked] = await online(account, call, ({ contacts, pictures }) =>
		Promise.all([contacts.facts(jid), pictures.find(jid), contacts.blocked()]),
	);
	const { about, isBusiness, verifiedName } = facts;
	if (verifiedName !== null) directory.learn([{ ...person, verifiedName }]);
	return {
		...contactOf(account, jid),
		about,
		pictureUrl: url,
		isBusiness,
		isBlocked: blocked.some((other) => isSamePerson(addresses(other), person)),
	};
}

export async function getPicture(
	account: Account,
	{ contact }: Commands['contact.getPicture']['input'],
): Promise<ContactPicture> {
	const { jid } = await findPerson(account, contact);
	const call = callOf('contact.getPicture', { gapMs: GAP_MS });
	const { url, isHidden } = await online(account, call, ({ pictures }) => pictures.find(jid));
	return {
		...personOf(account, { jid, alt: undefined }),
		url,
		note: url ? null : isHidden ? HIDDEN : NONE,
	};
}

const HIDDEN = "This person's privacy settings hide the picture from the linked number.";
const NONE = 'This person has no picture.';

/** Error: NOT_ON_WHATSAPP, of a phone number. */
export async function resolve(
	account: Account,
	{ contact }: Commands['contact.resolve']['input'],
): Promise<ResolvedContact> {
	const { jid } = await findPerson(account, contact);
	const person = personOf(account, { jid, alt: undefined });
	return { ...person, note: noteOn(person) };
}

function noteOn({ phone, lid }: Pick<ResolvedContact, 'phone' | 'lid'>): string | null {
	if (phone === null) return `No phone number is known for this LID. ${NUMBER_IS_TOLD}`;
	return lid === null ? 'WhatsApp tells no LID of this phone number.' : null;
}
