import type { Account } from '../account/account';
import { chatType, jidOfPhone, parseRecipient } from '../content/jid';
import { EngineError, type PersonAddress } from '../gateway/contract';
import { online, type Call } from './online';

/** Somebody by the address that WhatsApp has for them, and by both of theirs as far as they are known. */
export interface FoundPerson extends PersonAddress {
	jid: string;
}

/** Whether a number is on WhatsApp, and under which LID. */
const LOOK_UP: Call = { name: 'number.lookUp', kind: 'query' };

/** Whom a phone number or LID names. Errors: INVALID_RECIPIENT, NOT_ON_WHATSAPP. */
export async function findPerson(account: Account, given: string): Promise<FoundPerson> {
	const written = parsePerson(given, account.ownPhone());
	const jid = await lookUp(account, written);
	// WhatsApp may know a phone number by its LID alone.
	const { phone, lid } = account.addresses(jid, written);
	const found = lid ?? (await online(account, LOOK_UP, ({ contacts }) => contacts.lidOf(jid)));
	return { jid, phone, lid: found };
}

/** The same of somebody whose phone number has to be known; `what` is done with it: "to block them". */
export async function findByPhone(
	account: Account,
	given: string,
	what: string,
): Promise<FoundPerson & { phone: string }> {
	const person = await findPerson(account, given);
	const { phone, lid } = person;
	if (phone === null) throw numberUnknown(given, what);
	return { jid: jidOfPhone(phone), phone, lid };
}

/** The address that WhatsApp has for a phone number; all others are as they are. Error: NOT_ON_WHATSAPP. */
export async function lookUp(account: Account, jid: string): Promise<string> {
	return await account.recipients.resolve(jid, (phone) =>
		online(account, LOOK_UP, ({ contacts }) => contacts.resolvePhone(phone)),
	);
}

/** Error: INVALID_RECIPIENT where it is no person. */
export function parsePerson(text: string, own: string | null): string {
	const jid = parseRecipient(text, own);
	if (chatType(jid) === 'direct') return jid;
	throw new EngineError(
		'INVALID_RECIPIENT',
		`"${text.slice(0, 60)}" is a group, and this is only for people.`,
		'Use a phone number with country code, or an ID that ends in @lid.',
	);
}

function numberUnknown(given: string, what: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`The phone number of ${given.slice(0, 60)} is not known, and WhatsApp needs it ${what}.`,
		NUMBER_IS_TOLD,
	);
}

/** How the number behind a LID becomes known. */
export const NUMBER_IS_TOLD =
	'WhatsApp tells the number behind a LID when that person writes to the linked number, or is in its address book. Use the phone number where you have it.';
