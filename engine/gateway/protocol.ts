import type {
	AccountRef,
	CommandName,
	ErrorShape,
	EventBatch,
	GatewayOptions,
	Subscription,
} from './types';

/** What the worker thread is started with. */
export type WorkerData = GatewayOptions;

/** n8n's thread to the engine's. */
export type ToEngine =
	| { type: 'request'; id: number; account: AccountRef; command: CommandName; input: unknown }
	| { type: 'subscribe'; id: number; account: AccountRef; subscription: Subscription }
	| { type: 'resume'; id: number }
	| { type: 'unsubscribe'; id: number; subscriptionId: number }
	/** n8n has taken the batch, or could not (`ok: false`): it comes again. */
	| { type: 'taken'; deliveryId: number; ok: boolean }
	| { type: 'close'; id: number };

/** The engine's thread to n8n's. `id` is the request's; a subscription is known by the id that asked for it. */
export type FromEngine =
	| { type: 'result'; id: number; value: unknown }
	| { type: 'failure'; id: number; error: ErrorShape }
	| { type: 'deliver'; deliveryId: number; subscriptionId: number; batch: EventBatch };
