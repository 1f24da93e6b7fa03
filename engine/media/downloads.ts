import PQueue from 'p-queue';
import { finished, pipeline, type Readable } from 'node:stream';
import { brokenStream, EngineError } from '../gateway/contract';
import type { Allowance } from './allowance';
import { createChecker, createOpener } from './cipher';
import { createFailures } from './failures';
import type { KeptFiles } from './kept-files';
import { largerThan, upTo, type MediaHosts, type RemoteFile } from './media-host';

/** Side by side, of one account. */
const CONCURRENCY = 6;
/** Padding and MAC (cipher.ts): so much larger may a sealed file be. */
const SEALING_BYTES = 26;

export interface DownloadsOptions {
	hosts: Pick<MediaHosts, 'locate' | 'fetch'>;
	allowance: Allowance;
	kept: KeptFiles;
	now: () => number;
	signal: AbortSignal;
}

/** Files of messages that come in. What is told of them is the word of strangers, who may tell it a thousand times. */
export interface Downloads {
	/** The plain file; fails at its end when it was altered. Errors: MEDIA_UNREACHABLE, MEDIA_TOO_LARGE, STORE_FAILED. */
	download(file: RemoteFile, maxSize: number): Promise<Readable>;
}

export function createDownloads(options: DownloadsOptions): Downloads {
	const { hosts, allowance, kept, now, signal } = options;
	const failures = createFailures(now);
	const places = new PQueue({ concurrency: CONCURRENCY });
	/** Until the download of a path is over. */
	const underWay = new Map<string, Promise<void>>();

	/** Its content, when the host has answered; the place is free again when it has ended. */
	function inPlace(address: URL, maxSize: number): Promise<Readable> {
		return new Promise((resolve, reject) => {
			const download = async () => {
				await allowance.check(0);
				const { content, size = 0 } = await hosts.fetch(address, maxSize, signal);
				const over = new Promise<void>((end) => finished(content, () => end()));
				try {
					if (size > maxSize) content.destroy(largerThan(maxSize));
					else await allowance.check(size);
				} catch (error) {
					content.destroy();
					throw error;
				}
				resolve(content);
				await over;
			};
			places.add(download).catch(reject);
		});
	}

	/** `end` is called when the download is over. */
	async function fetched(
		file: RemoteFile,
		address: URL,
		maxSize: number,
		end: (error?: unknown) => void,
	): Promise<Readable> {
		try {
			const content = await inPlace(address, maxSize + (file.mediaKey ? SEALING_BYTES : 0));
			const whole = kept.keeper(pathOf(address), toldHash(file));
			pipeline([content, whole], (error) => end(error && isBroken(error) ? brokenStream() : error));
			return plain(whole, file, maxSize);
		} catch (error) {
			end(error);
			throw error;
		}
	}

	async function onlyOne(file: RemoteFile, address: URL, maxSize: number): Promise<Readable> {
		const path = pathOf(address);
		let over: () => void = () => undefined;
		underWay.set(path, new Promise((resolve) => (over = resolve)));
		return await fetched(file, address, maxSize, (error) => {
			failures.note(path, error);
			underWay.delete(path);
			over();
		});
	}

	function plain(lying: Readable, file: RemoteFile, maxSize: number): Readable {
		const { mediaKey } = file;
		const opener = mediaKey
			? createOpener({ ...file, mediaKey, altered })
			: createChecker({ ...file, altered });
		const content = upTo(maxSize, ({ length }) => allowance.spend(length));
		pipeline([lying, opener, content], () => {
			if (!signal.aborted) allowance.save();
		});
		return content;
	}

	return {
		async download(file, maxSize) {
			const address = hosts.locate(file);
			const path = pathOf(address);
			for (;;) {
				const failure = failures.of(path);
				if (failure) throw failure;
				await allowance.check(0);
				const again = kept.open(path, toldHash(file));
				if (again) return plain(again, file, maxSize);
				const before = underWay.get(path);
				if (!before) return await onlyOne(file, address, maxSize);
				await before;
			}
		},
	};
}

/** The host is always the same. */
function pathOf({ pathname, search }: URL): string {
	return pathname + search;
}

/** Whether the host broke off, and not whoever reads. */
function isBroken(error: NodeJS.ErrnoException): boolean {
	return !(error instanceof EngineError) && error.code !== 'ERR_STREAM_PREMATURE_CLOSE';
}

/** The hash of the file as it lies on the media host. */
function toldHash({ mediaKey, sha256, encSha256 }: RemoteFile): Uint8Array | null {
	return mediaKey ? encSha256 : sha256;
}

function altered(): EngineError {
	return new EngineError(
		'MEDIA_UNREACHABLE',
		'The file is not what its sender sent: it was damaged or altered on the way.',
		'Do not use what was read of it. Try again, or ask whoever sent it to send it again.',
		true,
	);
}
