import type {
	IncomingHeader,
	IncomingLocation,
	IncomingMedia,
} from '../../../engine/gateway/contract';

/** Files and places, in Z-API's names. */

interface ImageDetails {
	text: string;
	viewOnce: boolean;
	fileError: string | null;
}

export function image(media: IncomingMedia, { text, viewOnce, fileError }: ImageDetails): object {
	return {
		mimeType: media.mimetype,
		imageUrl: null,
		thumbnailUrl: null,
		downloadError: fileError,
		caption: text,
		width: media.width ?? 0,
		height: media.height ?? 0,
		viewOnce,
	};
}

export function audio(
	{ seconds: length, mimetype }: IncomingMedia,
	ptt: boolean,
	viewOnce: boolean,
) {
	return { ptt, seconds: length ?? 0, audioUrl: null, mimeType: mimetype, viewOnce };
}

export function video(
	{ mimetype, seconds: length }: IncomingMedia,
	caption: string,
	viewOnce: boolean,
) {
	return { videoUrl: null, caption, mimeType: mimetype, seconds: length ?? 0, viewOnce };
}

export function document(
	{ mimetype, fileName, pages }: IncomingMedia,
	caption: string | null,
): object {
	return {
		documentUrl: null,
		mimeType: mimetype,
		// As phones name documents: the file without its extension.
		title: (fileName ?? '').replace(/\.\w{1,5}$/, ''),
		pageCount: pages ?? 0,
		fileName: fileName ?? '',
		...(caption && { caption }),
	};
}

export function location({ longitude, latitude, name, address, url }: IncomingLocation): object {
	return {
		...(latitude !== null && { longitude, latitude }),
		...(name && { name }),
		address: address ?? '',
		url: url ?? '',
	};
}

/** What stands above a message with buttons. */
export function headerOf(header: IncomingHeader | null): object {
	const { media } = header ?? {};
	if (header?.location) return { location: location(header.location) };
	if (!media) return {};
	const size = { width: media.width ?? 0, height: media.height ?? 0 };
	switch (header?.type) {
		case 'image':
			return {
				image: {
					imageUrl: null,
					thumbnailUrl: null,
					caption: '',
					mimeType: media.mimetype,
					viewOnce: false,
					...size,
				},
			};
		case 'video':
			return {
				video: {
					videoUrl: null,
					caption: '',
					mimeType: media.mimetype,
					...size,
					seconds: media.seconds ?? 0,
					viewOnce: false,
				},
			};
		default:
			return { document: { caption: null, ...document(media, null) } };
	}
}
