import type { Animation } from '../apng';

/** What the conversion program does: see `program.ts`. */
export interface Jobs {
	/** What WhatsApp shows: JPEG and PNG as they are, everything else as JPEG. */
	image: {
		input: { file: Uint8Array };
		output: {
			/** Null: as it is. */
			file: Uint8Array | null;
			mimetype: string;
			width: number;
			height: number;
			thumbnail: Uint8Array;
		};
	};
	/** The middle of an image, as a square JPEG. */
	picture: {
		input: { file: Uint8Array };
		output: { file: Uint8Array; width: number; height: number };
	};
	/** The whole image, as a JPEG. */
	cover: {
		input: { file: Uint8Array };
		output: { file: Uint8Array; width: number; height: number };
	};
	sticker: {
		input: {
			file: Uint8Array;
			/** What the library does not see in the file. */
			animation?: Animation | undefined;
			maxBytes: { still: number; animated: number };
		};
		/** It may be larger than asked for: then it could not be made smaller. */
		output: { file: Uint8Array; isAnimated: boolean };
	};
	pdf: { input: { file: Uint8Array }; output: { pages: number } };
}

export type JobName = keyof Jobs;

/** A job as it is asked for, with its file in pieces. */
export type Input<N extends JobName> = Omit<Jobs[N]['input'], 'file'> & {
	file: readonly Uint8Array[];
};

/** A job as the program is told of it. Its file comes over standard input: as a part of the message it would be packed and copied. */
export interface JobMessage {
	name: JobName;
	/** Bytes of the file. */
	size: number;
	/** All of the input but the file. */
	options: object;
}

/** `tooLarge`: in pixels; `unavailable`: this machine has no binary of the library that it takes. */
export type JobProblem = 'unreadable' | 'tooLarge' | 'unavailable';

export type JobAnswer = { output: unknown } | { problem: JobProblem };
