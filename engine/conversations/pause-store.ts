import type { PauseReason } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { conversationId, conversationPlace } from '../store/hidden-ids';
import { SLICE } from '../store/slice';

/** A pause that somebody has made: labels are among what is known of chats. Times are milliseconds since 1970. */
export interface Pause {
	/** The address that the chat was paused by. */
	jid: string;
	reason: Exclude<PauseReason, 'label'>;
	since: number;
	/** Null: until it is resumed. */
	until: number | null;
}

/**
 * Pauses, also those whose time is over and that have not been ended yet. A chat is found by any of its addresses, and stored
 * by the first. All of it joins the caller's transaction.
 */
export interface PauseStore {
	find(addresses: readonly string[]): Pause | undefined;
	put(addresses: readonly [string, ...string[]], pause: Pause): void;
	remove(addresses: readonly string[]): void;
	count(): number;
	/** The longest ones first. */
	all(): Pause[];
	/** A slice of those whose time is over. */
	over(now: number): Pause[];
	/** When the next one is over. */
	nextUntil(): number | undefined;
}

interface PauseRow {
	id: string;
	since: number;
	until: number | null;
	body: Uint8Array;
}

export function createPauseStore({ db, seal }: AccountStore): PauseStore {
	const open = ({ id, since, until, body }: PauseRow): Pause => ({
		...(JSON.parse(seal.decrypt(body, conversationPlace(id))) as Pick<Pause, 'jid' | 'reason'>),
		since,
		until,
	});
	const rows = (rest: string, ...values: (string | number)[]) =>
		db
			.all<PauseRow>(`SELECT id, since, until, body FROM paused_conversation ${rest}`, ...values)
			.map(open);
	const hidden = (addresses: readonly string[]) =>
		JSON.stringify(addresses.map((address) => conversationId(seal, address)));

	/** Undefined: to be looked up. Each message asks, and most numbers have no pauses. */
	let empty: boolean | undefined;
	db.onRollback(() => (empty = undefined));
	const isEmpty = () =>
		(empty ??=
			db.get<{ first: number | null }>('SELECT min(since) AS first FROM paused_conversation')
				?.first === null);

	function remove(addresses: readonly string[]): void {
		db.run(
			'DELETE FROM paused_conversation WHERE id IN (SELECT value FROM json_each(?))',
			hidden(addresses),
		);
		empty = undefined;
	}

	return {
		find(addresses) {
			if (isEmpty()) return undefined;
			return rows('WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1', hidden(addresses))[0];
		},
		put(addresses, { since, until, ...body }) {
			remove(addresses);
			const id = conversationId(seal, addresses[0]);
			db.run(
				'INSERT INTO paused_conversation (id, since, until, body) VALUES (?, ?, ?, ?)',
				id,
				since,
				until,
				seal.encrypt(JSON.stringify(body), conversationPlace(id)),
			);
			empty = false;
		},
		remove,
		count: () => Number(db.get<{ n: number }>('SELECT count(*) AS n FROM paused_conversation')?.n),
		all: () => rows('ORDER BY since'),
		over: (now) => rows('WHERE until <= ? ORDER BY until LIMIT ?', now, SLICE),
		nextUntil: () =>
			db.get<{ until: number | null }>('SELECT min(until) AS until FROM paused_conversation')
				?.until ?? undefined,
	};
}
