import { setImmediate as turn } from 'node:timers/promises';
import type { Account } from '../../account/account';
import { lidOf, phoneOf } from '../../content/jid';
import { EngineError, type CheckedNumber, type Commands } from '../../gateway/contract';
import { kindOf } from '../../log';
import type { FoundNumber } from '../../whatsapp/index';
import { parsePerson } from '../find-person';
import { callOf, online } from '../online';

/** As many as Z-API takes. */
const MAX_NUMBERS = 50_000;
const AT_A_TIME = 100;
/** WhatsApp watches who asks for many numbers and does not tell its limits: 50,000 take 17 minutes. */
const GAP_MS = { each: 20, least: 300 };
const TELL_EVERY = 1_000;

/** What became of a number: undefined where WhatsApp does not know it. */
type Answers = Map<string, FoundNumber | undefined>;

/**
 * Asks for many numbers in pieces. Where WhatsApp wants a longer break than the node waits for, or the connection is lost, the
 * rest is left: what was found out until then is worth having.
 */
export async function check(
	account: Account,
	{ numbers }: Commands['contact.check']['input'],
): Promise<Commands['contact.check']['output']> {
	if (numbers.length === 0 || numbers.length > MAX_NUMBERS) throw wrongCount(numbers.length);
	const { log } = account;
	const answers: Answers = new Map();
	const checked: CheckedNumber[] = [];
	for (let at = 0; at < numbers.length; at += AT_A_TIME) {
		const piece = numbers.slice(at, at + AT_A_TIME).map((given) => readNumber(account, given));
		const phones = piece.flatMap(({ phone }) => (phone && !answers.has(phone) ? [phone] : []));
		try {
			await ask(account, [...new Set(phones)], answers);
		} catch (error) {
			if (answers.size === 0 || !(error instanceof EngineError)) throw error;
			const left = numbers.length - at;
			log.warn('Looking up numbers has stopped', { checked: at, left, error: kindOf(error) });
			const rest = numbers.slice(at).map((given) => unchecked(given, error.message));
			return { numbers: [...checked, ...rest], left };
		}
		checked.push(...piece.map((number) => toChecked(number, answers)));
		if (checked.length % TELL_EVERY === 0 && checked.length < numbers.length) {
			log.info('Numbers are looked up', { checked: checked.length, of: numbers.length });
		}
	}
	return { numbers: checked, left: 0 };
}

async function ask(account: Account, phones: readonly string[], answers: Answers): Promise<void> {
	// Reading numbers takes time, too, and there may be nothing to wait for.
	if (phones.length === 0) return await turn();
	const gapMs = Math.max(GAP_MS.least, phones.length * GAP_MS.each);
	const found = await online(account, callOf('contact.check', { gapMs }), ({ contacts }) =>
		contacts.findNumbers(phones),
	);
	for (const phone of phones) {
		const number = found.get(phone);
		answers.set(phone, number);
		account.recipients.learn(phone, number?.jid ?? null);
	}
}

/** A number as it was given. `problem`: why it is none. */
interface ReadNumber {
	given: string;
	phone: string | null;
	problem?: string;
}

function readNumber(account: Account, given: string): ReadNumber {
	try {
		const phone = phoneOf(parsePerson(given, account.ownPhone()));
		return phone ? { given, phone } : { given, phone, problem: IS_LID };
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		return { given, phone: null, problem: error.message };
	}
}

const IS_LID = 'This is a LID, not a phone number: use Resolve LID for it.';

function toChecked({ given, phone, problem }: ReadNumber, answers: Answers): CheckedNumber {
	const found = phone === null ? undefined : answers.get(phone);
	if (!found) {
		const message = problem ?? 'Not on WhatsApp.';
		return { given, exists: false, phone: null, lid: null, message };
	}
	const { jid } = found;
	// WhatsApp may know a phone number by its LID alone.
	const canonical = phoneOf(jid) ?? phone;
	const lid = found.lid ?? lidOf(jid);
	const message = canonical === phone ? 'On WhatsApp.' : `On WhatsApp as +${canonical}.`;
	return { given, exists: true, phone: canonical, lid, message };
}

function unchecked(given: string, why: string): CheckedNumber {
	return { given, exists: null, phone: null, lid: null, message: `Not looked up: ${why}` };
}

function wrongCount(count: number): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		count === 0 ? 'No phone numbers are given.' : `${count} phone numbers are too many at once.`,
		`Give 1 to ${MAX_NUMBERS.toLocaleString('en')} phone numbers.`,
	);
}
