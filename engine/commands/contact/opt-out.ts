import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import type { Commands, OptOut } from '../../gateway/contract';
import { parsePerson } from '../find-person';

export function setOptedOut(
	account: Account,
	{ contact, optedOut }: Commands['contact.setOptedOut']['input'],
): OptOut {
	const jid = addressOf(account, contact);
	if (optedOut) account.optOuts.add(jid, 'operation');
	else account.optOuts.remove(jid);
	return optOutOf(account, jid);
}

export function isOptedOut(
	account: Account,
	{ contact }: Commands['contact.isOptedOut']['input'],
): OptOut {
	return optOutOf(account, addressOf(account, contact));
}

/** As WhatsApp has it, where it was asked before. */
function addressOf({ recipients, ownPhone }: Account, contact: string): string {
	const written = parsePerson(contact, ownPhone());
	return recipients.known(written) ?? written;
}

function optOutOf(account: Account, jid: string): OptOut {
	const { since = null, reason = null } = account.optOuts.find(jid) ?? {};
	const person = personOf(account, { jid, alt: undefined });
	return { ...person, optedOut: since !== null, since, reason };
}
