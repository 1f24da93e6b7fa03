import { createBoundedMap } from '../bounded-map';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** As often Baileys answers one device that asks for one message, within an hour (its maxMsgRetryCount). */
const MAX_ANSWERS = 5;
/** Answers in a minute: to one person about one message, whose devices are ten at most; to one person; to everybody. */
const PER_MESSAGE = 10;
const PER_PERSON = 100;
const ALTOGETHER = 1_000;
/** More than are answered in five minutes: what is forgotten for others is older than that. */
const MAX_REMEMBERED = 5_000;

/**
 * How often requests to send a message again are answered. Everybody who has got a message of ours can make them, and each
 * answer costs a question for keys, a new session and a frame. It outlives a connection.
 */
export interface RetryLimits {
	/** Whether this device of a person may be sent this message now; if so, it counts. */
	take(messageId: string, person: string, device: number): boolean;
}

export function createRetryLimits(now: () => number): RetryLimits {
	const answers = createBoundedMap<{ at: number; count: number }>(MAX_REMEMBERED);
	const perMessage = createQuota(PER_MESSAGE, now);
	const perPerson = createQuota(PER_PERSON, now);
	const altogether = createQuota(ALTOGETHER, now);

	return {
		take(messageId, person, device) {
			const key = `${messageId} ${person} ${device}`;
			// Whoever asks in vain does not make it younger.
			const last = answers.peek(key);
			const age = last ? since(last.at, now) : HOUR;
			const count = last && age < HOUR ? last.count : 0;
			if (age < MINUTE || count >= MAX_ANSWERS) return false;
			const quotas = [
				perMessage(`${messageId} ${person}`),
				perPerson(person),
				altogether('everybody'),
			];
			if (!quotas.every(({ hasLeft }) => hasLeft)) return false;
			for (const { use } of quotas) use();
			answers.set(key, { at: now(), count: count + 1 });
			return true;
		},
	};
}

/** So many in a minute, by key; a minute begins with the first. */
function createQuota(most: number, now: () => number) {
	const minutes = createBoundedMap<{ from: number; used: number }>(MAX_REMEMBERED);
	return (key: string) => {
		const known = minutes.peek(key);
		const minute = known && since(known.from, now) < MINUTE ? known : { from: now(), used: 0 };
		return {
			hasLeft: minute.used < most,
			use: () => minutes.set(key, { ...minute, used: minute.used + 1 }),
		};
	};
}

/** The computer's clock may have been set back: what seems to lie ahead is long ago. */
function since(at: number, now: () => number): number {
	return Math.abs(now() - at);
}
