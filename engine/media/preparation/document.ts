import { lookup } from 'mime-types';
import type { Readable } from 'node:stream';
import { mimetypeIn } from '../../content/file-words';
import { ConversionFailed, convert } from '../conversion/programs';
import { collect } from '../intake';
import type { Facts, Prepare } from './preparation';

const PDF = 'application/pdf';
/** Counting the pages takes the whole file. */
const MAX_COUNTED = 32 * 1024 * 1024;

/** Anything: only the name says what it is, as on a computer. */
export const document: Prepare = ({ type, details: { fileName = '', mimetype = '' } }) => {
	return {
		mimetype: lookup(fileName) || mimetypeIn(mimetype) || type || 'application/octet-stream',
		...(type === PDF && { inspect: countPages }),
	};
};

async function countPages(open: () => Readable, size: number, signal: AbortSignal): Promise<Facts> {
	if (size > MAX_COUNTED) return {};
	try {
		return await convert('pdf', { file: await collect(open()) }, signal);
	} catch (error) {
		// It is sent without, whatever is wrong with it.
		if (error instanceof ConversionFailed) return {};
		throw error;
	}
}
