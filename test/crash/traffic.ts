import type { EngineEvent, MessageContent, SendMessage } from '../../engine/gateway/contract';
import type { VirtualChannel, VirtualContact } from '../simulator';
import type { Telling } from './told';

/** What is counted by itself. */
export const KINDS = [
	'message',
	'album',
	'order',
	'status',
	'post',
	'question',
	'collection',
	'scheduled',
] as const;
export type Kind = (typeof KINDS)[number];

/** Whom each load is for: two whom the number knows, and a newcomer. */
export const CONTACTS = 3;
/** And a group of them. */
export const CHATS = CONTACTS + 1;

/** How much goes each way. */
export interface Amount {
	/** Messages in each chat. */
	readonly each: number;
	/** Whether one of each other kind is among them. */
	readonly others: boolean;
	/** Each message in a chat is asked for when the one before was answered: nothing else keeps an order on the way to another process. */
	readonly isInTurns?: boolean;
}

/** Where something is shown: to a person, or in a channel. */
export type Reader = VirtualContact | VirtualChannel;

/** What a reader is shown, in order. */
export function shownTo(reader: Reader): readonly { id: string; text: string }[] {
	return 'received' in reader ? reader.received : reader.posts;
}

/** What the engine is asked to send. */
export interface Wanted extends Pick<SendMessage, 'to' | 'audience' | 'part' | 'sendAt'> {
	readonly kind: Kind;
	/** Asked for whenever the engine is. */
	content(text: string): MessageContent | Promise<MessageContent>;
	readonly readers: readonly Reader[];
	/** What the trigger must be told of it, in this order. */
	readonly steps: readonly EngineEvent['event'][];
}

/** A message that the number sends. */
export interface Send extends Wanted {
	/** What it shows, and no other one; what announces an album shows no words. */
	readonly text: string;
	/** Once the engine has returned it. */
	messageId: string | undefined;
}

/** How often the trigger must be told of a step: all but the first are made by each reader. */
export function timesOf(step: EngineEvent['event'], { readers }: Send): number {
	return step === 'message.sent' ? 1 : readers.length;
}

/** A message that comes in. */
export interface Incoming {
	readonly kind: Kind;
	readonly chat: string;
	readonly messageId: string;
	/** What the trigger must be told of it, once each. */
	readonly tellings: readonly Telling[];
}
