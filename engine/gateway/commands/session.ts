import type { LinkCode, LinkedPhone, LinkQr, SessionStatus } from '../session';
import { idempotent, query, type NoInput } from './command';

export const sessionCommands = {
	'session.status': query<NoInput, SessionStatus>(),
	/** Errors: NOT_LINKED and the like. */
	'session.device': query<NoInput, LinkedPhone>(),
	/**
	 * For the credential: waits a moment for the connection, and compares the number that was typed with the one that is
	 * linked. Error: INVALID_SETTING where it is another one, or none.
	 */
	'session.check': query<NoInput, SessionStatus>(),
	/** Asks WhatsApp for a code, or returns the one that is still good. Returns at once when the number is linked. */
	'session.linkByCode': idempotent<NoInput, LinkCode>(),
	/** Starts showing QR codes, or returns the one that is still good. */
	'session.linkByQr': idempotent<NoInput, LinkQr>(),
	'session.logOut': idempotent<NoInput, SessionStatus>(),
	'session.reconnect': idempotent<NoInput, SessionStatus>(),
	/** Like `session.reconnect`, with all that is in memory of the account loaded anew. */
	'session.restart': idempotent<NoInput, SessionStatus>(),
	/** Logs out and deletes everything that is stored of the account. Error: DISCONNECTED when offline. */
	'session.forget': idempotent<NoInput, SessionStatus>(),
};
