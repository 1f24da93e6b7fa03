import { isDeepStrictEqual } from 'node:util';
import type { Clock, Timer } from '../clock';
import type { NewChats } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { Settings } from '../store/account-store';
import type { NewChatCap, WhatsAppSocket } from '../whatsapp/index';
import { createEndWatch } from './end-watch';
import {
	capUntil,
	newChatsOf,
	NO_CAP,
	withoutAnswer,
	withRefusal,
	withWords,
	type CapRecord,
} from './new-chat-cap';
import type { RestrictionNews } from './restriction-news';

const NAME = 'newChatCap';
const REASON = 'newChatCap';
/** So long after a refusal WhatsApp may take to say why, before it is told without. */
const ANSWER_MS = 10_000;
/** A number that loses its connection again and again asks no oftener. */
const ASK_AGAIN_MS = 10 * 60_000;

export interface CapWatchOptions {
	clock: Clock;
	log: Log;
	settings: Settings;
	news: Pick<RestrictionNews, 'tell' | 'restricted' | 'lifted' | 'limitReached'>;
	socket(): Pick<WhatsAppSocket, 'askNewChatCap'> | undefined;
	/** How many messages would start a new chat. */
	waiting(): number;
	/** The number may start new chats again, or not until another time. */
	onChange(): void;
	/** It could not be written. */
	onTrouble(error: unknown): void;
}

/**
 * WhatsApp lets a number start only so many new chats in its period of about a month, warns before it is so far, and refuses
 * messages after that (error 475). Until the period ends, messages that would start a chat wait.
 */
export interface CapWatch {
	until(): number | undefined;
	/** What WhatsApp said last; null: nothing yet. */
	newChats(): NewChats | null;
	/** WhatsApp has said by itself how it stands. */
	learn(cap: NewChatCap): void;
	/** WhatsApp has refused a message for it: asks until when. */
	onRefused(at: number): void;
	/** The number is connected, and it is known what time it is: asks. */
	onOpen(): void;
	/** Another number is linked. */
	forget(): void;
	close(): void;
}

export function createCapWatch(options: CapWatchOptions): CapWatch {
	const { clock, log, settings, news, socket, waiting, onChange, onTrouble } = options;
	const patience = new Set<Timer>();
	let answeredAt: number | undefined;
	let isRefusalAsked = false;
	let isTimeKnown = false;
	let closed = false;

	const read = () => settings.get<CapRecord>(NAME) ?? NO_CAP;
	const until = () => capUntil(read(), clock.now());

	const ends = createEndWatch(clock, until, () =>
		attempt(() => {
			const record = read();
			if (record.until === 0 || !isTimeKnown) return onChange();
			news.tell(() => {
				settings.set(NAME, { ...record, until: 0, isGuess: false } satisfies CapRecord);
				news.lifted(REASON);
			});
			// First, so that nothing leaves into the same refusal.
			ask(onChange);
		}),
	);

	function attempt(work: () => void): void {
		try {
			work();
		} catch (error) {
			onTrouble(error);
		}
	}

	function store(after: CapRecord): void {
		const before = read();
		if (isDeepStrictEqual(after, before)) return;
		news.tell(() => {
			settings.set(NAME, after);
			// What was refused is told of when it is known why.
			if (!after.isAsked) tell(after, before);
		});
		const forMs = (until() ?? 0) - clock.now();
		if (forMs > 0) log.info('The number may start no more new chats for now', { forMs });
		ends.look();
	}

	function tell({ cap, warning, isGuess }: CapRecord, before: CapRecord): void {
		const limit = 'newChatCap';
		const counts = { max: cap?.max ?? null, used: cap?.used ?? null };
		const end = until();
		if (end === undefined) news.lifted(REASON);
		else if (news.restricted(REASON, isGuess ? null : end)) {
			const reached = {
				until: isGuess ? null : end,
				waiting: waiting(),
				level: 'reached' as const,
			};
			news.limitReached({ limit, ...counts, ...reached });
		}
		if (warning === null || warning === before.warning) return;
		const period = { until: cap?.endsAt ?? null, waiting: 0, level: 'warning' as const };
		news.limitReached({ limit, ...counts, ...period });
	}

	function learn(cap: NewChatCap): void {
		store(withWords(read(), cap, clock.now()));
	}

	/** `done` is called once; an answer that is late counts, too. */
	function ask(done: () => void): void {
		let isDone = false;
		const finish = () => {
			patience.delete(timer);
			timer.cancel();
			if (isDone || closed) return;
			isDone = true;
			attempt(done);
		};
		const timer = clock.after(ANSWER_MS, finish);
		patience.add(timer);
		const asked = socket()?.askNewChatCap() ?? Promise.resolve(undefined);
		asked
			.then(
				(cap) => {
					if (closed) return;
					answeredAt = clock.elapsed();
					if (cap) attempt(() => learn(cap));
				},
				(error: unknown) =>
					log.debug('WhatsApp does not say how many new chats the number may start', {
						error: kindOf(error),
					}),
			)
			.finally(finish);
	}

	/** What was refused is so, with an answer or without. */
	function settle(): void {
		isRefusalAsked = false;
		const record = read();
		if (record.isAsked) store(withoutAnswer(record));
	}

	if (until() !== undefined) ends.look();

	return {
		until,
		newChats: () => newChatsOf(read(), clock.now()),
		learn,
		onRefused(at) {
			store(withRefusal(read(), at, clock.now()));
			if (isRefusalAsked) return;
			isRefusalAsked = true;
			ask(settle);
		},
		onOpen() {
			isTimeKnown = true;
			ends.look();
			if (answeredAt !== undefined && clock.elapsed() - answeredAt < ASK_AGAIN_MS) return;
			ask(settle);
		},
		forget: () => settings.set(NAME, NO_CAP),
		close() {
			closed = true;
			for (const timer of patience) timer.cancel();
			ends.close();
		},
	};
}
