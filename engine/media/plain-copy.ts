import { giveBack } from './give-back';

/** Of all files together that are coming, or wait to be converted. */
const MAX_BYTES = 16 * 1024 * 1024;
let kept = 0;

/** The bytes of a file as they come, so that nobody has to read and open again what was just sealed. */
export interface PlainCopy {
	/** Keeps what passes through, as long as there is room. */
	through(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
	/** The file in pieces, as soon as all of it has come; undefined where there was no room, or it was dropped before. */
	readonly whole: Promise<readonly Uint8Array[] | undefined>;
	/** Makes room for others. `isUsed`: whoever had the pieces is done with them. */
	drop(isUsed?: boolean): void;
}

export function createPlainCopy(): PlainCopy {
	const { promise: whole, resolve } = Promise.withResolvers<readonly Uint8Array[] | undefined>();
	let chunks: Uint8Array[] | undefined = [];
	let size = 0;

	function keep(chunk: Uint8Array): void {
		if (!chunks) return;
		if (kept + chunk.length > MAX_BYTES) return drop();
		// Whoever gets what passes through gives its memory back.
		chunks.push(new Uint8Array(chunk));
		size += chunk.length;
		kept += chunk.length;
	}

	function drop(isUsed = false): void {
		if (isUsed) chunks?.forEach(giveBack);
		chunks = undefined;
		kept -= size;
		size = 0;
		resolve(undefined);
	}

	return {
		whole,
		async *through(content) {
			for await (const chunk of content) {
				keep(chunk);
				yield chunk;
			}
			resolve(chunks);
		},
		drop,
	};
}
