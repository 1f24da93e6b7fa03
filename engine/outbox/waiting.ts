import { toIso } from '../content/iso-time';
import type { CareLimit, WaitingMessages, WaitingReason } from '../gateway/contract';
import type { Hold } from './holds';
import type { Candidate, LedgerQueue, WaitingGroup } from './ledger-queue';

/** Why a message waits. */
export interface Held {
	/** Null: it leaves in a moment. */
	reason: WaitingReason | null;
	/** Until when (ms); null where nobody knows. */
	until: number | null;
	limit?: CareLimit;
}

/** A reason to wait: why it holds each of those that wait; undefined: it holds none. */
export type Why = () => ((candidate: Candidate) => Held | undefined) | undefined;

/** A hold that holds all that it holds for one reason. */
export function because(hold: Hold, reason: WaitingReason, until: () => number | undefined): Why {
	return () => {
		const mayLeave = hold();
		if (mayLeave === undefined) return undefined;
		const held = { reason, until: until() ?? null };
		return (candidate) => (mayLeave && mayLeave(candidate) ? undefined : held);
	};
}

export interface WaitingOptions {
	ledger: Pick<LedgerQueue, 'groups' | 'candidate'>;
	/** The first one that holds a message is why it waits. */
	reasons: readonly Why[];
	isOnline(): boolean;
}

/** What waits, and why: for whoever asks. */
export interface Waiting {
	all(): WaitingMessages[];
	/** How many wait for a limit. */
	countFor(limit: CareLimit): number;
	/** Of a message whose time has come; undefined where it waits for its turn alone. */
	reasonOf(messageId: string): WaitingReason | undefined;
}

/** What somebody has to know first. */
const IMPORTANCE: readonly WaitingReason[] = [
	'RESTRICTED',
	'NEW_CHAT_CAP',
	'NOT_ON_WHATSAPP',
	'PAUSED',
	'DAILY_LIMIT',
	'HOURLY_LIMIT',
	'NEW_CHAT_LIMIT',
	'QUIET_HOURS',
	'SAME_TEXT',
	'NOT_CONNECTED',
	'SCHEDULED',
];

export function createWaiting({ ledger, reasons, isOnline }: WaitingOptions): Waiting {
	/** Asked once for all that wait. */
	function judge(): (candidate: Candidate) => Held | undefined {
		const holding = reasons.map((reason) => reason()).filter((why) => why !== undefined);
		return (candidate) => {
			for (const why of holding) {
				const held = why(candidate);
				if (held) return held;
			}
			return isOnline() ? undefined : { reason: 'NOT_CONNECTED', until: null };
		};
	}

	function held(): { group: WaitingGroup; why: Held }[] {
		const why = judge();
		return ledger.groups().flatMap((group) => {
			const found = whyOf(group) ?? why(group);
			return found ? [{ group, why: found }] : [];
		});
	}

	/** What the ledger knows by itself. */
	function whyOf({ sendAt, pausedFor }: WaitingGroup): Held | undefined {
		if (sendAt !== null) return { reason: 'SCHEDULED', until: sendAt };
		return pausedFor === null ? undefined : { reason: pausedFor, until: null };
	}

	return {
		all() {
			const found = held();
			return IMPORTANCE.flatMap((reason) => {
				const ofIt = found.filter(({ why }) => why.reason === reason);
				if (ofIt.length === 0) return [];
				const ends = ofIt.flatMap(({ why: { until } }) => until ?? []);
				const count = ofIt.reduce((sum, { group }) => sum + group.count, 0);
				return [{ reason, count, until: toIso(ends.length > 0 ? Math.min(...ends) : null) }];
			});
		},
		countFor: (limit) =>
			held()
				.filter(({ why }) => why.limit === limit)
				.reduce((sum, { group }) => sum + group.count, 0),
		reasonOf(messageId) {
			const candidate = ledger.candidate(messageId);
			return (candidate && judge()(candidate)?.reason) ?? undefined;
		},
	};
}
