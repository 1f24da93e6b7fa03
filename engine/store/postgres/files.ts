import type { FileStore } from '../file-store';
import type { Bodies } from './bodies';
import type { Connections, Postgres } from './connections';
import { fenced } from './errors';
import { isMine, mine, type Claim } from './leases';
import { fromParts, toParts, type Part, type StoredPart } from './parts';

/** Of an account, as long as it is the claim's. */
export interface Files extends FileStore {
	/**
	 * Before the claim writes any: what there is of files that were being written when their process ended, or that an earlier
	 * owner is writing now.
	 */
	removeUnfinished(): Promise<void>;
}

/** How the IDs of snapshots begin (`snapshots.ts`): they lie among the files, and are none of the account. */
export const SNAPSHOT = 'snapshot-';

export function createFiles(
	{ tables, bulk }: Pick<Postgres, 'tables' | 'bulk'>,
	bodies: Bodies,
): (claim: Claim) => Files {
	const { file, account } = tables;
	return (claim) => {
		const sealing = bodies(claim.account);
		const placeOf = (id: string) => `file/${id}`;

		async function insert(id: string, { part, isLast, body }: Part): Promise<void> {
			const rows = await bulk.query(
				`INSERT INTO ${file} (account, id, part, is_last, body)
				SELECT a.id, $4, $5, $6, $7 FROM ${account} AS a WHERE ${isMine('a')}
				RETURNING set_config('synchronous_commit', 'on', true)`,
				...[...mine(claim), id, part, isLast, body],
			);
			if (rows.length === 0) throw fenced();
		}

		const remove = async (id: string) => await removeFile(bulk, tables, claim, id);

		return {
			async write(id, content) {
				try {
					for await (const part of toParts(content, sealing, placeOf(id))) await insert(id, part);
				} catch (error) {
					// Where this fails, too, `removeUnfinished` does it, or whoever knows which files are needed.
					await remove(id).catch(() => undefined);
					throw error;
				}
			},

			read: (id) =>
				fromParts(
					async (part) => {
						const [found] = await bulk.query<StoredPart>(
							`SELECT is_last AS "isLast", body FROM ${file} WHERE account = $1 AND id = $2 AND part = $3`,
							...[claim.account, id, part],
						);
						return found;
					},
					sealing,
					placeOf(id),
				),

			remove,

			async ids() {
				const rows = await bulk.query<{ id: string }>(
					`SELECT id FROM ${file} WHERE account = $1 AND is_last AND NOT starts_with(id, $2) ORDER BY id`,
					...[claim.account, SNAPSHOT],
				);
				return rows.map(({ id }) => id);
			},

			async removeUnfinished() {
				await bulk.query(
					`DELETE FROM ${file} AS f USING ${account} AS a WHERE ${isMine('a')} AND f.account = a.id
					AND f.id IS DISTINCT FROM a.snapshot AND (starts_with(f.id, $4)
						OR f.id NOT IN (SELECT id FROM ${file} WHERE account = a.id AND is_last))`,
					...[...mine(claim), SNAPSHOT],
				);
			},
		};
	};
}

export async function removeFile(
	{ query }: Pick<Connections, 'query'>,
	{ file, account }: Postgres['tables'],
	claim: Claim,
	id: string,
): Promise<void> {
	await query(
		`DELETE FROM ${file} AS f USING ${account} AS a
		WHERE ${isMine('a')} AND f.account = a.id AND f.id = $4`,
		...[...mine(claim), id],
	);
}
