import { MAX_ALBUM_FILES, type AlbumContent } from '../../gateway/contract';
import { invalid } from './checks';
import type { Kind, WireMessage } from './kind';

const MIN_FILES = 2;

/** `proto.MessageAssociation.AssociationType` */
const MEDIA_ALBUM = 1;

/** The images and videos follow it, each as a message of its own. */
export const album: Kind<AlbumContent> = {
	check({ images, videos }) {
		const files = images + videos;
		if (files >= MIN_FILES && files <= MAX_ALBUM_FILES) return;
		throw invalid(
			`The album has ${files === 1 ? '1 file' : `${files} files`}; it takes ${MIN_FILES} to ${MAX_ALBUM_FILES}.`,
			files < MIN_FILES
				? 'Add files, or use Send Image or Send Video for a single one.'
				: 'Remove files, or send several albums.',
		);
	},
	summary: ({ images, videos }) =>
		`Album: ${[counted(images, 'image'), counted(videos, 'video')].filter(Boolean).join(', ')}`,
	build: ({ images, videos }) => ({
		albumMessage: { expectedImageCount: images, expectedVideoCount: videos },
	}),
};

function counted(count: number, what: string): string {
	if (count === 0) return '';
	return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/**
 * A file that belongs to an album, which is in the same chat. WhatsApp Web wraps it besides (`associatedChildMessage`); without
 * that WhatsApp's apps show it all the same (Baileys#2058), and Baileys knows what kind of file it is.
 */
export function inAlbum(
	message: WireMessage,
	albumId: string | undefined,
	chat: string,
): WireMessage {
	if (albumId === undefined) return message;
	return {
		...message,
		messageContextInfo: {
			...message.messageContextInfo,
			messageAssociation: {
				associationType: MEDIA_ALBUM,
				parentMessageKey: { remoteJid: chat, fromMe: true, id: albumId },
			},
		},
	};
}
