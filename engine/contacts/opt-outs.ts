import { jidsOf } from '../content/jid';
import { isAction } from '../content/outgoing/actions';
import { bareText } from '../content/plain-text';
import {
	EngineError,
	type AccountSettings,
	type ContentType,
	type EngineEvent,
	type OptOut,
} from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import type { FindAddresses } from './people';

type Reason = NonNullable<OptOut['reason']>;

/** Since when somebody wants no messages, in ISO 8601, and why. */
interface Standing {
	since: string;
	reason: Reason;
}

/** Who does not want messages of the number. */
export interface OptOuts {
	/** Joins the caller's transaction. Nothing changes for who is there already. */
	add(jid: string, reason: Reason): void;
	remove(jid: string): void;
	/** Under either address. */
	find(jid: string): Standing | undefined;
	/** Somebody may have written one of the words. Joins the caller's transaction. */
	onMessage(event: EngineEvent): void;
}

export interface OptOutsOptions {
	store: AccountStore;
	now(): number;
	addresses: FindAddresses;
	settings(): Pick<AccountSettings, 'optOutWords' | 'optInWords'>;
}

export function createOptOuts({ store, now, addresses, settings }: OptOutsOptions): OptOuts {
	const { db, seal } = store;
	const digest = (jid: string) => seal.digest(`opt_out/${jid}`);
	const digests = (jid: string) => jidsOf(jid, addresses(jid)).map(digest);

	/** Asked twice for each message of ours: a list in one query takes five times as long as two queries. */
	function find(jid: string): Standing | undefined {
		for (const person of digests(jid)) {
			const row = db.get<{ at: number; reason: Reason }>(
				'SELECT at, reason FROM opt_out WHERE person = ?',
				person,
			);
			if (row) return { since: new Date(row.at).toISOString(), reason: row.reason };
		}
		return undefined;
	}

	function add(jid: string, reason: Reason): void {
		if (find(jid)) return;
		db.run('INSERT INTO opt_out (person, at, reason) VALUES (?, ?, ?)', digest(jid), now(), reason);
	}

	function remove(jid: string): void {
		for (const person of digests(jid)) db.run('DELETE FROM opt_out WHERE person = ?', person);
	}

	return {
		add,
		remove,
		find,
		onMessage(event) {
			if (event.event !== 'message.incoming' || event.chat.type !== 'direct') return;
			const { optOutWords = [], optInWords = [] } = settings();
			if (isOneOf(event.text, optOutWords)) add(event.chat.id, 'word');
			else if (isOneOf(event.text, optInWords)) remove(event.chat.id);
		},
	};
}

/** Whether a text says one of the words, and nothing else: "Stop!" does, "Do not stop" does not. */
function isOneOf(text: string | null, words: readonly string[]): boolean {
	const said = bareText(text ?? '');
	return said !== '' && words.some((word) => bareText(word) === said);
}

/** Error: OPTED_OUT, where somebody is to get a new message who does not want any. */
export function requireOptedIn(
	optOuts: Pick<OptOuts, 'find'>,
	chat: string,
	type: ContentType,
): void {
	// What is done to a message that is there is no new one.
	const found = isAction(type) ? undefined : optOuts.find(chat);
	if (!found) return;
	throw new EngineError(
		'OPTED_OUT',
		found.reason === 'word'
			? `They have asked for no more messages, on ${found.since.slice(0, 10)}.`
			: `They were put on the list of those who want no messages, on ${found.since.slice(0, 10)}.`,
		'Do not write to them. To answer what they have written since, add the option Send Even If Opted Out; if they want messages again, run Contact > Opt In.',
	);
}
