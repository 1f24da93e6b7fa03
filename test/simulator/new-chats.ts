import type { Clock } from './clock';

/** How many new chats an account may start in WhatsApp's period. */
export interface NewChatLimit {
	readonly total: number;
	readonly used?: number;
	/** When the period ends (ms); another one follows. */
	readonly until: number;
}

const PERIOD_MS = 30 * 24 * 60 * 60_000;
/** How much of the limit is used when WhatsApp warns: our guess. */
const WARNINGS = { FIRST_WARNING: 0.75, SECOND_WARNING: 0.9, CAPPED: 1 };

type Status = 'NONE' | keyof typeof WARNINGS;

/** Whom an account has chats with, and how many more it may start. */
export class NewChats {
	/** Numbers. */
	readonly #known = new Set<string>();
	#limit: Required<NewChatLimit> | undefined;
	/** What WhatsApp says instead of the truth. */
	#lie: { words: unknown } | undefined;
	/** Whether it says something when the account is warned, or may start no more. */
	isTelling = true;

	constructor(private readonly clock: Clock) {}

	limit(limit: NewChatLimit | undefined): void {
		this.#limit = limit && { used: 0, ...limit };
		this.#lie = undefined;
	}

	lie(words: unknown): void {
		this.#lie = { words };
	}

	meet(number: string): void {
		this.#known.add(number);
	}

	/** False where it would be one chat too many: then it does not begin. */
	begin(number: string): boolean {
		if (this.#known.has(number)) return true;
		const limit = this.#current();
		if (limit && limit.used >= limit.total) return false;
		if (limit) this.#limit = { ...limit, used: limit.used + 1 };
		this.meet(number);
		return true;
	}

	get status(): Status {
		const limit = this.#current();
		if (!limit) return 'NONE';
		const reached = Object.entries(WARNINGS).filter(
			([, share]) => limit.used >= limit.total * share,
		);
		return (reached.at(-1)?.[0] as Status | undefined) ?? 'NONE';
	}

	/** In WhatsApp's words: numbers as numbers, times as text. */
	words(): unknown {
		if (this.#lie) return this.#lie.words;
		const limit = this.#current();
		const seconds = (ms: number) => String(Math.floor(ms / 1000));
		return {
			total_quota: limit?.total ?? -1,
			used_quota: limit?.used ?? 0,
			cycle_start_timestamp: limit ? seconds(limit.until - PERIOD_MS) : '0',
			cycle_end_timestamp: limit ? seconds(limit.until) : '0',
			server_sent_timestamp: seconds(this.clock.now()),
			ote_status: 'NOT_ELIGIBLE',
			mv_status: 'NOT_ELIGIBLE',
			capping_status: this.status,
		};
	}

	#current(): Required<NewChatLimit> | undefined {
		const limit = this.#limit;
		if (limit && this.clock.now() >= limit.until) {
			this.#limit = { ...limit, used: 0, until: limit.until + PERIOD_MS };
		}
		return this.#limit;
	}
}
