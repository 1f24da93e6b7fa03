import type { ChatEntry } from '../gateway/contract';

/** Typing a name into a list asks at every letter. */
const GOOD_FOR_MS = 60_000;

/** What there is to choose from. */
export interface NameList<Entry extends ChatEntry = ChatEntry> {
	/** WhatsApp is asked once a minute at most. */
	get(): Promise<Entry[]>;
	/** It has changed: an answer that is on its way may be from before. */
	forget(): void;
}

export function createNameList<Entry extends ChatEntry>(
	ask: () => Promise<Entry[]>,
	now: () => number,
): NameList<Entry> {
	let known: { at: number; entries: Entry[] } | undefined;
	let asking: Promise<Entry[]> | undefined;

	function askNow(): Promise<Entry[]> {
		const isNewest = () => asking === answer;
		const answer = ask()
			.then((entries) => {
				if (isNewest()) known = { at: now(), entries };
				return entries;
			})
			.finally(() => {
				if (isNewest()) asking = undefined;
			});
		return answer;
	}

	return {
		get() {
			if (known && now() - known.at <= GOOD_FOR_MS) return Promise.resolve(known.entries);
			return (asking ??= askNow());
		},
		forget() {
			known = undefined;
			asking = undefined;
		},
	};
}
