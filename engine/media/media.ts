import PQueue from 'p-queue';
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Clock } from '../clock';
import type { UploadedFile } from '../content/outgoing/index';
import {
	EngineError,
	type MediaKind,
	type StoredMedia,
	type StoreMedia,
} from '../gateway/contract';
import type { Log } from '../log';
import type { AccountStore } from '../store/account-store';
import type { MediaConnection } from '../whatsapp/index';
import { createAllowance } from './allowance';
import { createDownloads } from './downloads';
import { documentName } from './file-name';
import { HEAD_BYTES, typeOf } from './file-type';
import { collect, peek, within } from './intake';
import { createKeptFiles } from './kept-files';
import { maxBytesOf, mayBeDocument, WIRE_TYPE } from './kinds';
import {
	createMediaHosts,
	type MediaHostOptions,
	type RemoteFile,
	type Uploaded,
} from './media-host';
import { createLastingSpool } from './lasting-spool';
import { createMediaTable, type MediaRow } from './media-table';
import { preparations, type Facts, type Preparation } from './preparation/index';
import { createPlainCopy } from './plain-copy';
import { createSpool, type SpooledFile } from './spool';
import { UPLOAD_FOLDER, uploadOf } from './uploads';

const IDLE_MS = 30_000;
const HOUR = 60 * 60_000;

/** In the account's folder. */
export const SPOOL = 'spool';
const DOWNLOADS = 'downloads';

/** Files that are converted, or under ffmpeg, at a time, of all accounts: one for each core. The others wait in the spool, those for which there is room in memory, too. */
const conversions = new PQueue({ concurrency: availableParallelism() });

export interface MediaOptions
	extends Pick<MediaHostOptions, 'isMediaHost' | 'downloadHost' | 'agent'> {
	store: AccountStore;
	clock: Clock;
	log: Log;
	/** How much is downloaded in a day at most. */
	gigabytesADay(): number;
}

/** The files of one account's messages. */
export interface Media {
	/** Takes a file in; the caller destroys what is left of it. Errors: UNSUPPORTED_MEDIA, MEDIA_TOO_LARGE, MEDIA_UNREACHABLE, STORE_FAILED. */
	store(details: StoreMedia, content: Readable): Promise<StoredMedia>;
	/** Binds files to the message that is sent with them. Error: MEDIA_UNREACHABLE when one is not there. */
	claim(mediaIds: readonly string[], messageId: string): void;
	/** Deletes files that no message was sent with. */
	discard(mediaIds: readonly string[]): void;
	/** Whether a file is here, and not with WhatsApp yet. */
	waitsForUpload(mediaId: string): boolean;
	/**
	 * Where WhatsApp has the file; it is uploaded if it is not there yet. `isOpen`: for everybody, as those of channels, and not
	 * sealed. Error: MEDIA_UNREACHABLE.
	 */
	upload(
		mediaId: string,
		connection: (refresh: boolean) => Promise<MediaConnection>,
		isOpen?: boolean,
	): Promise<UploadedFile>;
	/** Puts a file on WhatsApp's servers as it is, for whoever sees the catalog or the profile: where it lies then. Error: MEDIA_UNREACHABLE. */
	publish(
		mediaId: string,
		connection: (refresh: boolean) => Promise<MediaConnection>,
	): Promise<Uploaded>;
	/** What a file was made into when it was taken in, for what is not uploaded. Error: MEDIA_UNREACHABLE. */
	read(mediaId: string): Promise<Buffer>;
	/** The JPEG that was made of a file when it was taken in; null where there is none. */
	thumbnail(mediaId: string): Uint8Array | null;
	/** Puts an image of a catalog where messages have theirs. Errors: MEDIA_UNREACHABLE, UNSUPPORTED_MEDIA, MEDIA_TOO_LARGE. */
	takeOver(
		url: string,
		connection: (refresh: boolean) => Promise<MediaConnection>,
	): Promise<UploadedFile>;
	/** A picture that lies with WhatsApp as it is. Errors: MEDIA_UNREACHABLE, MEDIA_TOO_LARGE. */
	openPicture(url: string): Promise<Readable>;
	/** The plain file of a message. Errors: MEDIA_UNREACHABLE, MEDIA_TOO_LARGE, STORE_FAILED. */
	download(file: RemoteFile, maxSize: number): Promise<Readable>;
	/** Deletes what no message needs any more. */
	sweep(): void;
	close(): void;
}

