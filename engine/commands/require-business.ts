import type { Account } from '../account/account';
import { EngineError } from '../gateway/contract';
import { requireLinked } from './require-linked';

/** For what only WhatsApp Business has; `what` is that: "Labels". Errors: NOT_LINKED and the like, NOT_ALLOWED. */
export function requireBusiness(account: Account, what: string): void {
	requireLinked(account);
	if (account.isBusiness()) return;
	throw new EngineError(
		'NOT_ALLOWED',
		`${what} need WhatsApp Business, and the phone of the linked number has the plain WhatsApp app.`,
		'Move the number to the WhatsApp Business app, then log it out (Session > Log Out) and link it again.',
	);
}
