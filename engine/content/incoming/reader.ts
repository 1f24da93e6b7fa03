import type { proto } from '@whiskeysockets/baileys';
import type {
	IncomingEventAnswer,
	IncomingPollVote,
	MessageBody,
	MessagePointer,
	MessageContext,
	PersonAddress,
} from '../../gateway/contract';

/** The kind of a message, its words, and its one object. */
export type Read = Omit<MessageBody, keyof MessageContext>;

/** What one must know besides the message to say what it says. */
export interface ReadContext {
	/** Both addresses behind a JID. */
	person(jid: string | null | undefined): PersonAddress;
	/** Whether one of the addresses is the linked number's own. */
	isMe(who: PersonAddress): boolean;
	/** The message that a key names. */
	target(key: proto.IMessageKey | null | undefined): MessagePointer;
	/** What that message says, where it is remembered. */
	content(key: proto.IMessageKey | null | undefined): proto.IMessage | undefined;
	/** Opens what is sealed for those who know the poll. */
	pollVote(update: proto.Message.IPollUpdateMessage): IncomingPollVote;
	eventAnswer(answer: proto.Message.IEncEventResponseMessage): Omit<IncomingEventAnswer, 'target'>;
}

/** Reads one kind of content; `message` is what it stands in. Undefined where there is nothing to tell. */
export type Reader<Body> = (
	body: Body,
	context: ReadContext,
	message: proto.IMessage,
) => Read | undefined;
