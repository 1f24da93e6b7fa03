import { LONGEST_TIMER_MS, type Clock, type Timer } from '../clock';
import { isOfCare, WAITS_FOR } from '../content/waiting-words';
import { EngineError, type WaitingReason } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { Ledger } from './ledger';
import type { ExpiredMessage } from './ledger-queue';

/** Each failure is a transaction: whatever else is to be done is done between two of these. */
const SLICE = 20;
const TROUBLE_PAUSE_MS = 10_000;

export interface TimetableOptions {
	ledger: Pick<Ledger, 'expired' | 'nextTime'>;
	clock: Clock;
	log: Log;
	fail(messageId: string, error: EngineError): void;
	/** Why a message waited; undefined where it was for its turn alone. */
	reasonOf(messageId: string): WaitingReason | undefined;
	/** A message may have come due. */
	wake(): void;
}

/** Sees to it that messages leave when their time has come, and fail when they have waited for too long: also while offline. */
export interface Timetable {
	/** Times have changed: of messages, or of the clock. */
	look(): void;
	close(): void;
}

export function createTimetable(options: TimetableOptions): Timetable {
	const { ledger, clock, log, fail, reasonOf, wake } = options;
	let timer: Timer | undefined;
	let closed = false;

	function look(): void {
		if (closed) return;
		try {
			const expired = ledger.expired(SLICE);
			for (const message of expired) {
				fail(message.messageId, tooLate(message, reasonOf(message.messageId)));
			}
			if (expired.length > 0) log.info('Messages waited for too long', { count: expired.length });
			wake();
			lookAt(expired.length === SLICE ? clock.now() : ledger.nextTime());
		} catch (error) {
			log.warn('It is not known which messages are due, which is tried again', {
				error: kindOf(error),
			});
			lookAt(clock.now() + TROUBLE_PAUSE_MS);
		}
	}

	function lookAt(at: number | undefined): void {
		timer?.cancel();
		if (at === undefined) return;
		const ms = Math.max(0, at - clock.now());
		timer = clock.after(Math.min(ms, LONGEST_TIMER_MS), look);
	}

	return {
		look,
		close() {
			closed = true;
			timer?.cancel();
		},
	};
}

function tooLate({ sendAt, expiresAt }: ExpiredMessage, reason?: WaitingReason): EngineError {
	const iso = (at: number) => new Date(at).toISOString();
	return new EngineError(
		'EXPIRED',
		`The message was to leave ${sendAt === null ? '' : `at ${iso(sendAt)}, `}by ${iso(expiresAt)} at the latest, and could not: it is not sent any more.`,
		howToSendIt(reason),
	);
}

function howToSendIt(reason: WaitingReason | undefined): string {
	const again = 'Raise Expires After, or send it again.';
	if (!reason || reason === 'NOT_CONNECTED') {
		return `Run Session > Get Status to see whether the number is connected and what waits before others. ${again}`;
	}
	const where = isOfCare(reason)
		? ' Change that in the credential, under Options > Care for the Number.'
		: '';
	return `It waited for ${WAITS_FOR[reason]}.${where} ${again}`;
}
