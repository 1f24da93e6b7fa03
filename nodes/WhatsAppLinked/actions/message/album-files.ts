import {
	entries,
	entryAt,
	mapped,
	optionalChoice,
	shownWith,
	type Field,
	type Place,
} from '../../../shared/fields';
import { sourceFile } from '../../../shared/media';
import type { Later } from './define-send';
import { caption, stored } from './file';

/** A file of an album, which is taken in when it is asked for. */
export interface AlbumFile {
	kind: 'image' | 'video';
	mediaId: Later<string>;
	caption: string | undefined;
}

const source = sourceFile('file', 'e.g. https://example.com/photo.jpg');

const listed = mapped(
	entries({
		label: 'Files',
		entry: 'File',
		description: '2 to 30 images and videos, in the order in which they are shown',
		values: {
			kind: optionalChoice({
				displayName: 'Kind',
				options: [
					{ name: 'Image', value: 'image' },
					{ name: 'Video', value: 'video' },
				],
				default: 'image',
				description: 'What the file is',
			}),
			source,
			caption,
		},
		initially: 2,
		example: [
			{ kind: 'image', url: 'https://example.com/front.jpg', caption: 'The front' },
			{ kind: 'video', url: 'https://example.com/inside.mp4' },
		],
		jsonDescription:
			'A list of 2 to 30 objects with the file as "url", "base64" or "binaryField", "kind" (image or video) and, if you like, "caption"',
		otherWays: [
			{
				name: 'Using All Binary Fields',
				value: 'binary',
				description:
					'All images and videos that come in with the item, by the names of their fields',
			},
		],
	}),
	(files) =>
		files.map(({ kind = 'image', source: open, caption: words }): AlbumFile => {
			return { kind, mediaId: stored(open, { kind }), caption: words };
		}),
);

/** Of all files of the item there is one caption. */
const firstCaption = shownWith({ filesDefine: ['binary'] }, caption);

export const albumFiles: Field<AlbumFile[]> = {
	properties: (name) => [...listed.properties(name), ...firstCaption.properties('caption')],
	read: (place, name) =>
		place.get('filesDefine') === 'binary' ? filesOfItem(place) : listed.read(place, name),
};

function filesOfItem(place: Place): AlbumFile[] {
	const { functions, itemIndex } = place;
	const words = firstCaption.read(place, 'caption');
	return Object.entries(functions.getInputData()[itemIndex]?.binary ?? {}).map(
		([name, { mimeType }], index): AlbumFile => {
			const kind = mimeType.startsWith('video/') ? 'video' : 'image';
			const open = source.read(entryAt(place, { fileFrom: 'binary', binaryField: name }), name);
			return { kind, mediaId: stored(open, { kind }), caption: index === 0 ? words : undefined };
		},
	);
}
