import { Readable } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { brokenStream, EngineError, type ErrorShape } from '../gateway/contract';

/**
 * A stream of bytes across a thread's border. The side that reads asks for pieces when it has room for them, so that
 * a fast source waits for a slow reader and no more than a few pieces are in memory. Either side may give up.
 */

/** What the reading side says; closing its port says that it wants no more. */
type ToSource = 'more';
type FromSource =
	| { type: 'piece'; bytes: Uint8Array }
	| { type: 'end' }
	| { type: 'failure'; error: ErrorShape | undefined };

export const PIECE_BYTES = 256 * 1024;
/** So many are on their way at a time: each way across takes a while. */
const PIECES_AHEAD = 4;
/** What the reading side keeps ready. */
const AHEAD_BYTES = PIECES_AHEAD * PIECE_BYTES;

/** Hands what comes from `source` to whoever reads at the port's other end. The source is destroyed when they give up. */
export function writeToPort(source: Readable, port: MessagePort): void {
	const pieces = piecesOf(source);
	const post = (message: FromSource, transfer: ArrayBuffer[] = []) =>
		port.postMessage(message, transfer);

	let isOver = false;
	const end = (message: FromSource) => {
		if (!isOver) post(message);
		isOver = true;
	};

	async function next(): Promise<void> {
		try {
			const { value, done } = await pieces.next();
			if (done) return end({ type: 'end' });
			// A copy is what goes over: the chunk may be a part of something that somebody else still uses.
			const bytes = new Uint8Array(value);
			post({ type: 'piece', bytes }, [bytes.buffer]);
		} catch (error) {
			// Only errors of ours are fit to be read by others.
			end({
				type: 'failure',
				error: error instanceof EngineError ? error.toShape() : undefined,
			});
		}
	}

	port.on('message', () => void next());
	port.on('close', () => source.destroy());
	// Errors before anybody asked for a piece: they are told with the first one.
	source.on('error', () => undefined);
}

/** What the other end of the port hands over. Fails when the other side is gone before the end. */
export function readFromPort(port: MessagePort): Readable {
	let isComplete = false;
	let asked = 0;
	const stream = new Readable({
		highWaterMark: AHEAD_BYTES,
		read() {
			for (; asked < PIECES_AHEAD; asked++) port.postMessage('more' satisfies ToSource);
		},
		destroy(error, done) {
			port.close();
			done(error);
		},
	});
	// An error is told to whoever reads; where nobody does yet, it must not end the process.
	stream.on('error', () => undefined);
	port.on('message', (message: FromSource) => {
		if (message.type === 'piece') {
			asked--;
			return void stream.push(message.bytes);
		}
		isComplete = true;
		if (message.type === 'end') return void stream.push(null);
		stream.destroy(message.error ? EngineError.from(message.error) : brokenStream());
	});
	port.on('close', () => {
		if (!isComplete && !stream.destroyed) stream.destroy(brokenStream());
	});
	return stream;
}

/** What it brings, none longer than `PIECE_BYTES`. */
export async function* piecesOf(source: Readable): AsyncGenerator<Uint8Array, undefined> {
	for await (const chunk of source as AsyncIterable<Uint8Array | string>) {
		const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
			yield bytes.subarray(at, at + PIECE_BYTES);
		}
	}
	return undefined;
}
