import type { Mentions, TextContent } from '../../../../engine/gateway/contract';
import { firstLink } from '../../../shared/first-link';
import { recipient, together, toggle } from '../../../shared/fields';
import { linkPreview } from '../../../shared/link-preview';
import { operationOf } from '../define-operation';
import type { OperationCall, Outcome } from '../operation';
import { messageText } from './fields';
import { manner, typingTime } from './manner';
import { mentions } from './mentions';
import { readFirst } from './read-first';
import { send } from './send';
import { answerOptions } from './send-options';
import { sendParts, type Part } from './send-parts';
import { splitText } from './split-text';
import { whatsAppText } from './whatsapp-text';

export const sendText = operationOf({
	option: {
		name: 'Send Text',
		action: 'Send text message',
		description:
			'Send a text message to a person or a group. Use it for everything that words can say, also to reply to a message.',
	},
	fields: {
		to: recipient,
		text: messageText('e.g. Hello! Your order is on its way.'),
		said: together({}, mentions),
		preview: together(
			{},
			{
				linkPreview: toggle({
					displayName: 'Link Preview',
					default: true,
					description:
						'Whether to show title, description and image of the first link in the text. n8n opens the page to read them: for links that others wrote, run n8n with N8N_SSRF_PROTECTION_ENABLED=true, or they can lead into your own network.',
				}),
			},
		),
		manner: together({}, manner),
		sent: together({}, answerOptions('Typing')),
	},
	async execute({ to, text, said, preview, manner: its, sent }, call): Promise<Outcome> {
		const words = its.convertMarkdown ? await whatsAppText(text) : text;
		const texts = its.split ? splitText(words, its.split) : [words];
		// Off unless it was added: opening a page takes time, and tells its owner that somebody did.
		const linked = preview.linkPreview ? texts.findIndex(firstLink) : -1;
		const toPart = (part: string, index: number): Part => {
			const content = { type: 'text' as const, text: part, ...mentionsIn(part, index, said) };
			const typing = its.automaticTyping ? typingTime(part) : sent.typing;
			return { content: index === linked ? () => withPreview(call, content) : content, typing };
		};
		if (its.markAsRead) await readFirst(call, to);
		if (its.split) return await sendParts(call, { to }, sent, texts.map(toPart));
		const { content, typing } = toPart(words, 0);
		return await send(call, { to }, { ...sent, typing }, content);
	},
});

/** Those who are named in the text are notified by the message that names them, all others by the first one. */
function mentionsIn(text: string, index: number, said: Mentions): Mentions {
	return index === 0 || text.includes('@') ? said : {};
}

async function withPreview(
	{ functions, storeMedia }: OperationCall,
	content: TextContent,
): Promise<{ content: TextContent }> {
	const store = async (image: Parameters<OperationCall['storeMedia']>[1]) =>
		await storeMedia({ kind: 'linkThumbnail' }, image);
	return { content: { ...content, preview: await linkPreview(functions, content.text, store) } };
}
