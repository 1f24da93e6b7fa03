import type { DocumentContent } from '../../gateway/contract';
import { fileNameIn } from '../file-words';
import { checkLength } from './checks';
import { checkFile, fileReference } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { checkMentions, mentionContext } from './mentions';

const MAX_FILE_NAME = 200;

export const document: Kind<DocumentContent> = {
	check(content) {
		checkFile(content.mediaId, content.caption);
		checkLength('The file name', content.fileName, MAX_FILE_NAME);
		checkMentions(content);
	},
	summary: ({ fileName, caption }) => firstLine(`Document: ${fileName ?? caption ?? ''}`),
	files: ({ mediaId }) => [mediaId],
	build(content, { file }) {
		const { mediaId, caption } = content;
		const uploaded = file(mediaId);
		const { pages, thumbnail } = uploaded;
		const fileName = nameOf(content.fileName, uploaded.fileName);
		const message = {
			documentMessage: {
				...fileReference(uploaded),
				fileName,
				title: fileName,
				...(pages !== null && { pageCount: pages }),
				...(thumbnail && { jpegThumbnail: thumbnail }),
				...(caption && { caption }),
				...mentionContext(content),
			},
		};
		return caption ? { documentWithCaptionMessage: { message } } : message;
	},
};

/** Another name for a file keeps its extension, where it has none of its own. */
function nameOf(wanted: string | undefined, uploaded: string | null): string | null {
	const name = fileNameIn(wanted);
	if (!name || !uploaded) return name ?? uploaded;
	const extension = /\.\w{1,10}$/.exec(uploaded)?.[0] ?? '';
	return /\.[a-z]\w*$/i.test(name) || name.endsWith(extension) ? name : name + extension;
}
