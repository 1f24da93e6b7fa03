import type { Clock } from '../clock';
import type { Directory } from '../contacts/directory';
import type { OptOuts } from '../contacts/opt-outs';
import {
	createDifferentPeople,
	type AreDifferentPeople,
	type FindAddresses,
} from '../contacts/people';
import type { AccountInfo } from '../content/events';
import type { EventLog } from '../events/event-log';
import type {
	AccountSettings,
	CareLimit,
	EngineError,
	EngineEvent,
	MessageRecord,
} from '../gateway/contract';
import { jidsOf } from '../content/jid';
import { limitReachedEvent } from '../content/restriction-events';
import type { IncomingStore } from '../inbox/incoming-store';
import type { MessageLookup } from '../inbox/message-lookup';
import type { MessageSecrets } from '../inbox/message-secrets';
import type { Log } from '../log';
import type { Media } from '../media/index';
import type { AccountStore } from '../store/account-store';
import type { Auth, Ephemeral, WhatsAppSocket } from '../whatsapp/index';
import { createAcks, type Acks } from './acks';
import type { Audiences } from './audiences';
import type { Posts } from './posts';
import { createCampaigns } from './campaigns';
import { createCare, type Care } from './care/care';
import { createLimitNews } from './care/limit-news';
import { createListCheck } from './care/list-check';
import { createFileUploads } from './file-uploads';
import { createGroupReceipts, type GroupReceipts } from './group-receipts';
import { joinHolds } from './holds';
import { createKnownChats, createSentTo } from './known-chats';
import type { Ledger } from './ledger';
import { createMessagePreparation } from './message-preparation';
import { notLetIn } from './nacks';
import { createQueuePauses, type QueuePauses } from './queue-pauses';
import { createRecipients, type Recipients } from './recipients';
import { createRestrictions, type Restrictions } from './restrictions';
import { createSender, type Sender } from './sender';
import { createStatuses, type Statuses } from './statuses';
import { createTimetable, type Timetable } from './timetable';
import { because, createWaiting, type Waiting } from './waiting';

export interface OutboxOptions {
	store: AccountStore;
	clock: Clock;
	log: Log;
	auth: Auth;
	ledger: Ledger;
	audiences: Audiences;
	posts: Posts;
	incoming: IncomingStore;
	messageLookup: MessageLookup;
	messageSecrets: MessageSecrets;
	media: Media;
	events: EventLog;
	settings(): AccountSettings;
	info(): AccountInfo;
	addresses: FindAddresses;
	optOuts: Pick<OptOuts, 'find'>;
	/** What people are called. */
	directory: Pick<Directory, 'nameOf'>;
	/** The open connection. */
	socket(): WhatsAppSocket | undefined;
	/** WhatsApp has taken a message; in the transaction of its status. */
	onSent(record: MessageRecord, at: number): EngineEvent | undefined;
	/** How long messages to a person are there. */
	ephemeralOf(chat: string): Ephemeral | null;
	/** The new statuses are on disk. */
	onStatus(messageIds: readonly string[]): void;
	/** WhatsApp does not acknowledge any more. */
	onSilence(): void;
	/** The store cannot be used. */
	onTrouble(error: unknown): void;
	/** What came over the connection could not be written. */
	onLost(error: unknown): void;
}

/** Messages of ours, from the queue to the last receipt. */
export interface Outbox {
	readonly recipients: Recipients;
	readonly groupReceipts: GroupReceipts;
	readonly statuses: Statuses;
	/** What WhatsApp lets the number do. */
	readonly restrictions: Restrictions;
	readonly care: Care;
	readonly waiting: Waiting;
	readonly sender: Sender;
	readonly timetable: Timetable;
	readonly pauses: QueuePauses;
	readonly acks: Acks;
	readonly areDifferentPeople: AreDifferentPeople;
	/** Whether a message of ours went to a chat, under either address. */
	isSentTo(messageId: string, chat: string): boolean;
}

