import type {
	AccountRef,
	CommandName,
	EventBatch,
	GatewayOptions,
	LogLine,
	Subscription,
} from '../../engine/gateway/contract';

/** What `process-program.cjs` is asked. Each question has an answer. */
export type ToProcess = { id: number } & Question;

export type Question =
	| { type: 'start'; options: GatewayOptions }
	| { type: 'request'; account: AccountRef; command: CommandName; input: unknown }
	| { type: 'subscribe'; account: AccountRef; subscription: Subscription }
	| { type: 'resume' }
	| { type: 'close' };

/** What it tells. */
export type FromProcess =
	| { type: 'result'; id: number; value: unknown }
	| { type: 'failure'; id: number; code: string; text: string }
	| { type: 'batch'; batch: EventBatch }
	| { type: 'log'; line: LogLine };
