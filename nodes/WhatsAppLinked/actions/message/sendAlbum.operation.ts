import { EngineError, MAX_ALBUM_FILES } from '../../../../engine/gateway/contract';
import type { MessageRecord, SendMessage } from '../../../../engine/gateway/contract';
import { recipient, together } from '../../../shared/fields';
import { operationOf } from '../define-operation';
import type { OperationCall, Outcome } from '../operation';
import { albumFiles, type AlbumFile } from './album-files';
import { storedAll } from './file';
import { inWords } from './report';
import { awaited, isAwaited, queued, requireGood, settingsOf, told } from './send';
import { answerOptions, type SendOptions } from './send-options';

const MIN_FILES = 2;

const { replyPrivately: _, ...options } = answerOptions('Typing');

export const sendAlbum = operationOf({
	option: {
		name: 'Send Album',
		action: 'Send album of images and videos',
		description:
			'Send 2 to 30 images and videos that the chat shows together as one album, each with its caption. Use it for several pictures of one thing.',
	},
	fields: { to: recipient, files: albumFiles, sent: together({}, options) },
	execute: async ({ to, files, sent }, call) => await send(call, to, sent, files),
});

/** The album itself and its files are messages of their own, which go one after another. */
async function send(
	call: OperationCall,
	to: string,
	sent: SendOptions,
	files: readonly AlbumFile[],
): Promise<Outcome> {
	// The engine would say so too, but only after all of them have been downloaded.
	if (files.length < MIN_FILES || files.length > MAX_ALBUM_FILES) throw wrongNumber(files.length);
	const settings = settingsOf(call, { to }, sent);
	const [album, ...items] = await queue(call, settings, files);
	const all: [MessageRecord, ...MessageRecord[]] = [album, ...items];
	all.forEach(requireGood);
	const more = album.duplicate ? { duplicate: true } : {};
	const withItems = (records: readonly MessageRecord[]) => ({
		items: records.map(({ messageId, status }) => ({ messageId, status })),
	});
	const output = [{ json: { ...queued(album), ...withItems(items), ...more } }];
	if (!isAwaited(call, sent)) return { output };
	return {
		output,
		finish: async () => {
			const reached = await Promise.all(all.map((record) => awaited(call, record, sent)));
			const [first = album, ...others] = reached;
			const words = await inWords(call, others.at(-1) ?? first);
			return [{ json: { ...told(first, sent), ...withItems(others), ...more, ...words } }];
		},
	};
}

/**
 * Queues what is not queued yet. n8n's Retry On Fail may find a part of it: files are taken in before anything is queued, so that
 * one which cannot be had leaves no half of an album.
 */
async function queue(
	call: OperationCall,
	settings: Omit<SendMessage, 'content'>,
	files: readonly AlbumFile[],
): Promise<[MessageRecord, ...MessageRecord[]]> {
	const { request } = call;
	const { typingMs: _typing, replyTo: _replied, ...plain } = settings;
	const part = (index: number) => ({ ...plain, part: index + 1 });
	const known = await request('message.find', settings);
	if (known) requireGood(known);
	const found: Array<MessageRecord | null> = [];
	for (const index of files.keys()) {
		found.push(known && (await request('message.find', part(index))));
	}
	const missing = await storedAll(
		files.flatMap((file, index) => (found[index] ? [] : [{ ...file, index }])),
		call,
	);
	const count = (wanted: AlbumFile['kind']) => files.filter(({ kind }) => kind === wanted).length;
	const album =
		known ??
		(await request('message.send', {
			...settings,
			delayAfterMs: 0,
			content: { type: 'album', images: count('image'), videos: count('video') },
		}));
	for (const { index, kind, mediaId, caption } of missing) {
		const isLast = index === files.length - 1;
		found[index] = await request('message.send', {
			...part(index),
			// As the phone sends them.
			...(!isLast && { delayAfterMs: 0 }),
			content: { type: kind, mediaId, ...(caption && { caption }), album: album.messageId },
		});
	}
	return [album, ...found.filter((record) => record !== null)];
}

function wrongNumber(files: number): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		`The album has ${files === 1 ? '1 file' : `${files} files`}; it takes ${MIN_FILES} to ${MAX_ALBUM_FILES}.`,
		files < MIN_FILES
			? 'Add files, or use Send Image or Send Video for a single one.'
			: 'Remove files, or send several albums.',
	);
}
