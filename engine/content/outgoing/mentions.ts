import type { proto } from '@whiskeysockets/baileys';
import { EngineError, type Mentions } from '../../gateway/contract';
import { chatType, parseRecipient } from '../jid';

/** Errors: INVALID_RECIPIENT for a mention that is no number, INVALID_CONTENT for a group that is none. */
export function checkMentions(content: Mentions): void {
	mentionContext(content);
	for (const { chat } of content.mentionGroups ?? []) {
		if (chatType(parseRecipient(chat)) === 'group') continue;
		throw new EngineError(
			'INVALID_CONTENT',
			`"${chat}" is not a group, so it cannot be mentioned as one.`,
			'Use the chat ID of a group of the same community. It ends with @g.us.',
		);
	}
}

/** Who is notified, in the words of the protocol; empty when nobody is. */
export function mentionContext({ mentions, mentionEveryone, mentionGroups }: Mentions): {
	contextInfo?: proto.IContextInfo;
} {
	const contextInfo: proto.IContextInfo = {
		...(mentions?.length && { mentionedJid: mentions.map(parseRecipient) }),
		// "@everyone" is one mention that names nobody.
		...(mentionEveryone && { nonJidMentions: 1 }),
		...(mentionGroups?.length && {
			groupMentions: mentionGroups.map(({ chat, name }) => ({
				groupJid: parseRecipient(chat),
				groupSubject: name,
			})),
		}),
	};
	return Object.keys(contextInfo).length > 0 ? { contextInfo } : {};
}