export function createMedia({
	store,
	clock,
	log,
	gigabytesADay,
	...whatsapp
}: MediaOptions): Media {
	const now = () => clock.now();
	const table = createMediaTable(store);
	const folder = join(store.folder, SPOOL);
	const spool = store.files
		? createLastingSpool(folder, store.files, { db: store.db, log })
		: createSpool(folder);
	const hosts = createMediaHosts({ clock, log, ...whatsapp });
	const allowance = createAllowance({ store, now, gigabytesADay });
	const kept = createKeptFiles(join(store.folder, DOWNLOADS), now);
	const closing = new AbortController();
	const { signal } = closing;
	// Everything that is under way listens.
	setMaxListeners(0, signal);
	const downloads = createDownloads({ hosts, allowance, kept, now, signal });
	const uploads = new Map<string, Promise<Uploaded>>();

	spool.removeOrphans((id) => table.get(id) !== undefined);

	async function takeIn(details: StoreMedia, content: Readable): Promise<StoredMedia> {
		const { kind } = details;
		const limits = {
			clock,
			maxBytes: maxBytesOf(details),
			...(mayBeDocument(details) && { instead: ', or Send Document, which takes up to 2 GB' }),
			idleMs: IDLE_MS,
			signal,
		};
		const chunks = within(content, limits);
		const { head, all } = await peek(chunks, HEAD_BYTES);
		try {
			if (head.length === 0) throw empty();
			const type = await typeOf(head);
			const prepared = preparations[kind]({ details, type });
			const { convert } = prepared;
			const { file, facts } = convert
				? await converted(kind, convert, all)
				: await inspected(kind, prepared, all);
			return await keep(details, prepared, file, facts);
		} finally {
			await chunks.return(undefined);
		}
	}

	/** A file that is sent as it came. */
	async function inspected(
		kind: MediaKind,
		{ inspect }: Preparation,
		content: AsyncIterable<Uint8Array>,
	): Promise<Taken> {
		const file = await spool.write(WIRE_TYPE[kind], content);
		if (!inspect) return { file, facts: {} };
		try {
			const look = async () => await inspect(() => spool.read(file), file.size, signal);
			return { file, facts: await inTurn(look) };
		} catch (error) {
			spool.remove(file.id);
			throw error;
		}
	}

	/**
	 * What a file is made into: often that is the file itself. It goes to the spool as it comes, since a slow source must hold up
	 * no conversion of others, and is converted while the disk takes the last of it in.
	 */
	async function converted(
		kind: MediaKind,
		convert: NonNullable<Preparation['convert']>,
		content: AsyncIterable<Uint8Array>,
	): Promise<Taken> {
		const copy = createPlainCopy();
		const writing = spool.write(WIRE_TYPE[kind], copy.through(content));
		// Nothing more comes of what could not be written.
		writing.catch(() => copy.drop());
		const making = copy.whole.then(
			async (plain) => plain && (await inTurn(async () => await convert(plain, signal))),
		);
		const [written, early] = await Promise.allSettled([writing, making]);
		copy.drop(early.status === 'fulfilled');
		if (written.status === 'rejected') throw written.reason;
		const came = written.value;
		let taken: Taken | undefined;
		try {
			if (early.status === 'rejected') throw early.reason;
			const { file, facts } =
				early.value ??
				(await inTurn(async () => await convert(await spool.read(came).toArray(), signal)));
			taken = { file: file ? await spool.write(WIRE_TYPE[kind], inPieces(file)) : came, facts };
			return taken;
		} finally {
			if (taken?.file !== came) spool.remove(came.id);
		}
	}

	async function keep(
		{ kind, fileName }: StoreMedia,
		{ mimetype, instead }: Preparation,
		file: SpooledFile,
		facts: Facts,
	): Promise<StoredMedia> {
		const { thumbnail, waveform } = facts;
		const row: MediaRow = {
			kind: instead?.kind ?? kind,
			mimetype: facts.mimetype ?? mimetype,
			fileName: kind === 'document' ? documentName(fileName, mimetype) : null,
			size: file.size,
			seconds: facts.seconds ?? null,
			width: facts.width ?? null,
			height: facts.height ?? null,
			pages: facts.pages ?? null,
			thumbnail: thumbnail ? toBase64(thumbnail) : null,
			waveform: waveform ? toBase64(waveform) : null,
			isAnimated: facts.isAnimated ?? false,
			storedAt: clock.now(),
			mediaKey: toBase64(file.mediaKey),
			sha256: toBase64(file.sha256),
			encSha256: toBase64(file.encSha256),
			uploaded: null,
		};
		try {
			await spool.keep(file.id);
			if (signal.aborted) throw STOPPED;
			await table.add(file.id, row);
		} catch (error) {
			spool.remove(file.id);
			throw error;
		}
		const { size, seconds, width, height, pages } = row;
		return {
			mediaId: file.id,
			kind: row.kind,
			mimetype: row.mimetype,
			fileName: row.fileName,
			...{ size, seconds, width, height, pages },
			note: instead?.note ?? null,
		};
	}

	/** A second call while the first is under way waits for the same upload. */
	async function uploaded(
		id: string,
		row: MediaRow,
		connection: (refresh: boolean) => Promise<MediaConnection>,
		isOpen: boolean,
	): Promise<Uploaded> {
		const running = uploads.get(id);
		if (running) return await running;
		const upload = uploadFound(id, row, connection, isOpen);
		uploads.set(id, upload);
		try {
			const place = await upload;
			table.setUploaded(id, place);
			// Where that was not written, it is uploaded once more.
			store.db.whenSaved(() => spool.remove(id));
			return place;
		} finally {
			uploads.delete(id);
		}
	}

	async function uploadFound(
		id: string,
		row: MediaRow,
		connection: (refresh: boolean) => Promise<MediaConnection>,
		isOpen: boolean,
	): Promise<Uploaded> {
		const path = await spool.find(id);
		if (!path) throw missing();
		return await hosts.upload(uploadOf(spool, { id, path }, row, isOpen), connection, signal);
	}

	async function upload(
		mediaId: string,
		connection: (refresh: boolean) => Promise<MediaConnection>,
		isOpen = false,
	): Promise<UploadedFile> {
		const row = table.get(mediaId);
		if (!row) throw missing();
		const place = row.uploaded ?? (await uploaded(mediaId, row, connection, isOpen));
		return toUploadedFile(row, place, isOpen);
	}

	async function read(mediaId: string): Promise<{ row: MediaRow; plain: Buffer }> {
		const row = table.get(mediaId);
		if (!row || !(await spool.find(mediaId))) throw missing();
		const sealed = {
			id: mediaId,
			type: WIRE_TYPE[row.kind],
			mediaKey: fromBase64(row.mediaKey),
			sha256: fromBase64(row.sha256),
		};
		return { row, plain: await collect(spool.read(sealed)) };
	}

	const openImage = async (url: string) =>
		await hosts.open(url, maxBytesOf({ kind: 'image' }), signal);

	return {
		store: takeIn,
		claim(mediaIds, messageId) {
			for (const id of mediaIds) if (!table.claim(id, messageId)) throw missing();
		},
		discard(mediaIds) {
			for (const id of mediaIds) if (table.discard(id)) spool.remove(id);
		},
		waitsForUpload: (mediaId) => table.get(mediaId)?.uploaded === null,
		upload,
		async publish(mediaId, connection) {
			const { row, plain } = await read(mediaId);
			const file = {
				folder: UPLOAD_FOLDER[WIRE_TYPE[row.kind]],
				hash: fromBase64(row.sha256),
				size: plain.length,
				read: () => Readable.from(inPieces(plain)),
			};
			return await hosts.upload(file, connection, signal);
		},
		read: async (mediaId) => (await read(mediaId)).plain,
		thumbnail: (mediaId) => thumbnailOf(table.get(mediaId)),
		async takeOver(url, connection) {
			const content = await openImage(url);
			const { mediaId } = await takeIn({ kind: 'image' }, content);
			return await upload(mediaId, connection);
		},
		openPicture: openImage,
		download: downloads.download,
		sweep() {
			for (const id of table.sweep(clock.now() - HOUR)) spool.remove(id);
			kept.sweep();
		},
		close() {
			closing.abort();
			kept.close();
		},
	};
}

