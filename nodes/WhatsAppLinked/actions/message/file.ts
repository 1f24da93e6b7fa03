import type { MediaKind, StoreMedia } from '../../../../engine/gateway/contract';
import {
	mapped,
	optionalText,
	text,
	toggle,
	together,
	type Field,
	type FieldsOf,
} from '../../../shared/fields';
import { sourceFile, type SourceFile } from '../../../shared/media';
import type { OperationCall } from '../operation';
import type { Later } from './define-send';

/** What a file is called and the like, which its source may not know. */
type Details = Pick<StoreMedia, 'author' | 'fileName' | 'pack'>;

/** The file of a message. `what` is the file in the user's words: "image", "video". */
export function file(
	kind: MediaKind,
	what: string,
	placeholder: string,
	details: FieldsOf<Details> = {},
): Field<Later<string>> {
	const source = sourceFile(what, placeholder);
	return mapped(together({ source }, details), ({ source: open, ...said }) =>
		stored(open, { kind, ...said }),
	);
}

/** Hands a file to the engine, for the message that is queued next: its media ID. */
export function stored(source: () => Promise<SourceFile>, media: StoreMedia): Later<string> {
	return async ({ storeMedia }) => {
		const { content, details } = await source();
		const { mediaId } = await storeMedia({ ...details, ...media }, content);
		return mediaId;
	};
}

/** Several files, taken in one after another. Where one cannot be had, none is kept. */
export async function storedAll<T extends { mediaId: Later<string> }>(
	files: readonly T[],
	call: OperationCall,
): Promise<Array<Omit<T, 'mediaId'> & { mediaId: string }>> {
	const taken: Array<Omit<T, 'mediaId'> & { mediaId: string }> = [];
	try {
		for (const file of files) taken.push({ ...file, mediaId: await file.mediaId(call) });
	} finally {
		const mediaIds = taken.map(({ mediaId }) => mediaId);
		// Where it cannot be done they go after an hour.
		if (taken.length < files.length) {
			await call.request('media.discard', { mediaIds }).catch(() => null);
		}
	}
	return taken;
}

export const writtenCaption = text({
	displayName: 'Caption',
	typeOptions: { rows: 2 },
	placeholder: 'e.g. Your order, ready to leave',
	description: 'What the message says below the file. WhatsApp shows *bold* and _italic_.',
});

/** Of files that may have one. */
export const caption = mapped(writtenCaption, (words) => words || undefined);

export const viewOnce = toggle({
	displayName: 'View Once',
	default: true,
	description: 'Whether the recipient can open it only once, and neither save nor forward it',
});

/** Of documents. */
export const fileName = optionalText({
	displayName: 'File Name',
	placeholder: 'e.g. Invoice 1042.pdf',
	description:
		'The name that the recipient sees. Its extension says what kind of file it is. Without it, the name of the file itself is used.',
});
