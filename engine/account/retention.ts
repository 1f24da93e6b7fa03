import type { ChatMemory } from '../chats/chat-memory';
import type { Clock, Timer } from '../clock';
import type { UnfinishedStanzas } from '../inbox/unfinished-stanzas';
import type { EventLog } from '../events/event-log';
import type { AlbumParts } from '../inbox/album-parts';
import type { IncomingStore } from '../inbox/incoming-store';
import type { Journal } from '../inbox/journal';
import type { MessageSecrets } from '../inbox/message-secrets';
import { kindOf, type Log } from '../log';
import type { Media } from '../media/index';
import type { Audiences } from '../outbox/audiences';
import type { Ledger } from '../outbox/ledger';
import type { Posts } from '../outbox/posts';
import type { Recipients } from '../outbox/recipients';
import type { Database } from '../store/database';
import type { ServerTime } from '../session/server-time';

const HOUR = 60 * 60_000;
const SWEEP_EVERY_MS = 10 * 60_000;
/** IDs, times and statuses, without content. So long WhatsApp keeps what it could not deliver, too. */
const KEEP_RECORDS_MS = 30 * 24 * HOUR;
/** WhatsApp hands nothing over again that is older (Baileys' PLACEHOLDER_MAX_AGE_SECONDS). */
const KEEP_JOURNAL_MS = 14 * 24 * HOUR;
/** A status is there for a day. */
const KEEP_AUDIENCES_MS = 48 * HOUR;
/** Events that no trigger has come back for. */
const KEEP_EVENTS_MS = 7 * 24 * HOUR;

export interface RetentionOptions {
	clock: Pick<Clock, 'after'>;
	log: Log;
	time: Pick<ServerTime, 'atLeast' | 'save'>;
	db: Pick<Database, 'scrub' | 'shrink'>;
	ledger: Pick<Ledger, 'sweep'>;
	audiences: Pick<Audiences, 'sweep'>;
	posts: Pick<Posts, 'sweep'>;
	incoming: Pick<IncomingStore, 'sweep'>;
	journal: Pick<Journal, 'sweep'>;
	unfinishedStanzas: Pick<UnfinishedStanzas, 'sweep'>;
	messageSecrets: Pick<MessageSecrets, 'sweep'>;
	albumParts: Pick<AlbumParts, 'sweep'>;
	recipients: Pick<Recipients, 'sweep'>;
	chats: Pick<ChatMemory, 'sweep'>;
	events: Pick<EventLog, 'sweep'>;
	media: Pick<Media, 'sweep'>;
	/** How long what messages say is kept. */
	keepContentHours(): number;
	/** Whoever listens is listening: by default that takes ten minutes from the start. */
	areTriggersBack?: boolean;
	/** All of it is done, and nothing that was deleted is in any file. */
	onSwept?(): void;
}

/** How long an account remembers what: looks every ten minutes. */
export interface Retention {
	/** A message has got further: where nothing is to be kept, what it said goes at once. */
	onStatus(): void;
	/** WhatsApp has said what time it is: where it is much later than was known, more is to be forgotten. */
	onTime(): void;
	close(): void;
}

/** Deletes a part of what is to go, and says whether more is left. */
type Slice = () => boolean;

export function createRetention(options: RetentionOptions): Retention {
	const {
		clock,
		log,
		time,
		db,
		ledger,
		audiences,
		posts,
		incoming,
		journal,
		unfinishedStanzas,
		messageSecrets,
		albumParts,
		recipients,
	} = options;
	const { chats, events, media, keepContentHours, onSwept } = options;
	const before = (ms: number) => time.atLeast() - ms;
	const content = () => before(keepContentHours() * HOUR);

	function forgetSent(): boolean {
		const records = before(KEEP_RECORDS_MS);
		const undelivered = keepContentHours() === 0 ? content() : records;
		return ledger.sweep({ content: content(), undelivered, records });
	}

	let { areTriggersBack = false } = options;

	/**
	 * n8n may have been off for longer than events are kept: nobody's are forgotten before its triggers had the time to come
	 * back. The first one that does opens the account, and the others follow.
	 */
	function slices(): Slice[] {
		return [
			once(time.save),
			forgetSent,
			() => audiences.sweep(before(KEEP_AUDIENCES_MS)),
			() => posts.sweep(before(KEEP_RECORDS_MS)),
			() => incoming.sweep(content(), before(KEEP_RECORDS_MS)),
			() => journal.sweep(before(KEEP_JOURNAL_MS)),
			() => unfinishedStanzas.sweep(before(KEEP_JOURNAL_MS)),
			() => messageSecrets.sweep(before(KEEP_RECORDS_MS)),
			() => albumParts.sweep(before(KEEP_EVENTS_MS)),
			recipients.sweep,
			chats.sweep,
			once(media.sweep),
			// What a trigger does not get any more is content like any other.
			...(areTriggersBack ? [() => events.sweep(before(KEEP_EVENTS_MS), content())] : []),
			once(() => db.scrub()),
			// What is in work is asked for again; of a number at rest it is half of the memory.
			once(() => db.shrink()),
			...(onSwept ? [once(onSwept)] : []),
		];
	}

	/** One slice at a time, so that whatever else is to be done is done in between. */
	function work(left: readonly Slice[]): void {
		const [slice, ...others] = left;
		isSweeping = slice !== undefined;
		if (!slice) {
			next = clock.after(SWEEP_EVERY_MS, begin);
			return;
		}
		next = clock.after(0, () => {
			const rest = goesOn(slice) ? left : others;
			if (!closed) work(rest);
		});
	}

	function begin(): void {
		sweptAt = time.atLeast();
		work(slices());
	}

	/** What fails, of a full disk, is tried again at the next time, and must not end the thread. */
	function goesOn(slice: Slice): boolean {
		try {
			return slice();
		} catch (error) {
			log.warn('Something that is to be forgotten is still there', { error: kindOf(error) });
			return false;
		}
	}

	let next: Timer;
	let isSweeping = false;
	let sweptAt: number;
	let closed = false;
	const coming = clock.after(SWEEP_EVERY_MS, () => (areTriggersBack = true));
	begin();

	return {
		onStatus() {
			if (keepContentHours() === 0) forgetSent();
		},
		onTime() {
			// Otherwise it is soon time for the next one: the connection may end and open again and again.
			const isMuchLater = time.atLeast() - sweptAt >= SWEEP_EVERY_MS;
			if (!isMuchLater || isSweeping || closed) return;
			next.cancel();
			begin();
		},
		close() {
			closed = true;
			coming.cancel();
			next.cancel();
		},
	};
}

function once(work: () => void): Slice {
	return () => {
		work();
		return false;
	};
}
