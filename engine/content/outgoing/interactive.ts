import type { proto } from '@whiskeysockets/baileys';
import type { Button } from '../../gateway/contract';
import { checkLength, MAX_LABEL } from './checks';
import { imageMessage, videoMessage } from './file-message';
import type { UploadedFile } from './kind';
import { checkButtons, nativeFlow } from './native-flow';
import { checkText } from './text';

/** A text with buttons below it and an image or video above: a message of its own, or a card of a carousel. */
export interface Interactive {
	text: string;
	title?: string;
	footer?: string;
	buttons: Button[];
}

/** `where`: what it is, in a sentence. Error: INVALID_CONTENT. */
export function checkInteractive(
	{ text, title, footer, buttons }: Interactive,
	where: string,
): void {
	checkText(text);
	checkLength('The title', title, MAX_LABEL);
	checkLength('The footer', footer, MAX_LABEL);
	checkButtons(buttons, where);
}

/** `file`: the image or video above the text. */
export function interactiveMessage(
	{ text, title, footer, buttons }: Interactive,
	file?: UploadedFile,
): proto.Message.IInteractiveMessage {
	return {
		...((title || file) && {
			header: {
				...(title && { title }),
				hasMediaAttachment: file !== undefined,
				...(file?.kind === 'image' && { imageMessage: imageMessage(file) }),
				...(file?.kind === 'video' && { videoMessage: videoMessage(file) }),
			},
		}),
		body: { text },
		...(footer && { footer: { text: footer } }),
		nativeFlowMessage: nativeFlow(buttons),
	};
}
