import { EngineError } from '../../gateway/contract';
import type { Bodies } from './bodies';
import type { Postgres } from './connections';

/** So many wait for one number: as many as its queue takes while it is disconnected. */
const MAX_WAITING = 1_000;
/** So many are listed at once. */
const PAGE = 100;

/** What was asked of a number that nobody held. */
export interface Letter {
	/** What is put in twice under one ID is there once. */
	id: string;
	command: string;
	input: unknown;
}

/** What waits for whoever takes a number over. */
export interface Mailbox {
	/** It is there when it resolves. Error: QUEUE_FULL. */
	put(account: string, letter: Letter): Promise<void>;
	/** The oldest ones, in the order in which they came. */
	list(account: string): Promise<Letter[]>;
	/** Those for which anything waits. */
	accounts(): Promise<string[]>;
	/**
	 * When what was made of them is in the account's log. Whoever does not come to it takes them once more, so taking one twice
	 * does nothing more.
	 */
	remove(account: string, ids: readonly string[]): Promise<void>;
}

export function createMailbox(
	{ tables: { mailbox }, control }: Pick<Postgres, 'tables' | 'control'>,
	bodies: Bodies,
): Mailbox {
	const placeOf = (id: string) => `mailbox/${id}`;
	return {
		async put(account, { id, command, input }) {
			const plain = Buffer.from(JSON.stringify({ command, input }));
			const put = await control.query(
				`INSERT INTO ${mailbox} (account, id, body) SELECT $1, $2, $3
				WHERE (SELECT count(*) FROM ${mailbox} WHERE account = $1) < ${MAX_WAITING}
				ON CONFLICT DO NOTHING RETURNING set_config('synchronous_commit', 'on', true)`,
				...[account, id, bodies(account).seal(plain, placeOf(id))],
			);
			if (put.length > 0) return;
			const known = await control.query(
				`SELECT 1 FROM ${mailbox} WHERE account = $1 AND id = $2`,
				...[account, id],
			);
			if (known.length === 0) throw full();
		},

		async list(account) {
			const rows = await control.query<{ id: string; body: Buffer }>(
				`SELECT id, body FROM ${mailbox} WHERE account = $1 ORDER BY position LIMIT ${PAGE}`,
				account,
			);
			return rows.map(({ id, body }) => {
				const plain = bodies(account).open(body, placeOf(id));
				return { id, ...(JSON.parse(plain.toString()) as Omit<Letter, 'id'>) };
			});
		},

		async accounts() {
			const rows = await control.query<{ account: string }>(
				`SELECT DISTINCT account FROM ${mailbox} ORDER BY account`,
			);
			return rows.map(({ account }) => account);
		},

		async remove(account, ids) {
			await control.query(
				`DELETE FROM ${mailbox} WHERE account = $1 AND id = ANY ($2)`,
				...[account, ids],
			);
		},
	};
}

function full(): EngineError {
	return new EngineError(
		'QUEUE_FULL',
		`${MAX_WAITING} messages wait for this number already, and no process of n8n holds it.`,
		'Check why: the log of n8n says it. Then run the node again.',
		true,
	);
}
