import { DatabaseSync, StatementSync, type StatementResultingChanges } from 'node:sqlite';

const SQLITE_FULL = 13;

/** SQLite answers every write (of these values) as it does when the disk is full, until the returned function is called. */
export function fillDisk(isHit: (values: unknown[]) => boolean = () => true): () => void {
	const { run } = StatementSync.prototype;
	const spy = jest.spyOn(StatementSync.prototype, 'run').mockImplementation(function (
		this: StatementSync,
		...values: unknown[]
	) {
		if (!isHit(values)) return Reflect.apply(run, this, values) as StatementResultingChanges;
		throw diskIsFull();
	});
	return () => spy.mockRestore();
}

/**
 * The same, where SQLite notices it only at the commit: for small transactions the usual case.
 *
 * @param isHit by the path of the file
 */
export function fillDiskAtCommit(isHit: (file: string) => boolean = () => true): () => void {
	const { exec } = DatabaseSync.prototype;
	const spy = jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (
		this: DatabaseSync,
		sql: string,
	) {
		if (sql !== 'COMMIT' || !isHit(this.location() ?? '')) return exec.call(this, sql);
		throw diskIsFull();
	});
	return () => spy.mockRestore();
}

function diskIsFull(): Error {
	return Object.assign(new Error('database or disk is full'), { errcode: SQLITE_FULL });
}
