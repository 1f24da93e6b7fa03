import { convert } from '../conversion/programs';
import { wrongKind } from '../file-type';
import { notConverted, type Made, type Prepare } from './preparation';

/** What the profile or a group shows: a square JPEG. */
export const picture: Prepare = ({ type, details }) => {
	if (!type?.startsWith('image/')) throw wrongKind(details, type);
	return { mimetype: 'image/jpeg', convert: squared };
};

async function squared(file: Buffer, signal: AbortSignal): Promise<Made> {
	try {
		const { file: made, ...facts } = await convert('picture', { file }, signal);
		return { file: made, facts };
	} catch (error) {
		throw notConverted('The picture', error, '');
	}
}
