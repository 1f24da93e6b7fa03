import { convert } from '../conversion/programs';
import { wrongKind } from '../file-type';
import { notConverted, type Made, type Prepare } from './preparation';

const asJpeg =
	(job: 'picture' | 'cover'): Prepare =>
	({ type, details }) => {
		if (!type?.startsWith('image/')) throw wrongKind(details, type);
		return { mimetype: 'image/jpeg', convert: (file, signal) => made(job, file, signal) };
	};

async function made(
	job: 'picture' | 'cover',
	file: readonly Uint8Array[],
	signal: AbortSignal,
): Promise<Made> {
	try {
		const { file: jpeg, ...facts } = await convert(job, { file }, signal);
		return { file: jpeg, facts };
	} catch (error) {
		throw notConverted('The picture', error, '');
	}
}

/** What the profile or a group shows: a square JPEG. */
export const picture = asJpeg('picture');
/** What a business shows above its profile: a JPEG of the whole image. */
export const cover = asJpeg('cover');
