import { toIso } from '../content/iso-time';
import type { NewChats } from '../gateway/contract';
import type { NewChatCap } from '../whatsapp/index';

/** When WhatsApp does not say how long. */
export const UNKNOWN_MS = 60 * 60_000;
/** WhatsApp's period is a month: an end that is farther away is none. */
const LONGEST_PERIOD_MS = 366 * 24 * 60 * 60_000;

/** What is known of the new chats that WhatsApp lets the number start. Times in ms. */
export interface CapRecord {
	/** What WhatsApp said last. */
	cap: NewChatCap | null;
	/** When it said so, or refused a message: what it said before that is old. */
	saidAt: number;
	/** Until then the number may start none. */
	until: number;
	/** WhatsApp has not said that end. */
	isGuess: boolean;
	/** A message was refused, and WhatsApp is asked why. */
	isAsked: boolean;
	/** What WhatsApp has warned of last, and in which period. */
	warning: string | null;
}

export const NO_CAP: CapRecord = {
	cap: null,
	saidAt: 0,
	until: 0,
	isGuess: false,
	isAsked: false,
	warning: null,
};

/** What WhatsApp says, by itself or because it was asked. */
export function withWords(before: CapRecord, said: NewChatCap, now: number): CapRecord {
	const cap = { ...said, saidAt: Math.min(said.saidAt, now) };
	const { saidAt } = cap;
	if (saidAt < before.saidAt) return before;
	const known = { cap, saidAt, isAsked: false, warning: warningOf(cap, now) };
	if (isReached(cap, now)) return { ...known, warning: null, ...endOf(cap, now) };
	// It has refused a message for it and counts otherwise: one of the two is late.
	if (before.isAsked) return { ...known, until: now + UNKNOWN_MS, isGuess: true };
	return { ...known, until: 0, isGuess: false };
}

/** WhatsApp has refused a message for it. As in WhatsApp Web, that lasts until the period ends, where the end is known. */
export function withRefusal(before: CapRecord, at: number, now: number): CapRecord {
	const refused = { ...before, saidAt: Math.max(before.saidAt, at), isAsked: true, warning: null };
	const isLonger = before.until > now + UNKNOWN_MS;
	return isLonger ? refused : { ...refused, ...endOf(before.cap, now) };
}

/** WhatsApp does not answer. */
export function withoutAnswer(before: CapRecord): CapRecord {
	return { ...before, isAsked: false };
}

export function capUntil({ until }: CapRecord, now: number): number | undefined {
	return until > now ? until : undefined;
}

/** For people. Null where nothing is known. */
export function newChatsOf(record: CapRecord, now: number): NewChats | null {
	const { cap } = record;
	const until = capUntil(record, now);
	if (!cap) return until === undefined ? null : { ...NOTHING, until: toIso(until) };
	const isOver = hasEnded(cap, now);
	return {
		used: isOver ? null : (cap.used ?? null),
		max: cap.max ?? null,
		until: toIso(until ?? (isOver ? null : periodEnd(cap, now))),
		status: until === undefined ? (isOver ? 'NONE' : (cap.status ?? null)) : 'CAPPED',
	};
}

const NOTHING: NewChats = { used: null, max: null, until: null, status: 'CAPPED' };

/** When WhatsApp says that it is not reached, that counts more than its numbers: it does not hold everybody to them. */
function isReached(cap: NewChatCap, now: number): boolean {
	if (hasEnded(cap, now)) return false;
	const { status, used, max } = cap;
	if (status === 'CAPPED') return true;
	return status !== 'NONE' && used !== undefined && max !== undefined && used >= max;
}

function hasEnded({ endsAt }: NewChatCap, now: number): boolean {
	return endsAt !== undefined && endsAt <= now;
}

function periodEnd({ endsAt }: NewChatCap, now: number): number | undefined {
	const isOne = endsAt !== undefined && endsAt > now && endsAt - now <= LONGEST_PERIOD_MS;
	return isOne ? endsAt : undefined;
}

function endOf(cap: NewChatCap | null, now: number): Pick<CapRecord, 'until' | 'isGuess'> {
	const end = cap ? periodEnd(cap, now) : undefined;
	return { until: end ?? now + UNKNOWN_MS, isGuess: end === undefined };
}

function warningOf(cap: NewChatCap, now: number): string | null {
	const { status, endsAt } = cap;
	if (status === undefined || status === 'NONE' || status === 'CAPPED') return null;
	return hasEnded(cap, now) ? null : `${status} ${endsAt ?? ''}`;
}
