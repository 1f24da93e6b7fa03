import type { Person } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

/** Somebody has opened a status that was posted from here. Who has switched read receipts off is not told of. */
export interface StatusViewedEvent extends EventEnvelope {
	event: 'status.viewed';
	/** That of all statuses. */
	chat: EventChat;
	/** Of the status. */
	messageId: string;
	/** Who has opened it. */
	from: Person;
	/** How many people have, of those who may see it; null where it is not known how many these are. */
	views: number;
	audience: number | null;
}
