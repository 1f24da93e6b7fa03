import PQueue from 'p-queue';
import { chatType } from '../content/jid';
import { uploadsOf } from '../content/outgoing/index';
import type { Media } from '../media/index';
import { QueryTimeout, type MediaConnection, type WhatsAppSocket } from '../whatsapp/index';
import type { WaitingMessage } from './ledger-queue';

/** Of one number at a time: each upload mostly waits for the media host. */
const MAX_UPLOADS = 3;

export interface FileUploadsOptions {
	media: Pick<Media, 'upload' | 'waitsForUpload'>;
	/** The open connection. */
	socket(): WhatsAppSocket | undefined;
}

/** The files of messages that leave soon. */
export interface FileUploads {
	/** Whether a message has files that have to be with WhatsApp before it leaves. */
	hasFiles(message: WaitingMessage): boolean;
	/**
	 * Uploads what a message needs, in its turn, or waits for the upload that is under way; undefined when all of it is with
	 * WhatsApp. Errors: those of `Media.upload`.
	 */
	start(message: WaitingMessage): Promise<void> | undefined;
}

export function createFileUploads({ media, socket }: FileUploadsOptions): FileUploads {
	const queue = new PQueue({ concurrency: MAX_UPLOADS });
	const running = new Map<string, Promise<void>>();

	/** Over the connection that is there when it is its turn. */
	async function mediaConnection(refresh: boolean): Promise<MediaConnection> {
		const connection = socket();
		if (!connection) throw new QueryTimeout();
		return await connection.mediaConnection(refresh);
	}

	async function upload(mediaId: string, chat: string): Promise<void> {
		try {
			// Nothing in a channel is encrypted.
			const isOpen = chatType(chat) === 'channel';
			await queue.add(async () => await media.upload(mediaId, mediaConnection, isOpen));
		} finally {
			running.delete(mediaId);
		}
	}

	function uploading(mediaId: string, chat: string): Promise<void> {
		let known = running.get(mediaId);
		if (!known) running.set(mediaId, (known = upload(mediaId, chat)));
		return known;
	}

	/** What was handed to WhatsApp before says by itself where its files are. */
	const filesOf = ({ wire, request }: WaitingMessage) =>
		wire === undefined ? uploadsOf(request.content) : [];

	return {
		hasFiles: (message) => filesOf(message).length > 0,
		start(message) {
			const files = filesOf(message).filter(media.waitsForUpload);
			if (files.length === 0) return undefined;
			return Promise.all(files.map((id) => uploading(id, message.chat))).then(() => undefined);
		},
	};
}
