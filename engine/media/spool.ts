import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import PQueue from 'p-queue';
import { EngineError } from '../gateway/contract';
import { createOpener, createSealer, type SealedFacts } from './cipher';
import { giveBack } from './give-back';
import type { WireType } from './kinds';

/** Each way to the disk costs, whatever goes along. */
const WRITTEN_AT_ONCE = 1024 * 1024;

/**
 * Pieces of all files that are on their way to the disk. What is written and not on the disk makes every commit of the database
 * wait, and the thread with it: many files that come at once would hold everything up for as long as it takes to write them all.
 */
const pieces = new PQueue({ concurrency: 2 });

/** A file in the spool, and what opens it. */
export interface SpooledFile extends SealedFacts {
	id: string;
	type: WireType;
	mediaKey: Buffer;
}

/** Files that wait to be uploaded, sealed as WhatsApp wants them. No plain byte of them is on the disk. */
export interface Spool {
	/** Complete, and safe from a power cut, when it returns; gone when it fails. */
	write(type: WireType, content: AsyncIterable<Uint8Array>): Promise<SpooledFile>;
	/** From here on it outlives the folder, where the account does. */
	keep(id: string): Promise<void>;
	/** Where it lies; undefined when it is not there. */
	find(id: string): Promise<string | undefined>;
	/** The plain file, which was found. */
	read(file: Pick<SpooledFile, 'id' | 'type' | 'mediaKey' | 'sha256'>): Readable;
	remove(id: string): void;
	/** What a crash left behind. */
	removeOrphans(isKnown: (id: string) => boolean): void;
}

export interface LocalSpool extends Spool {
	/** Where a file lies, or would. */
	pathOf(id: string): string;
}

export function createSpool(folder: string): LocalSpool {
	const pathOf = (id: string) => join(folder, id);
	const remove = (id: string) => rmSync(pathOf(id), { force: true });

	async function seal(
		path: string,
		type: WireType,
		content: AsyncIterable<Uint8Array>,
	): Promise<SealedFacts & { mediaKey: Buffer }> {
		const mediaKey = randomBytes(32);
		const sealer = createSealer(mediaKey, type);
		await using file = await open(path, 'wx', 0o600);
		let sealed: Buffer[] = [];
		let unwritten = 0;
		// The disk works while the next bytes come and are sealed.
		let writing = Promise.resolve();
		const write = async () => {
			await writing;
			const piece = sealed;
			writing = pieces.add(async () => {
				await append(file, piece);
				await file.datasync();
			});
			// It is told to whoever waits for it, which may be later.
			writing.catch(() => undefined);
			sealed = [];
			unwritten = 0;
		};
		for await (const chunk of content) {
			sealed.push(sealer.update(chunk));
			unwritten += chunk.length;
			giveBack(chunk);
			if (unwritten >= WRITTEN_AT_ONCE) await write();
		}
		const { rest, facts } = sealer.end();
		sealed.push(rest);
		await write();
		await writing;
		return { ...facts, mediaKey };
	}

	return {
		async write(type, content) {
			const id = randomBytes(16).toString('hex');
			try {
				mkdirSync(folder, { recursive: true, mode: 0o700 });
				return { id, type, ...(await seal(pathOf(id), type, content)) };
			} catch (error) {
				remove(id);
				throw error instanceof EngineError ? error : notWritten(error);
			}
		},
		read: ({ id, type, mediaKey, sha256 }) =>
			pipeline(
				createReadStream(pathOf(id)),
				createOpener({ mediaKey, type, sha256, altered: damaged }),
				// Whoever reads is told.
				() => undefined,
			),
		pathOf,
		keep: async () => undefined,
		find: async (id) => (existsSync(pathOf(id)) ? pathOf(id) : undefined),
		remove,
		removeOrphans(isKnown) {
			mkdirSync(folder, { recursive: true, mode: 0o700 });
			for (const id of readdirSync(folder)) if (!isKnown(id)) remove(id);
		},
	};
}

async function append(file: FileHandle, parts: readonly Buffer[]): Promise<void> {
	const size = parts.reduce((sum, { length }) => sum + length, 0);
	const { bytesWritten } = await file.writev(parts);
	// There was room for a part of it: what is left is refused, with the reason.
	if (bytesWritten < size) await file.appendFile(Buffer.concat(parts).subarray(bytesWritten));
	parts.forEach(giveBack);
}

function notWritten(error: unknown): EngineError {
	const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
	return new EngineError(
		'STORE_FAILED',
		isFull ? 'The disk of n8n is full.' : 'The file could not be stored on the disk of n8n.',
		isFull
			? 'Free some space, then run the node again.'
			: "Check the disk and the permissions of the folder whatsapp-linked in n8n's data folder.",
		true,
	);
}

function damaged(): EngineError {
	return new EngineError(
		'STORE_FAILED',
		'A file that waits to be sent is damaged on the disk of n8n.',
		'Send it again, and check the disk.',
	);
}
