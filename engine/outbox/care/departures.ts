import { jidsOf } from '../../content/jid';
import type { FindAddresses } from '../../contacts/people';
import type { AccountStore } from '../../store/account-store';
import type { Departures } from './limits';

/** What a message that leaves counts as. An answer counts as nothing, nor does what is done to a message that is there. */
export type Departure = 'message' | 'newChat';

export interface Departed {
	at: number;
	chat: string;
	/** The digest of what it says, where it says something. */
	words: string | null;
	isNewChat: boolean;
}

/** What has left and counts: from the ledger, so that it is known after a restart, too. */
export interface DepartureRecord {
	/** Within the last day: the oldest first. */
	times(): Departures;
	add(kind: Departure, at: number): void;
	/** Whether a message that counted as a new chat went there, to either address. */
	hasOpened(chat: string): boolean;
	/** The newest last. */
	since(at: number): Departed[];
	/** What was remembered may not be on disk. */
	forget(): void;
}

const DAY = 24 * 60 * 60_000;

interface Row {
	at: number;
	chat: string;
	words: string | null;
	opened: number;
}

export function createDepartureRecord(
	{ db }: Pick<AccountStore, 'db'>,
	addresses: FindAddresses,
	now: () => number,
): DepartureRecord {
	let remembered: { messages: number[]; newChats: number[] } | undefined;

	function since(at: number): Departed[] {
		return db
			.all<Row>(
				`SELECT counted_at AS at, chat, words, opens_chat AS opened FROM message
				 WHERE counted_at > ? ORDER BY counted_at`,
				at,
			)
			.map(({ opened, ...row }) => ({ ...row, isNewChat: opened === 1 }));
	}

	function load() {
		const all = since(now() - DAY);
		return {
			messages: all.map(({ at }) => at),
			newChats: all.filter(({ isNewChat }) => isNewChat).map(({ at }) => at),
		};
	}

	return {
		times() {
			remembered ??= load();
			for (const times of Object.values(remembered)) dropBefore(times, now() - DAY);
			return remembered;
		},
		add(kind, at) {
			if (!remembered) return;
			insert(remembered.messages, at);
			if (kind === 'newChat') insert(remembered.newChats, at);
		},
		hasOpened: (chat) =>
			db.get(
				`SELECT 1 FROM message WHERE opens_chat = 1 AND chat IN (SELECT value FROM json_each(?)) LIMIT 1`,
				JSON.stringify(jidsOf(chat, addresses(chat))),
			) !== undefined,
		since,
		forget() {
			remembered = undefined;
		},
	};
}

function dropBefore(times: number[], at: number): void {
	const count = times.findIndex((time) => time > at);
	if (count !== 0) times.splice(0, count < 0 ? times.length : count);
}

/** In order: the clock may have been set back since the last one. */
function insert(times: number[], at: number): void {
	times.push(at);
	if ((times.at(-2) ?? -Infinity) > at) times.sort((a, b) => a - b);
}
