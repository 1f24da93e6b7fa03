import { idempotent } from './command';

export const mediaCommands = {
	/** Deletes files that were taken in for a message that is not sent after all. */
	'media.discard': idempotent<{ mediaIds: readonly string[] }, null>(),
};
