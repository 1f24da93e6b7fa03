import type { Readable } from 'node:stream';
import type { Account } from '../../account/account';
import { fileIn } from '../../content/file-in-message';
import { contentGone, type Target } from '../../content/outgoing/index';
import {
	EngineError,
	type OpenedMedia,
	type OpenMedia,
	type OpenMessageFile,
	type OpenPicture,
} from '../../gateway/contract';
import { fileNameFor, largerThan, WIRE_TYPE } from '../../media/index';

interface Opened {
	info: OpenedMedia;
	content: Readable;
}

export async function open(account: Account, wanted: OpenMedia): Promise<Opened> {
	return await ('pictureUrl' in wanted ? openPicture(account, wanted) : openFile(account, wanted));
}

/** WhatsApp keeps them as JPEG. */
const PICTURE = {
	kind: 'picture',
	mimetype: 'image/jpeg',
	fileName: 'picture.jpg',
	size: null,
} as const;

async function openPicture({ media }: Account, { pictureUrl }: OpenPicture): Promise<Opened> {
	return { info: PICTURE, content: await media.openPicture(pictureUrl) };
}

/** Opens the file of a message: ours, one that came in, or one that the trigger told of. */
async function openFile(
	{ media, messageLookup }: Account,
	{ messageId, reference, maxSize }: OpenMessageFile,
): Promise<Opened> {
	const target = messageLookup.find({ messageId, ...(reference && { reference }) }, '', 'content');
	if (!target.content) {
		throw target.isWaiting ? notSent(target) : contentGone(target, 'downloaded');
	}
	const file = fileIn(target.content);
	if (!file) throw noFile(target);
	const { kind, mimetype, size } = file;
	if (size !== null && size > maxSize) throw largerThan(maxSize);
	const content = await media.download({ ...file, type: WIRE_TYPE[kind] }, maxSize);
	const fileName = file.fileName ?? fileNameFor(kind, messageId, mimetype);
	return { info: { kind, mimetype, fileName, size }, content };
}

function notSent({ messageId }: Target): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`The file of message ${messageId} cannot be downloaded: the message still waits to be sent.`,
		'Wait until it was sent.',
		true,
	);
}

function noFile({ messageId }: Target): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		`Message ${messageId} has no file.`,
		'Use the ID of an image, video, audio, document or sticker message.',
	);
}
