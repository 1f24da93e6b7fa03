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
			await bulk.transaction(async (query) => {
				const rows = await query(
					`DELETE FROM ${account} AS a WHERE ${isMine('a')} RETURNING 1`,
					...mine(claim),
				);
				if (rows.length === 0) throw fenced();
				for (const table of [tables.log, tables.file, tables.mailbox]) {
					await query(`DELETE FROM ${table} WHERE account = $1`, claim.account);
				}
			});
		},
	};
}
