import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, openSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';

const KEEP_MS = 10 * 60_000;
const MAX_FILE_BYTES = 128 * 1024 * 1024;
const MAX_BYTES = 512 * 1024 * 1024;
const MAX_FILES = 2_000;

interface Kept {
	file: string;
	size: number;
	sha256: Buffer;
	/** That is what the host has: it gave it twice, or what a message said of it was true. */
	isConfirmed: boolean;
	until: number;
}

/**
 * What was downloaded a short time ago, as it lies on the media host: sealed, but for what channels publish. The same
 * file is told of by many messages: forwarded ones, several triggers, and a stranger who wants us to download it a
 * thousand times.
 */
export interface KeptFiles {
	/** Undefined where it has to be downloaded. `sha256` is what a message says of it. */
	open(path: string, sha256: Uint8Array | null): Readable | undefined;
	/** What passes through is kept once it is complete. */
	keeper(path: string, sha256: Uint8Array | null): Transform;
	sweep(): void;
	close(): void;
}

export function createKeptFiles(folder: string, now: () => number): KeptFiles {
	// In the order in which they came.
	const files = new Map<string, Kept>();
	const removeAll = () => removeFile(folder);
	// What an earlier process left: nobody knows any more what it is.
	removeAll();

	function remove(path: string): void {
		const file = files.get(path)?.file;
		files.delete(path);
		if (file) removeFile(file);
	}

	function sweep(): void {
		for (const [path, { until }] of files) if (until <= now()) remove(path);
		let total = [...files.values()].reduce((sum, { size }) => sum + size, 0);
		for (const [path, { size }] of files) {
			if (total <= MAX_BYTES && files.size <= MAX_FILES) break;
			remove(path);
			total -= size;
		}
	}

	function keep(path: string, complete: Omit<Kept, 'until' | 'isConfirmed'>, isAsTold: boolean) {
		const before = files.get(path);
		const isConfirmed = isAsTold || before?.sha256.equals(complete.sha256) === true;
		remove(path);
		files.set(path, { ...complete, isConfirmed, until: now() + KEEP_MS });
		sweep();
	}

	return {
		open(path, sha256) {
			sweep();
			const kept = files.get(path);
			if (!kept) return undefined;
			// It may have been altered on its way, or the message does not say the truth: once more, then we know.
			if (!kept.isConfirmed && !isThat(kept.sha256, sha256)) return undefined;
			try {
				// Opened at once: it may be removed before the first byte is read.
				return createReadStream(kept.file, { fd: openSync(kept.file, 'r') });
			} catch {
				// Somebody has deleted it: it is downloaded again.
				remove(path);
				return undefined;
			}
		},

		keeper(path, sha256) {
			const hash = createHash('sha256');
			let size = 0;
			let file: { path: string; handle: FileHandle } | undefined;
			/** Whoever drops the file waits for it: it may just be opened. */
			let writing: Promise<void> = Promise.resolve();

			async function write(chunk: Buffer): Promise<void> {
				hash.update(chunk);
				size += chunk.length;
				if (size > MAX_FILE_BYTES) return await drop();
				if (size === chunk.length) file = await create();
				await file?.handle.appendFile(chunk).catch(drop);
			}

			/** It passes on all the same. */
			async function drop(): Promise<void> {
				const dropped = file;
				file = undefined;
				if (!dropped) return;
				// It goes anyway.
				await dropped.handle.close().catch(() => undefined);
				removeFile(dropped.path);
			}

			return new Transform({
				transform(chunk: Buffer, _encoding, done) {
					writing = write(chunk);
					void writing.then(() => done(null, chunk));
				},
				flush(done) {
					const digest = hash.digest();
					const complete = file;
					file = undefined;
					if (!complete) return done();
					void complete.handle
						.close()
						.then(() =>
							keep(path, { file: complete.path, size, sha256: digest }, isThat(digest, sha256)),
						)
						.then(() => done(), done);
				},
				destroy(error, done) {
					void writing.then(drop).then(() => done(error));
				},
			});
		},

		sweep,
		close: removeAll,
	};

	async function create(): Promise<{ path: string; handle: FileHandle } | undefined> {
		const path = join(folder, randomBytes(16).toString('hex'));
		try {
			mkdirSync(folder, { recursive: true, mode: 0o700 });
			return { path, handle: await open(path, 'wx', 0o600) };
		} catch {
			// A full disk: the file is passed on, and not kept.
			return undefined;
		}
	}
}

/** Where the system does not let go of it yet, the next start removes it. */
function removeFile(path: string): void {
	try {
		rmSync(path, { recursive: true, force: true });
	} catch {
		// See above.
	}
}

function isThat(found: Buffer, told: Uint8Array | null): boolean {
	return told !== null && found.equals(told);
}
