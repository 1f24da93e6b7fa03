import type { Account } from '../../account/account';
import { isSamePerson } from '../../content/events';
import { jidOfPhone } from '../../content/jid';
import { EngineError } from '../../gateway/contract';
import type { MemberAddress } from '../../whatsapp/index';
import { lookUp, parsePerson } from '../find-person';
import { MAX_PARTICIPANTS } from './limits';

/** Somebody whom something is done to in a group. */
export interface Wanted {
	/** As it was given, and the address that it is. */
	given: string;
	written: string;
	/** The address that WhatsApp has for them; null: it has none. */
	jid: string | null;
	isOwn: boolean;
}

/** Errors: INVALID_RECIPIENT where one of them is no person, before WhatsApp is asked for any. */
export async function findPeople(account: Account, given: readonly string[]): Promise<Wanted[]> {
	if (given.length === 0 || given.length > MAX_PARTICIPANTS) throw wrongNumber(given.length);
	const { ownPhone } = account;
	const people = given.map((text) => ({ given: text, written: parsePerson(text, ownPhone()) }));
	const found: Wanted[] = [];
	for (const { given, written } of people) {
		const jid = await lookUp(account, written).catch((error: unknown) => {
			if (error instanceof EngineError && error.code === 'NOT_ON_WHATSAPP') return null;
			throw error;
		});
		const own = ownPhone();
		const isOwn =
			jid !== null && own !== null && isPerson(account, { jid, alt: undefined }, jidOfPhone(own));
		found.push({ given, written, jid, isOwn });
	}
	return found;
}

/** Whether an address is known to be of this person. */
export function isPerson(
	{ addresses }: Account,
	{ jid, alt }: MemberAddress,
	one: string,
): boolean {
	return isSamePerson(addresses(jid, alt), addresses(one));
}

function wrongNumber(count: number): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		count === 0 ? 'No participants are given.' : `${count} participants are too many for a group.`,
		`Give 1 to ${MAX_PARTICIPANTS} phone numbers or chat IDs.`,
	);
}
