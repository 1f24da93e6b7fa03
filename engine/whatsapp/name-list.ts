import type { ChatEntry } from '../gateway/contract';

/** Typing a name into a list asks at every letter. */
const GOOD_FOR_MS = 60_000;

/** What there is to choose from. */
export interface NameList {
	/** WhatsApp is asked once a minute at most. */
	get(): Promise<ChatEntry[]>;
	/** It has changed. */
	forget(): void;
}

export function createNameList(ask: () => Promise<ChatEntry[]>, now: () => number): NameList {
	let known: { at: number; entries: ChatEntry[] } | undefined;
	let asking: Promise<ChatEntry[]> | undefined;

	async function askNow(): Promise<ChatEntry[]> {
		const entries = await ask();
		known = { at: now(), entries };
		return entries;
	}

	return {
		get() {
			if (known && now() - known.at <= GOOD_FOR_MS) return Promise.resolve(known.entries);
			asking ??= askNow().finally(() => (asking = undefined));
			return asking;
		},
		forget: () => void (known = undefined),
	};
}
