import type {
	AccountRef,
	CommandName,
	EngineEvent,
	GatewayOptions,
	MediaKind,
} from '../../engine/gateway/contract';

/** What is to happen to the engine's process, and when. */
export interface KillOrder {
	/** What the process does at that moment, as `kill-points.cjs` names it. */
	what: string;
	when: 'before' | 'after';
	/** At the how manieth time. */
	count: number;
	/** SIGKILL, or tearing down its TCP connections. */
	action: 'kill' | 'hangUp';
}

/** Which engine a process runs; it loads it at once, and does nothing else before it is told to start. */
export interface Engine {
	/** The built engine: `dist/engine`. */
	engineDir: string;
	/** The test of the tests: see `without-journal.cjs`. */
	withoutJournal?: boolean;
	/** Where Node keeps what it has compiled: the next process loads in half the time. */
	cacheDir: string;
}

/** Starts the engine and subscribes the trigger. */
export interface Start {
	options: GatewayOptions;
	account: AccountRef;
	/** Where the trigger notes what it has executed. */
	executionsFile: string;
	/** False at the first start: there is nothing to resume yet. */
	resume: boolean;
}

/** What `engine-program.cjs` is told. */
export type ToProgram =
	| ({ type: 'start' } & Start)
	| { type: 'arm'; order: KillOrder }
	| { type: 'request'; id: number; command: CommandName; input: unknown }
	| { type: 'store'; id: number; kind: MediaKind; base64: string };

/** What it tells. */
export type FromProgram =
	| { type: 'armed' }
	| { type: 'connected' }
	| { type: 'executed'; events: EngineEvent[] }
	| { type: 'result'; id: number; value: unknown }
	| { type: 'failure'; id: number; error: string };
