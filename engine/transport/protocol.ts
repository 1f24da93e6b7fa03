import type { MessagePort } from 'node:worker_threads';
import type {
	AccountRef,
	CommandName,
	CredentialList,
	ErrorShape,
	EventDroppedEvent,
	GatewayOptions,
	LogLine,
	OpenMedia,
	SendMessage,
	StoreMedia,
	Subscription,
} from '../gateway/contract';

/** What the worker thread is started with. */
export type WorkerData = Omit<GatewayOptions, 'log'>;

/** n8n's thread to the engine's. */
export type ToEngine =
	| { type: 'request'; id: number; account: AccountRef; command: CommandName; input: unknown }
	| { type: 'subscribe'; id: number; account: AccountRef; subscription: Subscription }
	/** The bytes of files come and go over a port of their own: see `byte-stream.ts`. */
	| { type: 'storeMedia'; id: number; account: AccountRef; media: StoreMedia; port: MessagePort }
	| { type: 'openMedia'; id: number; account: AccountRef; media: OpenMedia; port: MessagePort }
	| { type: 'deposit'; id: number; account: AccountRef; message: SendMessage }
	| { type: 'resume'; id: number }
	| { type: 'leave'; id: number }
	| { type: 'compareCredentials'; id: number; list: CredentialList }
	| { type: 'unsubscribe'; id: number; subscriptionId: number }
	/** n8n has taken the batch, or could not (`ok: false`): it comes again. */
	| { type: 'taken'; deliveryId: number; ok: boolean }
	| { type: 'close'; id: number };

/**
 * The engine's thread to n8n's. `id` is the request's; a subscription is known by the id that asked for it. What others
 * have written is in it as JSON: a value that is nested too deeply fails while it is copied, on the other side, where nobody
 * knows any more what it was (`messageerror`). Text always arrives.
 */
export type FromEngine =
	/** Undefined: the command has no answer. */
	| { type: 'result'; id: number; json: string | undefined }
	| { type: 'failure'; id: number; error: ErrorShape }
	/** An `EventBatch`. */
	| { type: 'deliver'; deliveryId: number; subscriptionId: number; json: string }
	| { type: 'dropped'; subscriptionId: number; event: EventDroppedEvent }
	| { type: 'log'; line: LogLine };
