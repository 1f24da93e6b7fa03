import type {
	AccountRef,
	CommandName,
	ErrorShape,
	EventDroppedEvent,
	OpenedMedia,
	OpenMedia,
	Resumed,
	StoreMedia,
	Subscription,
} from '../../gateway/contract';

/**
 * What processes of one n8n say to each other. Redis hands each message to those who listen at that moment and keeps none: any
 * may be lost, come twice, or come late. So whoever asks asks again, and whoever answers knows what was asked before.
 */

/** One end of the bus: n8n's thread of a process has one, its engine's thread another. Drawn anew at each start. */
export type Address = string;

/** Its owner listens there. */
export const accountChannel = (accountId: string) => `account:${accountId}`;
/** It listens there itself. */
export const ownChannel = (address: Address) => `process:${address}`;
/** Everybody listens there. */
export const ALL = 'all';

/** What may be asked of the owner of an account. */
export type Ask =
	/** Whether there is one. */
	| { type: 'owner' }
	| { type: 'request'; command: CommandName; input: unknown }
	/** The file comes in pieces, from whoever asks. */
	| { type: 'storeMedia'; media: StoreMedia; stream: number }
	| { type: 'openMedia'; media: OpenMedia }
	/**
	 * Also the sign of life of a subscription that is there. `since`: when n8n asked for it, in milliseconds since 1970: of two
	 * with one `durableId` the later one counts.
	 */
	| { type: 'subscribe'; subscriptionId: number; subscription: Subscription; since: number }
	| { type: 'unsubscribe'; subscriptionId: number };

export interface Call {
	type: 'call';
	from: Address;
	/** With `from`, it tells one call from all others, however often it comes. */
	id: number;
	/** Nobody else may do it: absent where it may be done by another owner after one that has ended. */
	to?: Address;
	account: AccountRef;
	ask: Ask;
}

/** The owner's answers. */
export type Answer =
	/** It is under way. */
	| { type: 'accepted'; id: number }
	/** The bytes are its JSON; none: it has no answer. */
	| { type: 'result'; id: number }
	| { type: 'failure'; id: number; error: ErrorShape }
	/** Another one owns the account now. */
	| { type: 'moved'; id: number; mayBeDone: boolean };

/** The answer to `openMedia`: its bytes are read from there. */
export interface OpenedFile {
	info: OpenedMedia;
	from: Address;
	stream: number;
}

/** The owner's to whoever subscribed. */
export type Delivery =
	/**
	 * The bytes are the JSON of the batch; none: it has come before, and whoever has it says what became of it. `after`: the one
	 * before it, where nobody knows whether that has come: it has to, so that batches keep their order.
	 */
	| { type: 'deliver'; from: Address; deliveryId: number; subscriptionId: number; after?: number }
	| { type: 'dropped'; subscriptionId: number; event: EventDroppedEvent };

/** The subscriber's. */
export type DeliveryAnswer =
	| { type: 'running'; deliveryId: number }
	/** n8n has taken the batch, or could not (`ok: false`): it comes again. */
	| { type: 'taken'; deliveryId: number; ok: boolean };

/** A file, from its source. The bytes are the piece. */
export type FromSource =
	| { type: 'piece'; from: Address; stream: number; n: number }
	/** There are so many pieces. */
	| { type: 'end'; from: Address; stream: number; pieces: number }
	| { type: 'broken'; from: Address; stream: number; error?: ErrorShape }
	/** Its next piece is not there yet. */
	| { type: 'wait'; from: Address; stream: number };

/** To the source of a file. */
export type ToSource =
	/** It has all pieces before `have`, and room for those before `until`; `again`: some of what was asked for did not come. */
	| { type: 'want'; from: Address; stream: number; have: number; until: number; again: boolean }
	/** It wants no more. */
	| { type: 'enough'; stream: number };

/** What comes to n8n's end, and to the engine's. */
export type ToGateway = Answer | Delivery | FromSource | ToSource;
export type ToServer = DeliveryAnswer | FromSource | ToSource;

/** Between an engine, and the processes that have a web server of n8n. */
export type ToResumer =
	/** This execution is to go on; the others that have offered it were not chosen. */
	{ type: 'resume'; from: Address; id: number; url: string };
export type FromResumer =
	| { type: 'offer'; from: Address; id: number }
	| { type: 'resumed'; id: number; outcome: Resumed };

export type ToAll =
	/** Whoever has a web server of n8n offers to resume an execution. */
	| { type: 'whoResumes'; from: Address; id: number }
	/** An engine's thread is there. */
	| { type: 'beat'; from: Address }
	/** Nobody answers for this account, and somebody wants it. */
	| { type: 'claim'; accountId: string }
	| { type: 'owned'; accountId: string; by: Address }
	/** This end is closed: whatever it had subscribed to is over. */
	| { type: 'gone'; from: Address };
