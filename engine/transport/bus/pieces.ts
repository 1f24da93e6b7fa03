import { Readable } from 'node:stream';
import type { Clock, Timer } from '../../clock';
import { brokenStream, EngineError } from '../../gateway/contract';
import { PIECE_BYTES, piecesOf } from '../byte-stream';
import type { Frame } from './frames';
import type { Address, FromSource, ToSource } from './protocol';

/**
 * Files, piece by piece. The side that reads asks for those that it has room for, and again for those that do not come; the
 * side that has the file keeps what was not confirmed. So a fast source waits for a slow reader, and neither has more than a
 * few pieces in memory.
 */

export interface Pieces {
	/** The stream's number, by which the other side reads it. It is destroyed when the reader gives up, or says nothing any more. */
	offer(source: Readable): number;
	/** The other side has no use for the rest of it. */
	withdraw(stream: number): void;
	/** Fails when the source does, or its process says nothing any more. */
	read(from: Address, stream: number): Readable;
	receive(frame: Frame<FromSource | ToSource>): void;
	close(): void;
}

export interface PiecesOptions {
	address: Address;
	clock: Clock;
	send(to: Address, header: FromSource | ToSource, bytes?: Uint8Array): void;
}

/** What the reading side has asked for and not handed on. */
const AHEAD = 4;
/** All that read in this process together: Redis ends a connection that has more than 32 MB waiting for it. */
const AHEAD_OF_ALL = 16;
const ASK_AGAIN_MS = 1_000;
/** Both sides say something every second. */
const SILENT_MS = 15_000;

/** Whoever is to read it may have to wait for an owner first. */
const UNREAD_MS = 180_000;

type Want = Extract<ToSource, { type: 'want' }>;

export function createPieces({ address, clock, send }: PiecesOptions): Pieces {
	const sources = new Map<number, ReturnType<typeof createSource>>();
	const readers = new Map<string, ReturnType<typeof createReader>>();
	let nextStream = 0;

	function createSource(stream: number, readable: Readable) {
		const pieces = fullPieces(readable);
		/** Those that the reader has not confirmed. */
		const kept = new Map<number, Uint8Array>();
		let made = 0;
		let wanted: Want | undefined;
		let ending: Extract<FromSource, { type: 'end' | 'broken' }> | undefined;
		let isMaking = false;
		let silence: Timer = clock.after(UNREAD_MS, end);

		function end(): void {
			silence.cancel();
			sources.delete(stream);
			kept.clear();
			readable.destroy();
		}

		function sendPiece(to: Address, n: number): void {
			const bytes = kept.get(n);
			if (bytes) send(to, { type: 'piece', from: address, stream, n }, bytes);
		}

		async function make(): Promise<void> {
			if (isMaking) return;
			isMaking = true;
			try {
				while (wanted && made < wanted.until && !ending) {
					const { value, done } = await pieces.next();
					if (done) ending = { type: 'end', from: address, stream, pieces: made };
					else {
						kept.set(made, value);
						sendPiece(wanted.from, made++);
					}
				}
			} catch (error) {
				// Only errors of ours are fit to be read by others.
				const told = error instanceof EngineError ? { error: error.toShape() } : {};
				ending = { type: 'broken', from: address, stream, ...told };
			}
			isMaking = false;
			if (wanted && ending && sources.has(stream)) send(wanted.from, ending);
		}

		return {
			end,
			want(message: Want): void {
				silence.cancel();
				silence = clock.after(SILENT_MS, end);
				// An earlier one may come later.
				wanted = { ...message, until: Math.max(message.until, wanted?.until ?? 0) };
				for (const n of kept.keys()) if (n < message.have) kept.delete(n);
				if (message.again) {
					for (const n of kept.keys()) sendPiece(message.from, n);
					send(message.from, ending ?? { type: 'wait', from: address, stream });
				}
				void make();
			},
		};
	}

	function createReader(from: Address, stream: number) {
		/** Those that came before one that has to come first. */
		const early = new Map<number, Buffer>();
		let have = 0;
		let until = 0;
		let count = Infinity;
		let heardAt = clock.elapsed();
		let timer: Timer | undefined;

		function ask(again = false): void {
			const share = Math.max(1, Math.floor(AHEAD_OF_ALL / readers.size));
			const room = Math.min(AHEAD, share) - Math.ceil(readable.readableLength / PIECE_BYTES);
			until = Math.max(until, Math.min(have + Math.max(room, 0), count));
			send(from, { type: 'want', from: address, stream, have, until, again });
			timer?.cancel();
			timer = clock.after(ASK_AGAIN_MS, askAgain);
		}

		function askAgain(): void {
			if (clock.elapsed() - heardAt >= SILENT_MS) readable.destroy(brokenStream());
			else ask(true);
		}

		/** Its end, once all is there. */
		function handOn(): void {
			for (let next = early.get(have); next; next = early.get(have)) {
				early.delete(have++);
				readable.push(next);
			}
			if (have === count) readable.push(null);
		}

		const readable = new Readable({
			highWaterMark: AHEAD * PIECE_BYTES,
			read: () => {
				if (have < count && have + AHEAD > until) ask();
			},
			destroy(error, done) {
				timer?.cancel();
				readers.delete(`${from}/${stream}`);
				send(from, { type: 'enough', stream });
				done(error);
			},
		});
		// An error is told to whoever reads; where nobody does yet, it must not end the process.
		readable.on('error', () => undefined);
		return {
			readable,
			ask,
			receive({ header, bytes }: Frame<FromSource>): void {
				heardAt = clock.elapsed();
				if (header.type === 'broken') {
					readable.destroy(header.error ? EngineError.from(header.error) : brokenStream());
				} else if (header.type === 'end') {
					count = header.pieces;
					handOn();
				} else if (header.type === 'piece' && header.n >= have) {
					early.set(header.n, bytes);
					handOn();
				}
			},
		};
	}

	return {
		offer(readable) {
			const stream = nextStream++;
			// Errors before anybody asked for a piece: they are told with the first one.
			readable.on('error', () => undefined);
			sources.set(stream, createSource(stream, readable));
			return stream;
		},
		withdraw: (stream) => sources.get(stream)?.end(),
		read(from, stream) {
			const reader = createReader(from, stream);
			readers.set(`${from}/${stream}`, reader);
			// Not when somebody reads: the source must know that somebody will.
			reader.ask();
			return reader.readable;
		},
		receive({ header, bytes }) {
			if (header.type === 'enough') return sources.get(header.stream)?.end();
			if (header.type !== 'want') {
				return readers.get(`${header.from}/${header.stream}`)?.receive({ header, bytes });
			}
			const source = sources.get(header.stream);
			if (source) source.want(header);
			else send(header.from, { type: 'broken', from: address, stream: header.stream });
		},
		close() {
			for (const source of sources.values()) source.end();
			for (const { readable } of readers.values()) readable.destroy(brokenStream());
		},
	};
}

/** Each costs a round trip: a piece is as large as it may be, but for the last. */
async function* fullPieces(source: Readable): AsyncGenerator<Uint8Array, undefined> {
	let parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of piecesOf(source)) {
		parts.push(part);
		size += part.length;
		if (size < PIECE_BYTES) continue;
		const all = Buffer.concat(parts);
		yield all.subarray(0, PIECE_BYTES);
		parts = [all.subarray(PIECE_BYTES)];
		size -= PIECE_BYTES;
	}
	if (size > 0) yield Buffer.concat(parts);
	return undefined;
}
