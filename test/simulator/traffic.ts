import type { BinaryNode } from '@whiskeysockets/baileys';
import { Timeline } from './waiting';

/** Enough for a test or a demo; a simulator that runs for days must not grow. */
const CAPACITY = 5_000;

/** One decoded stanza between a companion and the server. */
export interface TrafficEntry {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** As the server sees it: `in` comes from the companion. */
	readonly direction: 'in' | 'out';
	/** The account, once the companion has logged in. */
	readonly number: string | undefined;
	readonly device: number | undefined;
	/** The path and the query of the URL that the companion has connected to: a test may give each its own. */
	readonly path: string;
	readonly stanza: BinaryNode;
}

/** What went over the sockets of companions, for assertions. */
export interface Traffic {
	/** What is remembered, oldest first; of one account, if given. */
	entries(number?: string): TrafficEntry[];
	/** The first remembered entry that matches, or the next one. */
	waitFor(matches: (entry: TrafficEntry) => boolean, timeoutMs?: number): Promise<TrafficEntry>;
	/** Calls back for each entry until the returned function is called. */
	subscribe(listener: (entry: TrafficEntry) => void): () => void;
	clear(): void;
}

export class TrafficLog implements Traffic {
	readonly #timeline = new Timeline<TrafficEntry>('such stanza', CAPACITY);
	readonly #listeners = new Set<(entry: TrafficEntry) => void>();

	entries(number?: string): TrafficEntry[] {
		return this.#timeline.all.filter((entry) => number === undefined || entry.number === number);
	}

	async waitFor(
		matches: (entry: TrafficEntry) => boolean,
		timeoutMs?: number,
	): Promise<TrafficEntry> {
		return await this.#timeline.waitFor(matches, timeoutMs);
	}

	subscribe(listener: (entry: TrafficEntry) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	clear(): void {
		this.#timeline.clear();
	}

	add(entry: TrafficEntry): void {
		for (const listener of this.#listeners) listener(entry);
		this.#timeline.add(entry);
	}

	close(): void {
		this.#timeline.close();
		this.#listeners.clear();
	}
}
