import type { Account } from '../account/account';
import { OLD_COPY } from '../session/old-copy';
import { BANNED, LOGGED_OUT, OUTDATED, REPLACED } from '../session/disconnect-reasons';
import { EngineError, type LinkState } from '../gateway/contract';

const NOT_LINKED = new EngineError(
	'NOT_LINKED',
	'No WhatsApp number is linked to this credential.',
	'Open the credential, type the phone number and save to get a code for the phone. Or run Session > Get QR Code and scan.',
);

const WHY_NOT: Readonly<Record<LinkState, EngineError | undefined>> = {
	LINKED: undefined,
	UNLINKED: NOT_LINKED,
	WAITING: NOT_LINKED,
	LINKING: NOT_LINKED,
	LOGGED_OUT,
	REPLACED,
	BANNED,
	OUTDATED,
};

/** Errors: NOT_LINKED, OLD_COPY, LOGGED_OUT, REPLACED, BANNED, OUTDATED. Being offline is none: messages wait. */
export function requireLinked(account: Account): void {
	const error = WHY_NOT[account.state()];
	if (!error) return;
	throw account.status().lastError?.code === OLD_COPY.code ? OLD_COPY : error;
}
