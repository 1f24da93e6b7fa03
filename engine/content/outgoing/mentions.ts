import type { proto } from '@whiskeysockets/baileys';
import { EngineError, type MessageContent, type Mentions } from '../../gateway/contract';
import { chatType, parseJid, parseRecipient } from '../jid';

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
		...(mentions?.length && { mentionedJid: mentions.map((mention) => parseRecipient(mention)) }),
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

/** Who people are. */
export interface Names {
	/** The address by which a group has somebody, from any of theirs; null: nobody in it. */
	member(group: string, jid: string): Promise<string | null>;
	/** The address that WhatsApp has for a phone number; itself where it has none. */
	resolve(jid: string): Promise<string>;
}

/**
 * Mentions as the chat knows people, in the words too: the apps of a group that goes by LID look for `@<LID>`, and nobody
 * is notified under a number that WhatsApp writes differently (Brazil's ninth digit).
 */
export async function withRealNames<C extends MessageContent>(
	content: C,
	chat: string,
	names: Names,
): Promise<C> {
	const written =
		('mentions' in content && content.mentions?.map((mention) => parseRecipient(mention))) || [];
	if (written.length === 0) return content;
	const isGroup = chatType(chat) === 'group';
	const memberOf = async (jid: string) => (isGroup ? await names.member(chat, jid) : null);
	const mentions: string[] = [];
	const inWords = new Map<string, string>();
	for (const jid of written) {
		// The members of a group are known: asking for each of them would be too many questions.
		let real = await memberOf(jid);
		if (!real) {
			const known = await names.resolve(jid);
			real = (await memberOf(known)) ?? known;
			inWords.set(userOf(known), userOf(real));
		}
		inWords.set(userOf(jid), userOf(real));
		mentions.push(real);
	}
	return withMentions(content, mentions, inWords);
}

/** `inWords`: what stands for each `@<digits>` of the text or caption. */
export function withMentions<C extends MessageContent>(
	content: C,
	mentions: string[],
	inWords: ReadonlyMap<string, string>,
): C {
	const rename = (words: string) =>
		words.replace(/@(\d+)/g, (whole, digits: string) => {
			const user = inWords.get(digits);
			return user ? `@${user}` : whole;
		});
	return {
		...content,
		mentions,
		...('text' in content && content.text && { text: rename(content.text) }),
		...('caption' in content && content.caption && { caption: rename(content.caption) }),
	};
}

function userOf(jid: string): string {
	return parseJid(jid)?.user ?? jid;
}
