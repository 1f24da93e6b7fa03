import type { AccountInfo } from '../content/events';
import { toIso } from '../content/iso-time';
import { summarize } from '../content/summary';
import type { EventLog } from '../events/event-log';
import type { SessionStatus } from '../gateway/contract';
import type { Inbound } from '../inbox/inbound';
import type { Acks } from '../outbox/acks';
import type { Ledger } from '../outbox/ledger';
import type { QueuePauses } from '../outbox/queue-pauses';
import type { Restrictions } from '../outbox/restrictions';
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
	now(): number;
}

/** How a number is doing. */
export function createStatus(options: StatusOptions): () => SessionStatus {
	const { auth, info, link, onlineSince, inbound, acks, ledger, events, now } = options;
	const { restrictions, pauses } = options;
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
			lastError: link.lastError(),
		};
		return { ...status, summary: summarize(status, now()) };
	};
}
