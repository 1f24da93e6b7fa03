import type { StoreMedia } from '../../gateway/contract';
import { ConversionFailed, convert } from '../conversion/programs';
import { wrongKind } from '../file-type';
import { notConverted, orDocument, type Made, type Prepare } from './preparation';

/** What WhatsApp shows as it is. */
const SHOWN: readonly string[] = ['image/jpeg', 'image/png', 'image/apng'];

export const image: Prepare = ({ type, details }) => {
	if (!type?.startsWith('image/')) throw wrongKind(details, type);
	return {
		mimetype: type === 'image/jpeg' ? type : 'image/png',
		convert: async (file, signal) => await converted(file, type, details, signal),
	};
};

async function converted(
	file: readonly Uint8Array[],
	type: string,
	details: StoreMedia,
	signal: AbortSignal,
): Promise<Made> {
	try {
		const { file: made, ...facts } = await convert('image', { file }, signal);
		return { file: made, facts };
	} catch (error) {
		const isWithoutSharp = error instanceof ConversionFailed && error.reason === 'unavailable';
		// It goes without size and thumbnail.
		if (isWithoutSharp && SHOWN.includes(type)) return { file: null, facts: {} };
		throw notConverted('The image', error, orDocument(details));
	}
}
