import type { MessageStatus } from '../gateway/contract';

/** The way of a message that arrives. Each step implies the ones before it. */
const WAY = ['QUEUED', 'SENDING', 'SENT', 'RECEIVED', 'READ', 'PLAYED'] as const;
type Step = (typeof WAY)[number];

const rank = (status: MessageStatus): number => WAY.indexOf(status as Step);

/** Whether a message at `status` has come at least as far as `wanted`. */
export function hasReached(status: MessageStatus, wanted: MessageStatus): boolean {
	return rank(status) >= rank(wanted);
}

/** Nobody knows yet whether WhatsApp has it. */
export function isUnderWay(status: MessageStatus): boolean {
	return !isFailure(status) && !hasReached(status, 'SENT');
}

/** Nothing was or will be delivered, as far as is known. */
export function isFailure(status: MessageStatus): boolean {
	return rank(status) < 0;
}

/**
 * The steps from one status to another, in order, with the skipped ones filled in: receipts come merged, late and out
 * of order (a peer that reads from the notification never says "received"). Empty when `to` is not news. A status never
 * goes back; a receipt for a message that counted as FAILED proves that it arrived.
 */
export function stepsBetween(from: MessageStatus, to: MessageStatus): MessageStatus[] {
	if (isFailure(to)) return isFailure(from) || hasReached(from, 'SENT') ? [] : [to];
	const start = isFailure(from) ? rank('SENDING') : rank(from);
	return WAY.slice(start + 1, rank(to) + 1);
}
