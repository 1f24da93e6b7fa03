import type { EditCaptionContent } from '../../gateway/contract';
import { checkLength, invalid } from './checks';
import { edit, editedTarget } from './edit';
import { MAX_CAPTION } from './file-message';
import { firstLine } from './first-line';
import type { CheckContext, Kind, WireMessage } from './kind';
import { contentGone, wordsOf } from './target';

const CAPTIONED: readonly string[] = ['imageMessage', 'videoMessage', 'documentMessage'];

export const editCaption: Kind<EditCaptionContent> = {
	check({ caption }, context) {
		checkLength('The caption', caption, MAX_CAPTION);
		const target = editedTarget(context);
		const words = wordsOf(target);
		if (!words && !target.isWaiting) throw contentGone(target, 'given another caption');
		if (!words || CAPTIONED.includes(words.kind)) return;
		throw invalid(
			`Message ${target.messageId} has no caption: it is not an image, video or document.`,
			'Use Message > Edit Text for a text message.',
		);
	},
	summary: ({ caption }) => firstLine(`Edit caption: ${caption}`),
	build: (content, context) => edit(context, edited(content, context)),
	outcome: edited,
};

/** All of the file is said again: without it the apps would show a message without one. */
function edited({ caption }: EditCaptionContent, context: CheckContext): WireMessage {
	const target = context.target();
	const words = wordsOf(target);
	if (!words) throw contentGone(target, 'given another caption');
	return { [words.kind]: { ...(words.body as object), caption } };
}
