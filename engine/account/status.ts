import type { AccountInfo } from '../content/events';
import { toIso } from '../content/iso-time';
import { summarize } from '../content/summary';
import type { EventLog } from '../events/event-log';
import type { SessionStatus } from '../gateway/contract';
import type { Inbound } from '../inbox/inbound';
import type { Acks } from '../outbox/acks';
import type { Care } from '../outbox/care/care';
import type { LimitState } from '../outbox/care/limits';
import type { Ledger } from '../outbox/ledger';
import type { QueuePauses } from '../outbox/queue-pauses';
import type { Restrictions } from '../outbox/restrictions';
import type { Waiting } from '../outbox/waiting';
import type { LinkRecord } from '../session/link-record';
import type { Auth } from '../whatsapp/index';

export interface StatusOptions {
	auth: Pick<Auth, 'isPaired'>;
	info(): AccountInfo;
	link: Pick<LinkRecord, 'state' | 'lastError'>;
	/** Since when the connection is open; undefined while it is not. */
	onlineSince(): number | undefined;
	inbound: Pick<Inbound, 'lastAt'>;
	acks: Pick<Acks, 'lastAt'>;
	ledger: Pick<Ledger, 'queueLength'>;
	events: Pick<EventLog, 'dropped'>;
	restrictions: Pick<Restrictions, 'until' | 'newChatCap'>;
	pauses: Pick<QueuePauses, 'since'>;
	care: Pick<Care, 'states'>;
	waiting: Pick<Waiting, 'all'>;
	now(): number;
}

/** How a number is doing. */
export function createStatus(options: StatusOptions): () => SessionStatus {
	const { auth, info, link, onlineSince, inbound, acks, ledger, events, now } = options;
	const { restrictions, pauses, care, waiting } = options;
	return () => {
		const { phone, name } = info();
		const since = onlineSince();
		const droppedEvents = events.dropped();
		const status = {
			state: link.state(),
			connected: since !== undefined,
			phone: auth.isPaired() ? phone : null,
			name,
			onlineSince: toIso(since),
			lastMessageIn: toIso(inbound.lastAt()),
			lastMessageOut: toIso(acks.lastAt()),
			queueLength: ledger.queueLength(),
			...(droppedEvents > 0 && { droppedEvents }),
			queuePaused: toIso(pauses.since()),
			restrictedUntil: toIso(restrictions.until()),
			newChats: restrictions.newChatCap.newChats(),
			limits: limitUse(care.states()),
			waiting: waiting.all(),
			lastError: link.lastError(),
		};
		return { ...status, summary: summarize(status, now()) };
	};
}

function limitUse(states: readonly LimitState[] | null): SessionStatus['limits'] {
	if (!states) return null;
	const uses = states.map(({ limit, used, max }) => [limit, { used, max }]);
	return Object.fromEntries(uses) as SessionStatus['limits'];
}
