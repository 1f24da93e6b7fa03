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

/** What a process does. */
export type Role =
	/** All there is: it holds a number, has its trigger, and is asked for what it sends. */
	| 'all'
	/** Queue mode: it holds numbers for others. */
	| 'holder'
	/** Queue mode: it has a number's trigger and asks for what is to be sent, but holds none. */
	| 'user';

/** Which engine a process runs; it loads it at once, and does nothing else before it is told to start. */
export interface Engine {
	/** The built engine: `dist/engine`. */
	engineDir: string;
	role: Role;
	/** The test of the tests: see `without-journal.cjs` and `without-fence.cjs`. */
	without?: 'journal' | 'fence';
	/** Where Node keeps what it has compiled: the next process loads in half the time. */
	cacheDir: string;
}

export interface Start {
	options: GatewayOptions;
	/** All but holders have one. */
	trigger?: Trigger;
}

/** Of the number that a process is there for. */
export interface Trigger {
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
	| { type: 'failure'; id: number; error: string; isRetryable: boolean };
