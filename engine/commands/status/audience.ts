import { setImmediate as turn } from 'node:timers/promises';
import type { Account } from '../../account/account';
import { jidOfPhone } from '../../content/jid';
import { shortestForm } from '../../content/phone-number';
import { EngineError, type PersonAddress, type SendMessage } from '../../gateway/contract';
import { parsePerson } from '../find-person';

type Asked = Pick<SendMessage, 'audience' | 'content'>;

/**
 * The addresses of those who are to get a status, ourselves not among them. Errors: INVALID_RECIPIENT where that is nobody,
 * or somebody is named who is no person; UNKNOWN_MESSAGE.
 */
export async function audienceFor(
	account: Account,
	{ audience, content }: Asked,
): Promise<string[]> {
	if (content.type === 'delete') return audienceOfPosted(account, content.target.messageId);
	if (!audience) throw NOT_SAID;
	const { visibleTo, people = [] } = audience;
	const named = people.map((given) => parsePerson(given, account.ownPhone()));
	const own = jidOfPhone(account.ownPhone() ?? '');
	if (visibleTo === 'only') {
		return requireAnybody(leavingOut(account, [own])(named), named.length > 0, NOBODY_NAMED);
	}
	const others = leavingOut(account, visibleTo === 'contactsExcept' ? [...named, own] : [own]);
	const found: string[] = [];
	let hasContacts = false;
	for (let after: string | null = null; ; await turn()) {
		const { people: part, next } = account.directory.addressBook(after);
		hasContacts ||= part.length > 0;
		found.push(...others(part));
		if (next === null) return requireAnybody(found, hasContacts, NO_CONTACTS);
		after = next;
	}
}

function requireAnybody(found: string[], wasAnybody: boolean, nobody: EngineError): string[] {
	if (found.length > 0) return found;
	throw wasAnybody ? EVERYBODY_EXCEPTED : nobody;
}

function audienceOfPosted({ audiences }: Account, messageId: string): string[] {
	const people = audiences.of(messageId);
	if (people.length > 0) return people;
	throw new EngineError(
		'UNKNOWN_MESSAGE',
		`Status ${messageId} cannot be deleted from here: it was not posted from here, or more than two days ago.`,
		'Use the message ID that Post Text, Post Image, Post Video or Post Voice put out. What was posted on the phone is deleted there.',
	);
}

/** Takes some people out of others: each has two addresses, and a number may be written in more than one way. */
function leavingOut(
	{ addresses }: Pick<Account, 'addresses'>,
	leftOut: readonly string[],
): (people: readonly string[]) => string[] {
	const namesOf = ({ phone, lid }: PersonAddress) =>
		[phone && shortestForm(phone), lid].filter((name) => name !== null);
	const gone = new Set(leftOut.flatMap((jid) => namesOf(addresses(jid))));
	const isLeft = (jid: string) => !namesOf(addresses(jid)).some((name) => gone.has(name));
	return (people) => [...new Set(people)].filter(isLeft);
}

const NOT_SAID = new EngineError(
	'INVALID_RECIPIENT',
	'It is not said who may see the status.',
	'Set Visible To.',
);

const NO_CONTACTS = new EngineError(
	'INVALID_RECIPIENT',
	'Nobody would see this status: no contacts of the number are known.',
	"Save people in the phone's address book or with Contact > Create or Update, or set Visible To to Only These People. Right after a number was linked, the phone still shares its contacts.",
);

const NOBODY_NAMED = new EngineError(
	'INVALID_RECIPIENT',
	'Nobody would see this status: no people are given.',
	'Fill in People, with phone numbers or IDs that end in @lid.',
);

const EVERYBODY_EXCEPTED = new EngineError(
	'INVALID_RECIPIENT',
	'Nobody would see this status: everybody who could is left out.',
	'Take somebody out of People, or set Visible To to Only These People. The linked number itself does not count.',
);
