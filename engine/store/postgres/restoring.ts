import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { applyPatchsets } from '../restore';
import type { Claim } from './leases';
import type { Snapshots } from './snapshots';

/** A log that is shorter than this, or than its snapshot, takes no longer to read than that. */
const SHORT_LOG_BYTES = 8 * 1024 * 1024;

/**
 * Makes an account's file anew, as it was after row `upTo` of its log (see `Snapshots.read`); there is none where nothing was
 * ever stored, which it tells. Whoever restores throws the file away when it fails. Errors: STORE_FAILED, DAMAGED, WRONG_KEY.
 */
export async function restoreFile(
	snapshots: Pick<Snapshots, 'read'>,
	claim: Claim,
	file: string,
	upTo = claim.seq,
): Promise<{ schema: number } | undefined> {
	const stored = await snapshots.read(claim, upTo);
	if (!stored) return undefined;
	await using handle = await open(file, 'wx', 0o600);
	for await (const chunk of stored.snapshot) await handle.appendFile(chunk);
	await handle.close();
	await applyPatchsets(file, stored.patchsets);
	return { schema: stored.schema };
}

/**
 * Puts a new snapshot in the place of the last one and of the log, where that has grown long, or after a day: what was deleted
 * since is still in them. It is made from what is stored, in a file of its own, and the account goes on meanwhile. Tells whether it
 * was done.
 */
export async function compact(
	snapshots: Snapshots,
	claim: Claim,
	spareFile: string,
): Promise<boolean> {
	const { seq, log, snapshot, isOld } = await snapshots.measure(claim);
	const isLong = log > Math.max(SHORT_LOG_BYTES, snapshot);
	if (!isLong && !(isOld && log > 0)) return false;
	try {
		const restored = await restoreFile(snapshots, claim, spareFile, seq);
		if (!restored) return false;
		const content = createReadStream(spareFile);
		await snapshots.write(claim, { seq, schema: restored.schema, content });
		return true;
	} finally {
		await rm(spareFile, { force: true });
	}
}
