import type { DocumentContent } from '../../gateway/contract';
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
		const fileName = content.fileName || uploaded.fileName;
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
