import type { PersonAddress } from '../incoming';

export interface EventChat extends PersonAddress {
	id: string;
	type: 'direct' | 'group' | 'channel' | 'status';
	name: string | null;
}

/** The envelope that every event has; what belongs to the event type follows in the members below. */
export interface EventEnvelope {
	/** What happened: one of `EVENT_TYPES`. */
	event: string;
	/** Stable across redelivery. */
	eventId: string;
	/** WhatsApp's own time where it gives one. */
	timestamp: string;
	account: { id: string; phone: string | null; lid: string | null; name: string | null };
}
