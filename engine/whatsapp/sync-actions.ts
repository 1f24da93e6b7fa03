import type { ILogger } from '@whiskeysockets/baileys/lib/Utils/logger.js';
import type { proto } from '@whiskeysockets/baileys';
import { silentLogger } from './silent-logger';
import type { SyncAction } from './chat-actions';

/** `{ syncAction: { syncAction: { value }, index }, initialSync }` (lib/Utils/chat-utils.js, processSyncAction). */
interface LoggedAction {
	syncAction?: { index?: string[]; syncAction?: proto.ISyncActionData };
	initialSync?: boolean;
}

/**
 * A logger for Baileys that hears what other devices have changed in the shared settings, at the moment in which Baileys has
 * read it. Baileys' events leave some changes out (a chat that was cleared), hold others back until a history comes, and
 * merge them with what happens to the same chat. `isOld`: it was so already when the number was linked.
 */
export function watchSyncActions(tell: (action: SyncAction, isOld: boolean) => void): ILogger {
	const logger: ILogger = {
		...silentLogger,
		child: () => logger,
		trace(details) {
			const { syncAction, initialSync } = (details ?? {}) as LoggedAction;
			if (!syncAction?.index) return;
			tell({ index: syncAction.index, value: syncAction.syncAction?.value }, initialSync === true);
		},
	};
	return logger;
}
