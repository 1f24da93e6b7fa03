import type { Readable } from 'node:stream';
import type { Clock } from '../clock';
import { brokenStream, EngineError } from '../gateway/contract';

export interface IntakeOptions {
	clock: Pick<Clock, 'after'>;
	maxBytes: number;
	/** What else there is to do with a file that is larger: ", or ...". */
	instead?: string;
	/** The longest wait for the next bytes. */
	idleMs: number;
	/** Ends the intake. */
	signal: AbortSignal;
}

/** What comes from a stream, within limits. The stream is destroyed when one is passed, or nobody wants the rest. */
export async function* within(
	content: Readable,
	{ clock, maxBytes, instead, idleMs, signal }: IntakeOptions,
): AsyncGenerator<Buffer> {
	const stop = () => content.destroy(brokenStream());
	signal.addEventListener('abort', stop, { once: true });
	const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
	let size = 0;
	try {
		for (;;) {
			const timer = clock.after(idleMs, () => content.destroy(stalled(idleMs)));
			const { value, done } = await chunks.next().finally(() => timer.cancel());
			if (done) return;
			const chunk = typeof value === 'string' ? Buffer.from(value) : value;
			size += chunk.length;
			if (size > maxBytes) throw tooLarge(maxBytes, instead);
			yield chunk;
		}
	} catch (error) {
		throw error instanceof EngineError ? error : brokenStream();
	} finally {
		signal.removeEventListener('abort', stop);
		content.destroy();
	}
}

/** The first bytes of a file, and the whole of it: `all` starts with them. */
export async function peek(
	chunks: AsyncGenerator<Buffer>,
	bytes: number,
): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
	const first: Buffer[] = [];
	let size = 0;
	while (size < bytes) {
		const { value, done } = await chunks.next();
		if (done) break;
		first.push(value);
		size += value.length;
	}
	async function* all(): AsyncGenerator<Buffer> {
		yield* first;
		yield* chunks;
	}
	return { head: Buffer.concat(first), all: all() };
}

export async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
	const all: Buffer[] = [];
	for await (const chunk of chunks) all.push(chunk);
	return Buffer.concat(all);
}

/** Bytes in the words of an error. */
export function sizeOf(bytes: number): string {
	const MB = 1024 * 1024;
	if (bytes >= 1024 * MB) return `${round(bytes / (1024 * MB))} GB`;
	return bytes >= MB ? `${round(bytes / MB)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}

function round(amount: number): string {
	return String(Math.round(amount * 10) / 10);
}

function tooLarge(maxBytes: number, instead = ''): EngineError {
	return new EngineError(
		'MEDIA_TOO_LARGE',
		`The file is larger than ${sizeOf(maxBytes)}, which is the limit for what it is to be sent as.`,
		`Use a smaller file${instead}.`,
	);
}

function stalled(idleMs: number): EngineError {
	return new EngineError(
		'MEDIA_UNREACHABLE',
		`The file stopped coming: nothing arrived for ${idleMs / 1000} seconds.`,
		'Run the node again. If it stays, check the source of the file.',
		true,
	);
}
