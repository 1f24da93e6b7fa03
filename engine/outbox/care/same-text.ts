/** What went out last with some words: to whom, and when others may get the same (ms). */
interface LastSaid {
	/** By all the names that are known. */
	chats: readonly string[];
	until: number;
	/** The whole of the pause: the computer's clock may be set back. */
	ms: number;
}

export interface SameText {
	/** Until when nobody else gets this text; undefined where they may now. `text` is its digest. */
	until(text: string, chat: string, now: number): number | undefined;
	/** It went out, and the pause begins. */
	said(text: string, chats: readonly string[], at: number): void;
	forget(): void;
}

/** `pauseMs`: the shortest one; the longest is half as long again. */
export function createSameText(pauseMs: () => number, random: () => number): SameText {
	const last = new Map<string, LastSaid>();

	function tidy(now: number): void {
		for (const [text, { until }] of last) if (until <= now) last.delete(text);
	}

	return {
		until(text, chat, now) {
			const found = last.get(text);
			if (!found || found.chats.includes(chat)) return undefined;
			const until = Math.min(found.until, now + found.ms);
			return until > now ? until : undefined;
		},
		said(text, chats, at) {
			const ms = Math.round(pauseMs() * (1 + random() / 2));
			if (ms === 0) return;
			tidy(at);
			last.set(text, { chats, until: at + ms, ms });
		},
		forget: () => last.clear(),
	};
}
