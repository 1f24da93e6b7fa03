import type { Account } from '../../account/account';
import { parseDestination } from '../../content/jid';
import { EngineError, type SendMessage } from '../../gateway/contract';
import { identify } from './deduplication';
import { send } from './send';

/**
 * Queues a message whose sender was told that it is, while nobody could look whether it can be. One that cannot has failed,
 * as it may have when its turn comes. Rejects where it can be queued later.
 */
export async function sendLate(account: Account, request: SendMessage): Promise<void> {
	try {
		await send(account, request);
	} catch (error) {
		if (!(error instanceof EngineError) || error.retryable) throw error;
		const messageId = identify(account.idSecret, account.ownPhone(), request);
		if (account.ledger.get(messageId)) return;
		account.enqueue(messageId, parseDestination(request.to, account.ownPhone()), request, []);
		account.fail(messageId, error);
	}
}
