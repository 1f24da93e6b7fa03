import type { Readable } from 'node:stream';
import { mimetypeIn } from '../../content/file-words';
import { ConversionFailed, convert } from '../conversion/programs';
import { documentType } from '../file-name';
import type { Facts, Prepare } from './preparation';

const PDF = 'application/pdf';
/** Counting the pages takes the whole file. */
const MAX_COUNTED = 32 * 1024 * 1024;

/** Anything. */
export const document: Prepare = ({ type, details: { fileName, mimetype } }) => {
	return {
		mimetype: documentType(fileName, mimetypeIn(mimetype) ?? undefined, type),
		...(type === PDF && { inspect: countPages }),
	};
};

async function countPages(open: () => Readable, size: number, signal: AbortSignal): Promise<Facts> {
	if (size > MAX_COUNTED) return {};
	try {
		return await convert('pdf', { file: await open().toArray() }, signal);
	} catch (error) {
		// It is sent without, whatever is wrong with it.
		if (error instanceof ConversionFailed) return {};
		throw error;
	}
}
