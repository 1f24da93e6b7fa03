import { createBoundedMap } from '../bounded-map';

/** Each is asked for anew over each connection. */
const MAX_SUBSCRIPTIONS = 100;
/** As long as there is one the number is shown as online, and its phone gets no notifications: so it ends by itself. */
export const SUBSCRIBED_FOR_MS = 24 * 60 * 60_000;

/** Whose presence WhatsApp is to tell. It outlives a connection, but not the process. */
export interface PresenceSubscriptions {
	/** From now on, for a day where nothing else is said; the oldest goes where there are too many. */
	add(chat: string, forMs?: number): void;
	all(): string[];
	/** When the last one ends (ms); undefined where there is none. */
	until(): number | undefined;
}

export function createPresenceSubscriptions(now: () => number): PresenceSubscriptions {
	const ends = createBoundedMap<number>(MAX_SUBSCRIPTIONS);
	const all = () => [...ends].filter(([, end]) => end > now());
	return {
		add: (chat, forMs = SUBSCRIBED_FOR_MS) =>
			void ends.set(chat, Math.max(ends.get(chat) ?? 0, now() + forMs)),
		all: () => all().map(([chat]) => chat),
		until: () =>
			all().reduce<number | undefined>((last, [, end]) => Math.max(last ?? 0, end), undefined),
	};
}