export function createOutbox(options: OutboxOptions): Outbox {
	const { store, clock, log, ledger, incoming, media, settings, info, addresses, socket } = options;
	const { events } = options;
	const isKnownChat = createKnownChats({ incoming, ledger, addresses });
	const recipients = createRecipients(store, clock.now, isKnownChat, () => info().phone);
	const areDifferentPeople = createDifferentPeople(addresses, recipients.known);
	const groupReceipts = createGroupReceipts(store);

	const statuses = createStatuses({
		...options,
		groupReceipts,
		onChange(messageIds) {
			for (const messageId of messageIds) sender.confirm(messageId);
			tellReached(messageIds);
			options.onStatus(messageIds);
		},
	});

	const restrictions = createRestrictions({
		...{ store, ledger, events, clock, log, info, socket, isKnownChat },
		onChange: () => sender.wake(),
		fail: (messageId, at, standing) => statuses.set(messageId, 'FAILED', at, notLetIn(standing)),
		onTrouble: options.onLost,
	});

	/** Who has a message of ours is known from then on. */
	function tellReached(messageIds: readonly string[]): void {
		if (!settings().care) return;
		for (const messageId of messageIds) {
			const record = ledger.get(messageId);
			if (record?.receivedAt) care.onReached(record.chat);
		}
	}

	const news = createLimitNews(store, (limits) => events.append(limits.flatMap(limitReached)));
	const care = createCare({
		...{ store, clock, settings, incoming, addresses, isKnownChat },
		wake: () => sender.wake(),
		onLimit: news.note,
	});
	const pauses = createQueuePauses({
		store,
		ledger,
		now: clock.now,
		onResumed: () => sender.wake(),
	});

	const holdRestricted = () =>
		restrictions.timelock.until() === undefined ? undefined : restrictions.hold();
	const waiting = createWaiting({
		ledger,
		reasons: [
			because(pauses.hold, 'PAUSED', () => undefined),
			because(holdRestricted, 'RESTRICTED', restrictions.timelock.until),
			because(restrictions.hold, 'NEW_CHAT_CAP', restrictions.newChatCap.until),
			care.why,
		],
		isOnline: () => socket() !== undefined,
	});

	function limitReached(limit: CareLimit): EngineEvent[] {
		const state = care.states()?.find((found) => found.limit === limit);
		if (!state) return [];
		const { used, max, until = null } = state;
		const reached = { limit, used, max, until, waiting: waiting.countFor(limit) };
		return [limitReachedEvent(info(), { ...reached, level: 'reached' }, clock.now())];
	}

	const listCheck = createListCheck({
		...{ store, campaigns: createCampaigns(store), now: clock.now },
		onPaused: () => log.info('A campaign is paused, as many of its numbers are not on WhatsApp'),
	});

	function fail(messageId: string, error: EngineError): void {
		statuses.set(messageId, 'FAILED', clock.now(), error);
		media.sweep();
		if (error.code === 'NOT_ON_WHATSAPP' && settings().care) listCheck.onMissing(messageId);
	}

	const sender = createSender({
		ledger,
		clock,
		log,
		hold: joinHolds([pauses.hold, restrictions.hold, care.hold]),
		settings,
		socket,
		uploads: createFileUploads({ media, socket }),
		addressesOf(chat) {
			const jid = recipients.known(chat) ?? chat;
			return jidsOf(jid, addresses(jid));
		},
		prepare: createMessagePreparation({
			...options,
			recipients,
			groupReceipts,
			areDifferentPeople,
		}),
		fail,
		care,
		onNothing: news.settle,
		onSilence: options.onSilence,
		onTrouble: options.onTrouble,
	});

	return {
		recipients,
		groupReceipts,
		statuses,
		restrictions,
		care,
		waiting,
		sender,
		timetable: createTimetable({
			...{ ledger, clock, log, fail, wake: sender.wake },
			reasonOf: waiting.reasonOf,
		}),
		pauses,
		acks: createAcks({ log, ledger, posts: options.posts, statuses, sender, restrictions }),
		areDifferentPeople,
		isSentTo: createSentTo(ledger, areDifferentPeople),
	};
}
