import type { Clock } from '../clock';
import type { Errands } from '../inbox/errands';
import type { EventLog } from '../inbox/event-log';
import type { IncomingStore } from '../inbox/incoming-store';
import type { Journal } from '../inbox/journal';
import type { Questions } from '../inbox/questions';
import type { Media } from '../media/index';
import type { Ledger } from '../outbox/ledger';
import type { Time } from './time';

const HOUR = 60 * 60_000;
const SWEEP_EVERY_MS = 10 * 60_000;
/** IDs, times and statuses, without content. So long WhatsApp keeps what it could not deliver, too. */
const KEEP_RECORDS_MS = 30 * 24 * HOUR;
/** WhatsApp hands nothing over again that is older (Baileys' PLACEHOLDER_MAX_AGE_SECONDS). */
const KEEP_JOURNAL_MS = 14 * 24 * HOUR;
/** Events that no trigger has come back for. */
const KEEP_EVENTS_MS = 7 * 24 * HOUR;

export interface RetentionOptions {
	clock: Pick<Clock, 'after'>;
	time: Pick<Time, 'atLeast' | 'save'>;
	ledger: Pick<Ledger, 'sweep'>;
	incoming: Pick<IncomingStore, 'sweep'>;
	journal: Pick<Journal, 'sweep'>;
	errands: Pick<Errands, 'sweep'>;
	questions: Pick<Questions, 'sweep'>;
	events: Pick<EventLog, 'sweep'>;
	media: Pick<Media, 'sweep'>;
	/** How long what messages say is kept. */
	keepContentHours(): number;
}

/** How long an account remembers what: looks every ten minutes. */
export interface Retention {
	/** A message has got further: where nothing is to be kept, what it said goes at once. */
	onStatus(): void;
	/** WhatsApp has said what time it is: until then, less may have been forgotten than it is time for. */
	onTime(): void;
	close(): void;
}

export function createRetention(options: RetentionOptions): Retention {
	const { clock, time, ledger, incoming, journal, errands, questions, events, media } = options;
	const { keepContentHours } = options;
	const before = (ms: number) => time.atLeast() - ms;

	/**
	 * n8n may have been off for longer than events are kept: nobody's are forgotten before its triggers had the time to come
	 * back. The first one that does opens the account, and the others follow.
	 */
	function sweep(areTriggersBack: boolean): void {
		sweeping = clock.after(SWEEP_EVERY_MS, () => sweep(true));
		time.save();
		unlessFull(() => {
			forgetOld();
			if (areTriggersBack) events.sweep(before(KEEP_EVENTS_MS));
		});
	}

	function unlessFull(work: () => void): void {
		try {
			work();
		} catch {
			// A full disk: it is tried again, and must not end the thread.
		}
	}

	const content = () => before(keepContentHours() * HOUR);

	function forgetSent(): void {
		const records = before(KEEP_RECORDS_MS);
		const undelivered = keepContentHours() === 0 ? content() : records;
		ledger.sweep({ content: content(), undelivered, records });
	}

	function forgetOld(): void {
		forgetSent();
		incoming.sweep(content(), before(KEEP_RECORDS_MS));
		journal.sweep(before(KEEP_JOURNAL_MS));
		errands.sweep(before(KEEP_JOURNAL_MS));
		questions.sweep(before(KEEP_RECORDS_MS));
		media.sweep();
	}
	let sweeping = clock.after(0, () => sweep(false));

	return {
		onStatus() {
			if (keepContentHours() === 0) forgetSent();
		},
		onTime: () => unlessFull(forgetOld),
		close: () => sweeping.cancel(),
	};
}
