import type { Clock, Timer } from '../clock';
import { kindOf, type Log } from '../log';
import type { Settings } from '../store/account-store';
import type { Standing, WhatsAppSocket } from '../whatsapp/index';
import { createEndWatch } from './end-watch';
import { UNKNOWN_MS } from './new-chat-cap';
import type { RestrictionNews } from './restriction-news';

const RESTRICTED_UNTIL = 'restrictedUntil';
const REFUSED = 'refusedForRestriction';
/** So long a refused message waits for WhatsApp to say why: less than the sender waits for an acknowledgement. */
const ANSWER_MS = 10_000;
const REASON = 'reachOutTimelock';

export interface ReachOutTimelockOptions {
	clock: Clock;
	log: Log;
	settings: Settings;
	news: Pick<RestrictionNews, 'tell' | 'restricted' | 'lifted' | 'told'>;
	socket(): Pick<WhatsAppSocket, 'askReachOutTimelock'> | undefined;
	/** The restriction has ended, or its end has become known. */
	onChange(): void;
	/** Ends a refused message; what WhatsApp says of the number, if it does, is the reason. */
	fail(messageId: string, at: number, standing: Standing | undefined): void;
	/** It could not be written. */
	onTrouble(error: unknown): void;
}

interface Refused {
	messageId: string;
	/** When WhatsApp refused it (ms). */
	at: number;
}

/**
 * WhatsApp at times does not let a number open new chats (error 463); chats that exist go on. Each further try makes it
 * longer, so messages that would open a chat wait until it ends.
 */
export interface ReachOutTimelock {
	until(): number | undefined;
	/** WhatsApp has said how the number stands, by itself or because it was asked. */
	learn(standing: Standing): void;
	/** WhatsApp has refused a message for it: asks how long. One contact may be the cause, then nothing is restricted. */
	onRefused(messageId: string, at: number): void;
	/** What time it is is known now: the end may be nearer or farther than it seemed. */
	onTime(): void;
	/** Another number is linked. */
	forget(): void;
	close(): void;
}

export function createReachOutTimelock(options: ReachOutTimelockOptions): ReachOutTimelock {
	const { clock, log, settings, news, socket, onChange, fail, onTrouble } = options;
	let patience: Timer | undefined;
	let isTimeKnown = false;
	let closed = false;

	function until(): number | undefined {
		const end = settings.get<number>(RESTRICTED_UNTIL);
		return end !== undefined && end > clock.now() ? end : undefined;
	}

	const ends = createEndWatch(clock, until, () => {
		try {
			if (isTimeKnown) news.tell(() => news.lifted(REASON));
		} catch (error) {
			onTrouble(error);
		}
		onChange();
	});

	/** Joins a transaction. */
	function restrict(end: number): void {
		const forMs = end - clock.now();
		if (forMs > 0) log.info('The number may open no new chats for now', { forMs });
		else if (until() !== undefined) log.info('The number may open new chats again');
		settings.set(RESTRICTED_UNTIL, end);
	}

	/** Unless a later end is known. */
	function restrictForNow(): void {
		restrict(Math.max(until() ?? 0, clock.now() + UNKNOWN_MS));
	}

	/** An end that WhatsApp has said counts until another one takes its place. */
	function tellOfUnknownEnd(): void {
		const end = until();
		if (end !== undefined && news.told(REASON)?.until !== end) news.restricted(REASON, null);
	}

	/** Messages that were refused, until it is known why: on disk, as none of them may be sent again. */
	const refused = () => settings.get<Refused[]>(REFUSED) ?? [];

	/** What is left at the close is settled at the next start. */
	function settle(standing?: Standing): void {
		if (closed) return;
		patience?.cancel();
		patience = undefined;
		const waiting = refused();
		if (waiting.length === 0) return;
		try {
			for (const { messageId, at } of waiting) fail(messageId, at, standing);
			news.tell(() => {
				settings.set(REFUSED, []);
				if (!standing) tellOfUnknownEnd();
			});
		} catch (error) {
			onTrouble(error);
		}
	}

	if (until() !== undefined) ends.look();
	if (refused().length > 0) patience = clock.after(0, settle);

	return {
		until,
		learn(standing) {
			// First, so that what was refused is not among what may leave now.
			settle(standing);
			news.tell(() => {
				if (!standing.isActive) {
					restrict(0);
					news.lifted(REASON);
				} else if (standing.until) {
					restrict(standing.until);
					if (standing.until > clock.now()) news.restricted(REASON, standing.until);
				} else {
					restrictForNow();
					tellOfUnknownEnd();
				}
			});
			ends.look();
		},
		onRefused(messageId, at) {
			// At once, so that nothing else leaves while WhatsApp is asked.
			restrictForNow();
			settings.set(REFUSED, [...refused(), { messageId, at }]);
			ends.look();
			if (patience) return;
			patience = clock.after(ANSWER_MS, settle);
			const asked = socket()?.askReachOutTimelock() ?? Promise.resolve();
			asked
				.catch((error: unknown) =>
					log.debug('WhatsApp does not say how the number stands', { error: kindOf(error) }),
				)
				// With an answer it is settled by then.
				.finally(settle);
		},
		onTime() {
			isTimeKnown = true;
			ends.look();
		},
		forget: () => settings.set(RESTRICTED_UNTIL, 0),
		close() {
			closed = true;
			patience?.cancel();
			ends.close();
		},
	};
}
