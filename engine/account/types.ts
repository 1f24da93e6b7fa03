import type { Calls } from '../calls/calls';
import type { Ringing } from '../calls/ringing';
import type { ChangeNotifier } from '../change-notifier';
import type { Chats } from '../chats/chats';
import type { Labels } from '../chats/labels';
import type { Clock } from '../clock';
import type { Directory } from '../contacts/directory';
import type { OptOuts } from '../contacts/opt-outs';
import type { AreDifferentPeople, FindAddresses } from '../contacts/people';
import type { Conversations } from '../conversations/conversations';
import type { EventLog } from '../events/event-log';
import type {
	AccountSettings,
	EngineError,
	ErrorShape,
	LinkState,
	MessageRecord,
	ResumeExecution,
	SendMessage,
	SessionStatus,
} from '../gateway/contract';
import type { ChatMessages } from '../inbox/chat-messages';
import type { MessageLookup } from '../inbox/message-lookup';
import type { Log } from '../log';
import type { Media } from '../media/index';
import type { Audiences } from '../outbox/audiences';
import type { GroupReceipts } from '../outbox/group-receipts';
import type { Ledger } from '../outbox/ledger';
import type { Posts } from '../outbox/posts';
import type { QueuePauses } from '../outbox/queue-pauses';
import type { Recipients } from '../outbox/recipients';
import type { Sender } from '../outbox/sender';
import type { Timetable } from '../outbox/timetable';
import type { Pace } from '../pace';
import type { Connection } from '../session/connection';
import type { NextDialTurn } from '../session/dial-turns';
import type { LinkStep } from '../session/link-state';
import type { Linking } from '../session/linking';
import type { Questions } from '../questions/questions';
import type { PhoneRecord } from '../session/phone-record';
import type { AccountStore } from '../store/account-store';
import type { AskVersion, Connect } from '../whatsapp/index';

export interface AccountOptions {
	id: string;
	settings: AccountSettings;
	store: AccountStore;
	clock: Clock;
	log: Log;
	url: string;
	/** See `MediaHostOptions`. */
	downloadHost?: string | undefined;
	connect: Connect;
	nextDialTurn: NextDialTurn;
	askVersion: AskVersion;
	/** The account of this engine that a number is linked to, if another one is. */
	holderOf(phone: string): string | undefined;
	/** Closes the account and deletes all that is stored of it. */
	erase(): void;
	/** Closes the account, and opens it anew for all who use it. */
	restart(): Account;
	/** Tells n8n that an execution is to go on. */
	resumeExecution: ResumeExecution;
	/** Baileys' own state is stuck: end the thread, so that it starts anew. */
	giveUp(): void;
}

/** One linked number: what commands may use of it. */
export interface Account {
	readonly log: Log;
	readonly ledger: Ledger;
	readonly sender: Sender;
	readonly timetable: Timetable;
	/** What of the queue is paused. */
	readonly pauses: QueuePauses;
	readonly recipients: Recipients;
	readonly events: EventLog;
	readonly directory: Directory;
	readonly chats: Chats;
	readonly labels: Labels;
	/** In which chats triggers step aside. */
	readonly conversations: Conversations;
	readonly calls: Calls;
	/** The calls that the number makes. */
	readonly ringing: Ringing;
	/** What was written in a chat. */
	readonly chatMessages: ChatMessages;
	/** The messages that others are about. */
	readonly messageLookup: MessageLookup;
	readonly groupReceipts: GroupReceipts;
	/** Who was to get statuses of ours. */
	readonly audiences: Audiences;
	/** Who does not want messages. */
	readonly optOuts: OptOuts;
	/** What executions wait for the answers of. */
	readonly questions: Questions;
	readonly posts: Posts;
	/** The files of messages. */
	readonly media: Media;
	readonly linking: Linking;
	readonly phone: Pick<PhoneRecord, 'describe'>;
	readonly connection: Connection;
	readonly changes: ChangeNotifier;
	/** The distance that questions to WhatsApp keep. */
	readonly pace: Pace;
	/** The account's own secret, for message IDs. */
	readonly idSecret: string;
	/** What was typed into the credential as its number; empty where nothing was. */
	typedPhone(): string;
	/** The linked number, in digits; null where none is known. It says how people write numbers of their own country. */
	ownPhone(): string | null;
	/** Whether the phone runs WhatsApp Business. */
	isBusiness(): boolean;
	/** The number that the phone lists this device of. */
	linkedPhone(): string | null;
	readonly addresses: FindAddresses;
	readonly areDifferentPeople: AreDifferentPeople;
	/** Milliseconds since 1970, by WhatsApp's clock. */
	now(): number;
	/** It is so late at least: see `server-time.ts`. */
	atLeast(): number;
	configure(settings: AccountSettings): void;
	settings(): AccountSettings;
	/** Puts a message into the queue, and binds to it the files that it is sent with. `audience`: who gets a status. */
	enqueue(
		messageId: string,
		chat: string,
		request: SendMessage,
		mediaIds: readonly string[],
		audience?: readonly string[],
	): MessageRecord;
	/** A message in the queue has failed. */
	fail(messageId: string, error: EngineError): void;
	/** Connects in the background if the number is linked. */
	start(): void;
	state(): LinkState;
	status(): SessionStatus;
	move(step: LinkStep, error?: ErrorShape): void;
	/** Closes the account and deletes all that is stored of it. */
	erase(): void;
	/** Closes the account, and opens it anew for all who use it. */
	restart(): Account;
	/** Forgets the link, after a log-out. */
	forget(): void;
	close(): void;
}
