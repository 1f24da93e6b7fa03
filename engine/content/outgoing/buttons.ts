import type { ButtonsContent } from '../../gateway/contract';
import { checkFile } from './file-message';
import { firstLine } from './first-line';
import { checkInteractive, interactiveMessage } from './interactive';
import type { Kind } from './kind';

export const buttons: Kind<ButtonsContent> = {
	check(content) {
		checkInteractive(content, 'The message');
		if (content.header) checkFile(content.header.mediaId);
	},
	summary: ({ text }) => firstLine(text),
	files: ({ header }) => (header ? [header.mediaId] : []),
	build: (content, { file }) => ({
		interactiveMessage: interactiveMessage(content, content.header && file(content.header.mediaId)),
	}),
};
