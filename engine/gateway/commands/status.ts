import type { Person } from '../incoming';
import { query } from './command';

/** Somebody who has opened a status of ours. */
export interface StatusViewer extends Person {
	viewedAt: string;
}

/** Statuses are posted and deleted by `message.send`. */
export const statusCommands = {
	/** Who has opened a status that was posted from here, the first one first. Errors: UNKNOWN_MESSAGE, NOT_ALLOWED. */
	'status.viewers': query<{ messageId: string; limit: number }, StatusViewer[]>(),
};
