import type {
	LimitReachedEvent,
	RestrictedEvent,
	RestrictionLiftedEvent,
	RestrictionReason,
} from '../gateway/contract';
import { noticeEnvelope, type AccountInfo } from './events';
import { toIso } from './iso-time';

const WHY: Readonly<Record<RestrictionReason, string>> = {
	reachOutTimelock: 'WhatsApp restricts this number: it may start no new chats',
	newChatCap: 'This number has started as many new chats as WhatsApp lets it: it may start no more',
};

/** `until` in ms; null: WhatsApp does not say. */
export function restrictedEvent(
	account: AccountInfo,
	reason: RestrictionReason,
	until: number | null,
	at: number,
): RestrictedEvent {
	const iso = toIso(until);
	const howLong = iso ? `until ${iso}` : 'for now, and WhatsApp does not say for how long';
	const tried = iso ? 'until then' : 'for an hour at least, then it is tried again';
	return {
		event: 'session.restricted',
		...noticeEnvelope(account, ['session.restricted', reason, String(at)], at),
		reason,
		until: iso,
		text: `${WHY[reason]} ${howLong}. Chats that exist go on; messages that would start a new one wait ${tried}.`,
	};
}

/** `since` in ms. */
export function restrictionLiftedEvent(
	account: AccountInfo,
	reason: RestrictionReason,
	since: number,
	at: number,
): RestrictionLiftedEvent {
	return {
		event: 'session.restrictionLifted',
		...noticeEnvelope(account, ['session.restrictionLifted', reason, String(at)], at),
		reason,
		since: new Date(since).toISOString(),
	};
}

/** What is reached; `until` in ms. */
export type ReachedLimit = Pick<
	LimitReachedEvent,
	'limit' | 'max' | 'used' | 'waiting' | 'level'
> & {
	until: number | null;
};

export function limitReachedEvent(
	account: AccountInfo,
	{ limit, max, used, until, waiting, level }: ReachedLimit,
	at: number,
): LimitReachedEvent {
	return {
		event: 'session.limitReached',
		...noticeEnvelope(account, ['session.limitReached', limit, level, String(at)], at),
		...{ limit, max, used, until: toIso(until), waiting, level },
	};
}
