import type { Account } from '../../account/account';
import { jidOfPhone } from '../../content/jid';
import { findByPhone } from '../find-person';
import { requireBusiness } from '../require-business';
import { requireLinked } from '../require-linked';

/** Whose catalog it is: that of the linked number, unless another business is named. */
export interface Owner {
	jid: string;
	/** In the sentence of an error: "the linked number". */
	name: string;
}

/** `what` it is about: "Products". Errors: INVALID_RECIPIENT, NOT_ON_WHATSAPP; NOT_ALLOWED where the own number is no business. */
export async function ownerOf(
	account: Account,
	what: string,
	business: string | undefined,
): Promise<Owner> {
	requireLinked(account);
	if (!business?.trim()) return own(account, what);
	const { jid, phone } = await findByPhone(account, business, 'to look into their catalog');
	return { jid, name: `+${phone}` };
}

/** The linked number, which is a business. Errors: NOT_LINKED and the like, NOT_ALLOWED. */
export function own(account: Account, what: string): Owner {
	requireBusiness(account, what);
	return { jid: jidOfPhone(account.ownPhone() ?? ''), name: 'the linked number' };
}
