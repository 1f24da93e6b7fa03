import {
	EngineError,
	type ContentType,
	type MessageContent,
	type PostDeleteContent,
	type PostEditContent,
	type PostReactionContent,
} from '../../gateway/contract';
import { chatType } from '../jid';
import { contentOf, innermost } from '../wrappers';
import { checkLength, invalid } from './checks';
import { isOneEmoji } from './emoji';
import { MAX_CAPTION } from './file-message';
import { firstLine } from './first-line';
import type { FoundPost, Kind, WireMessage } from './kind';
import { checkText } from './text';

/** What a channel takes: nothing in it is encrypted for somebody, and nobody is mentioned or answered. */
const POSTS: readonly ContentType[] = [
	'text',
	'image',
	'video',
	'gif',
	'audio',
	'document',
	'poll',
];
const ACTIONS: readonly ContentType[] = ['postEdit', 'postDelete', 'postReaction'];

/** `ProtocolMessage.Type` */
const REVOKE = 0;
const MESSAGE_EDIT = 14;
/** WhatsApp's apps let posts be edited for 30 days. */
const EDITABLE_FOR_MS = 30 * 24 * 60 * 60_000;

/** Errors: INVALID_CONTENT for what a channel does not take, and for what only a channel does. `isAnswer`: it answers a message. */
export function checkPlace({ type }: MessageContent, chat: string, isAnswer: boolean): void {
	const isChannel = chatType(chat) === 'channel';
	if (isChannel && ![...POSTS, ...ACTIONS].includes(type)) {
		throw invalid(
			'A channel does not take messages of this kind.',
			'Post a text, an image, a video, a voice message, a document or a poll.',
		);
	}
	if (isChannel && isAnswer) {
		throw invalid(
			'A post in a channel cannot answer a message.',
			'Remove the message that it answers.',
		);
	}
	if (!isChannel && ACTIONS.includes(type)) {
		throw invalid(
			`"${chat.slice(0, 60)}" is not a channel.`,
			'Choose the channel that the post is in.',
		);
	}
}

function checkPost(post: string): void {
	if (post === '') throw invalid('The ID of the post is empty.', 'Fill it in.');
}

const keyOf = (chat: string, { messageId }: FoundPost) => ({
	...{ remoteJid: chat, fromMe: true, id: messageId },
});

export const postEdit: Kind<PostEditContent, FoundPost> = {
	check({ post, text }) {
		checkPost(post);
		checkText(text);
	},
	summary: ({ text }) => firstLine(`Edit post: ${text}`),
	lookUp: async ({ post }, whatsApp, chat) => await whatsApp.post(chat, post, true),
	build: ({ text }, { chat, now, found }) => {
		if (found.at !== null && now - found.at > EDITABLE_FOR_MS) throw tooLate(found);
		return {
			protocolMessage: {
				...{ type: MESSAGE_EDIT, key: keyOf(chat, found) },
				editedMessage: edited(found, text),
				timestampMs: now,
			},
		};
	},
};

const TEXTS: readonly string[] = ['conversation', 'extendedTextMessage'];
const CAPTIONED: readonly string[] = ['imageMessage', 'videoMessage', 'documentMessage'];

/** The whole post is said anew: of a file only its caption changes. */
function edited({ messageId, content }: FoundPost, text: string): WireMessage {
	const words = content && contentOf(innermost(content));
	if (words && TEXTS.includes(words.kind)) return { extendedTextMessage: { text } };
	if (words && CAPTIONED.includes(words.kind)) {
		checkLength('The caption', text, MAX_CAPTION);
		return { [words.kind]: { ...(words.body as object), caption: text } };
	}
	throw invalid(
		`The post ${messageId} has no text that could be edited.`,
		'Only texts, and the captions of images, videos and documents can be edited. Delete it and post it anew.',
	);
}

export const postDelete: Kind<PostDeleteContent, FoundPost> = {
	check: ({ post }) => checkPost(post),
	summary: ({ post }) => `Delete post ${post}`,
	lookUp: async ({ post }, whatsApp, chat) => await whatsApp.post(chat, post, false),
	build: (_content, { chat, found }) => ({
		protocolMessage: { type: REVOKE, key: keyOf(chat, found) },
	}),
};

export const postReaction: Kind<PostReactionContent, FoundPost> = {
	check({ post, emoji }) {
		checkPost(post);
		if (emoji === '' || isOneEmoji(emoji)) return;
		throw invalid(
			`"${emoji.slice(0, 60)}" is not one emoji.`,
			'WhatsApp takes exactly one emoji as a reaction, for example 👍.',
		);
	},
	summary: ({ emoji, post }) =>
		emoji ? `React with ${emoji} to post ${post}` : `Remove the reaction to post ${post}`,
	lookUp: async ({ post }, whatsApp, chat) => await whatsApp.post(chat, post, false),
	build: ({ emoji }, { chat, found }) => ({
		reactionMessage: { key: keyOf(chat, found), text: emoji },
	}),
};

function tooLate({ messageId }: FoundPost): EngineError {
	return new EngineError(
		'TOO_LATE',
		`The post ${messageId} cannot be edited any more: it is older than 30 days.`,
		'Delete it and post it anew.',
	);
}