/** A file in the spool, and what was found out about it. */
interface Taken {
	file: SpooledFile;
	facts: Facts;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	return (await conversions.add(work)) as T;
}

/** So that sealing a large file does not hold everything else up. */
async function* inPieces(file: Uint8Array): AsyncGenerator<Uint8Array> {
	const PIECE = 256 * 1024;
	for (let at = 0; at < file.length; at += PIECE) yield file.subarray(at, at + PIECE);
}

function toUploadedFile(
	row: MediaRow,
	{ url, directPath, handle }: Uploaded,
	isOpen: boolean,
): UploadedFile {
	const { kind, mimetype, fileName, seconds, width, height, pages, isAnimated } = row;
	return {
		...{ kind, mimetype, fileName, seconds, width, height, pages, isAnimated, url, directPath },
		handle: handle ?? null,
		mediaKey: isOpen ? null : fromBase64(row.mediaKey),
		mediaKeyTimestamp: isOpen ? null : Math.floor(row.storedAt / 1000),
		fileSha256: fromBase64(row.sha256),
		fileEncSha256: isOpen ? null : fromBase64(row.encSha256),
		fileLength: row.size,
		thumbnail: thumbnailOf(row),
		waveform: row.waveform === null ? null : fromBase64(row.waveform),
	};
}

function thumbnailOf(row: MediaRow | undefined): Buffer | null {
	return row?.thumbnail ? fromBase64(row.thumbnail) : null;
}

function toBase64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64');
}

function fromBase64(text: string): Buffer {
	return Buffer.from(text, 'base64');
}

const STOPPED = new EngineError(
	'ENGINE_STOPPED',
	'The WhatsApp engine stopped before the file was taken in.',
	'Run the node again.',
	true,
);

function empty(): EngineError {
	return new EngineError(
		'UNSUPPORTED_MEDIA',
		'The file is empty.',
		'Check the node that made it: it has put out a file without content.',
	);
}

function missing(): EngineError {
	return new EngineError(
		'MEDIA_UNREACHABLE',
		'The file is not on the n8n server any more.',
		'Run the workflow again, so that the file is taken in anew.',
	);
}
