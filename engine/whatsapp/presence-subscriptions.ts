import { createBoundedMap } from '../bounded-map';

/** Each is asked for anew over each connection. */
const MAX_SUBSCRIPTIONS = 100;
/** As long as there is one the number is shown as online, and its phone gets no notifications: so it ends by itself. */
export const SUBSCRIBED_FOR_MS = 24 * 60 * 60_000;

/** Whose presence WhatsApp is to tell. It outlives a connection, but not the process. */
export interface PresenceSubscriptions {
	/** From now on for a day; the oldest goes where there are too many. */
	add(chat: string): void;
	all(): string[];
	/** When the last one ends (ms); undefined where there is none. */
	until(): number | undefined;
}

export function createPresenceSubscriptions(now: () => number): PresenceSubscriptions {
	const ends = createBoundedMap<number>(MAX_SUBSCRIPTIONS);
	// The last one first.
	const all = () => [...ends].filter(([, end]) => end > now());
	return {
		add: (chat) => void ends.set(chat, now() + SUBSCRIBED_FOR_MS),
		all: () => all().map(([chat]) => chat),
		until: () => all()[0]?.[1],
	};
}
