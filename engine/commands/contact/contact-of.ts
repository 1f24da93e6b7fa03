import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import { jidOfPhone } from '../../content/jid';
import type { Contact } from '../../gateway/contract';

/** Somebody with all names that the number knows of them. */
export function contactOf(account: Account, jid: string): Contact {
	const person = personOf(account, { jid, alt: undefined });
	const id = person.phone ? jidOfPhone(person.phone) : person.lid;
	const { name, verifiedName, notify } = (id && account.directory.namesOf(id)) || {};
	return {
		...person,
		savedName: name ?? null,
		verifiedName: verifiedName ?? null,
		pushName: notify ?? null,
	};
}
