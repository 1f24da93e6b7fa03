import type { SessionStatus } from '../gateway/contract';
import { duration } from './duration';
import { isOfCare, WAITS_FOR } from './waiting-words';

/** How a number is doing, in one line for a person. */
export function summarize(status: Omit<SessionStatus, 'summary'>, now: number): string {
	return [
		connection(status, now),
		queue(status),
		held(status, now),
		dropped(status),
		restriction(status, now),
	]
		.filter(Boolean)
		.join(' ');
}

function connection(
	{ state, connected, phone, onlineSince, lastError }: Omit<SessionStatus, 'summary'>,
	now: number,
): string {
	const trouble = lastError ? `${lastError.message} ${lastError.hint}` : '';
	if (state === 'LINKED' && connected && onlineSince) {
		const stalls = lastError?.code === 'BACKLOG_STALLED' ? ` ${trouble}` : '';
		return `+${phone} has been connected for ${duration(now - Date.parse(onlineSince))}.${stalls}`;
	}
	if (state === 'LINKED') return trouble || `+${phone} is connecting.`;
	if (state === 'WAITING') return 'A code or QR code waits for the phone.';
	if (state === 'LINKING') return 'The phone is linking.';
	return trouble || 'No number is linked.';
}

function queue({
	queueLength,
	queuePaused,
}: Pick<SessionStatus, 'queueLength' | 'queuePaused'>): string {
	const waiting = queueLength === 1 ? '1 message waits' : `${queueLength} messages wait`;
	if (queuePaused) {
		return queueLength === 0 ? 'The queue is paused.' : `The queue is paused; ${waiting} in it.`;
	}
	return queueLength === 0 ? '' : `${waiting} to be sent.`;
}

/** What the user has set holds these; what WhatsApp has is said elsewhere. */
function held({ waiting }: Pick<SessionStatus, 'waiting'>, now: number): string {
	const found = waiting.find(({ reason }) => isOfCare(reason));
	if (!found) return '';
	const { reason, count, until } = found;
	const goesOn = until && ` The first of them may leave in ${duration(Date.parse(until) - now)}.`;
	return `${count} of them ${count === 1 ? 'waits' : 'wait'} for ${WAITS_FOR[reason]}.${goesOn ?? ''}`;
}

function dropped({ droppedEvents = 0 }: Pick<SessionStatus, 'droppedEvents'>): string {
	if (droppedEvents === 0) return '';
	return droppedEvents === 1
		? 'n8n refused 1 event too often.'
		: `n8n refused ${droppedEvents} events too often.`;
}

function restriction(
	{ restrictedUntil, newChats }: Pick<SessionStatus, 'restrictedUntil' | 'newChats'>,
	now: number,
): string {
	const { used, max, until, status } = newChats ?? {};
	const count = used != null && max != null ? ` (${Math.min(used, max)} of ${max})` : '';
	if (restrictedUntil) {
		const forTime = duration(Date.parse(restrictedUntil) - now);
		return status === 'CAPPED' && until === restrictedUntil
			? `It has started as many new chats as WhatsApp lets it${count}, and may start no more for ${forTime}.`
			: `WhatsApp lets it open no new chats for ${forTime}.`;
	}
	const isWarned = status === 'FIRST_WARNING' || status === 'SECOND_WARNING';
	return isWarned
		? `WhatsApp warns that it has soon started as many new chats as it may${count}.`
		: '';
}
