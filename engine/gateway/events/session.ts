import type { LinkState } from '../session';
import type { EventEnvelope } from './envelope';

export interface SessionEvent extends EventEnvelope {
	event: 'session.connected' | 'session.disconnected' | 'session.loggedOut';
	state: LinkState;
	/** Why, for a disconnect or logout. */
	reason: string | null;
}
