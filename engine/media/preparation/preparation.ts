import type { Readable } from 'node:stream';
import { EngineError, type MediaKind, type StoreMedia } from '../../gateway/contract';
import { ConversionFailed } from '../conversion/programs';
import { mayBeDocument } from '../kinds';

/** A file that is to be sent, as far as its first bytes and its sender tell. */
export interface Candidate {
	details: StoreMedia;
	/** What the bytes say that it is. */
	type: string | undefined;
}

/** What is told about a file besides the file itself. */
export interface Facts {
	seconds?: number;
	width?: number;
	height?: number;
	pages?: number;
	/** JPEG. */
	thumbnail?: Uint8Array;
	waveform?: Uint8Array;
	isAnimated?: boolean;
	mimetype?: string;
}

export interface Made {
	/** Null: it stays as it is. */
	file: Uint8Array | null;
	facts: Facts;
}

/** How a file of one kind is made ready. */
export interface Preparation {
	mimetype: string;
	/** Where it cannot be sent as asked. */
	instead?: { kind: MediaKind; note: string };
	/** Makes of the whole file, in memory and in pieces, what is sent. Error: UNSUPPORTED_MEDIA, MEDIA_TOO_LARGE. */
	convert?(file: readonly Uint8Array[], signal: AbortSignal): Promise<Made>;
	/** Finds out about a file that is sent as it is. `open` gives the file anew at each call. */
	inspect?(open: () => Readable, size: number, signal: AbortSignal): Promise<Facts>;
}

/** Error: UNSUPPORTED_MEDIA when the file is not of the kind. */
export type Prepare = (candidate: Candidate) => Preparation;

const OR_DOCUMENT = ', or use Send Document';

/** What else there is to do with a file that cannot be sent as it is wished. */
export function orDocument(details: StoreMedia): string {
	return mayBeDocument(details) ? OR_DOCUMENT : '';
}

/** The error of a file that could not be converted; `what` names it in a sentence: "The image". `instead`: what else there is to do. */
export function notConverted(what: string, error: unknown, instead = OR_DOCUMENT): unknown {
	if (!(error instanceof ConversionFailed)) return error;
	switch (error.reason) {
		case 'unreadable':
			return unsupported(
				`${what} cannot be opened: it is damaged, or of a kind that is not supported.`,
				`Open it in another program and save it as JPEG or PNG${instead}.`,
			);
		case 'tooLarge':
			return unsupported(
				`${what} has more than 40 megapixels, all pictures of an animation together.`,
				`Make it smaller or shorter${instead}.`,
			);
		case 'crashed':
			return unsupported(
				`${what} takes too long or too much memory to convert.`,
				`Use a smaller or shorter one${instead}.`,
			);
		case 'unavailable':
			return unsupported(
				`${what} cannot be converted on this n8n server: there is no image library (sharp) for it.`,
				'Convert it to JPEG or PNG before, or run n8n on a system that sharp supports.',
			);
	}
}

export function unsupported(message: string, hint: string): EngineError {
	return new EngineError('UNSUPPORTED_MEDIA', message, hint);
}
