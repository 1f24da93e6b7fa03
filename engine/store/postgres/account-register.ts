import type { Bodies } from './bodies';
import type { Postgres, Value } from './connections';
import { fenced } from './errors';
import { isMine, mine, type Claim } from './leases';

/** What is to be known of an account without opening it. */
export interface AccountFacts {
	id: string;
	/** Somebody is to hold it all the time. */
	wanted: boolean;
	/** What stands for the number that is linked to it (`Seal.digest`). */
	phone: string | null;
	/** Since when its credential is not there, milliseconds since 1970. */
	missingSince: number | null;
}

export type AccountChange = Partial<Omit<AccountFacts, 'id'>>;

export interface AccountRegister {
	all(): Promise<AccountFacts[]>;
	/** Nothing happens where there is no such account. */
	change(account: string, change: AccountChange): Promise<void>;
	/** What IDs of its messages are derived from; undefined before anybody has held it. */
	idSecret(account: string): Promise<Buffer | undefined>;
	setIdSecret(claim: Claim, secret: Uint8Array): Promise<void>;
	/** All that there is of it. */
	remove(claim: Claim): Promise<void>;
	/** Undefined where there is no such account. */
	whereabouts(account: string): Promise<Whereabouts | undefined>;
	/** Nothing is stored of it any more but that this copy of it has gone elsewhere. */
	moveOut(claim: Claim, copy: string): Promise<void>;
}

/** Where an account is. */
export interface Whereabouts {
	/** Here, if anywhere. */
	isStored: boolean;
	/** Which copy of it was the last one to go elsewhere. */
	movedOut: string | null;
}

const COLUMNS: Readonly<Record<keyof AccountChange, string>> = {
	wanted: 'wanted',
	phone: 'phone',
	missingSince: 'missing_since',
};
const ID_SECRET = 'id-secret';

export function createAccountRegister(
	{ tables, control, bulk }: Pick<Postgres, 'tables' | 'control' | 'bulk'>,
	bodies: Bodies,
): AccountRegister {
	const { account } = tables;

	/** What is stored of an account, and what `statement` does with its row. */
	async function deleteAll(claim: Claim, statement: string, ...values: Value[]): Promise<void> {
		await bulk.transaction(async (query) => {
			const rows = await query(statement, ...mine(claim), ...values);
			if (rows.length === 0) throw fenced();
			for (const table of [tables.log, tables.file, tables.mailbox]) {
				await query(`DELETE FROM ${table} WHERE account = $1`, claim.account);
			}
		});
	}

	return {
		async all() {
			const rows = await control.query<Record<'missing', string | null> & AccountFacts>(
				`SELECT id, wanted, phone, missing_since AS missing FROM ${account} ORDER BY id`,
			);
			return rows.map(({ id, wanted, phone, missing }) => {
				return { id, wanted, phone, missingSince: missing === null ? null : Number(missing) };
			});
		},

		async change(id, change) {
			const names = (Object.keys(COLUMNS) as (keyof AccountChange)[]).filter(
				(name) => change[name] !== undefined,
			);
			if (names.length === 0) return;
			const sets = names.map((name, index) => `${COLUMNS[name]} = $${index + 2}`);
			await control.query(
				`UPDATE ${account} SET ${sets.join()} WHERE id = $1`,
				...[id, ...names.map((name): Value => change[name] ?? null)],
			);
		},

		async idSecret(id) {
			const [row] = await control.query<{ secret: Buffer | null }>(
				`SELECT id_secret AS secret FROM ${account} WHERE id = $1`,
				id,
			);
			return row?.secret ? bodies(id).open(row.secret, ID_SECRET) : undefined;
		},

		async setIdSecret(claim, secret) {
			const sealed = bodies(claim.account).seal(secret, ID_SECRET);
			const rows = await control.query(
				`UPDATE ${account} AS a SET id_secret = $4 WHERE ${isMine('a')} RETURNING 1`,
				...[...mine(claim), sealed],
			);
			if (rows.length === 0) throw fenced();
		},

		async remove(claim) {
			await deleteAll(claim, `DELETE FROM ${account} AS a WHERE ${isMine('a')} RETURNING 1`);
		},

		async whereabouts(id) {
			const [row] = await control.query<Whereabouts>(
				`SELECT snapshot IS NOT NULL AS "isStored", moved_out AS "movedOut" FROM ${account} WHERE id = $1`,
				id,
			);
			return row;
		},

		async moveOut(claim, copy) {
			// The epoch goes on: whoever held it once can never write again.
			await deleteAll(
				claim,
				`UPDATE ${account} AS a SET moved_out = $4, seq = 0, schema = 0, snapshot = NULL, snapshot_seq = 0,
					snapshot_bytes = 0, wanted = false, phone = NULL, id_secret = NULL
				WHERE ${isMine('a')} RETURNING 1`,
				copy,
			);
		},
	};
}
