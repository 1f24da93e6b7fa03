import type { Account } from '../../account/account';
import { isSameNumber, readPhone } from '../../content/phone-number';
import { EngineError, type SessionStatus } from '../../gateway/contract';
import { parsePerson } from '../find-person';
import { settled } from './settled';

/** After a start of n8n the connection takes a moment. */
const CONNECT_WITHIN_MS = 5_000;

/** Where the account stands, once it is connected or that takes too long. Error: INVALID_SETTING. */
export async function check(account: Account): Promise<SessionStatus> {
	compareNumbers(account.typedPhone(), account.status().phone);
	checkPeople(account);
	await settled(account, CONNECT_WITHIN_MS);
	return account.status();
}

/** Of those whose calls are rejected, or not. */
function checkPeople(account: Account): void {
	for (const text of account.settings().rejectCalls?.people ?? []) {
		try {
			parsePerson(text, account.ownPhone());
		} catch (error) {
			if (!(error instanceof EngineError)) throw error;
			throw new EngineError(
				'INVALID_SETTING',
				`Under Options > Reject Calls, People has an entry that is nobody: ${error.message}`,
				`Correct it, or take it out. ${error.hint}`,
			);
		}
	}
}

/** A credential that was edited to another number would go on sending from the old one. */
function compareNumbers(typed: string, linked: string | null): void {
	if (typed === '' || linked === null) return;
	const read = readPhone(typed, linked);
	if (typeof read === 'string' && isSameNumber(read, linked)) return;
	const problem = typeof read === 'string' ? `not to +${read}` : `and ${read.message}`;
	throw new EngineError(
		'INVALID_SETTING',
		`This credential is linked to +${linked}, ${problem.replace(/\.$/, '')}.`,
		`Type +${linked} into Phone Number below. To link another number instead, run Session > Log Out in a WhatsApp Linked node first.`,
	);
}
