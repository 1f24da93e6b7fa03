import type { EditTextContent } from '../../gateway/contract';
import { invalid } from './checks';
import { edit, editedTarget } from './edit';
import { firstLine } from './first-line';
import type { Kind, WireMessage } from './kind';
import { checkMentions, mentionContext } from './mentions';
import { wordsOf } from './target';
import { checkText } from './text';

const TEXTS: readonly string[] = ['conversation', 'extendedTextMessage'];

export const editText: Kind<EditTextContent> = {
	check(content, context) {
		checkText(content.text);
		checkMentions(content);
		const target = editedTarget(context);
		const words = wordsOf(target);
		if (!words || TEXTS.includes(words.kind)) return;
		throw invalid(
			`Message ${target.messageId} is not a text message, so its text cannot be edited.`,
			'Use Message > Edit Caption for what stands below an image, video or document.',
		);
	},
	summary: ({ text }) => firstLine(`Edit: ${text}`),
	build: (content, context) => edit(context, edited(content)),
	outcome: edited,
};

function edited(content: EditTextContent): WireMessage {
	return { extendedTextMessage: { text: content.text, ...mentionContext(content) } };
}
