import type { Account } from '../../account/account';
import { EngineError, type SessionStatus } from '../../gateway/contract';

/** Removes this device from the phone's list and forgets its keys. The queue is kept. Error: DISCONNECTED when offline. */
export async function logOut(account: Account): Promise<SessionStatus> {
	if (account.state() === 'LINKED') {
		const socket = account.connection.open();
		if (!socket) throw OFFLINE;
		await socket.logOut();
	}
	account.forget();
	return account.status();
}

const OFFLINE = new EngineError(
	'DISCONNECTED',
	'The number is not connected, so WhatsApp cannot be told to log out.',
	'Try again when Session > Get Status says connected, or remove the device on the phone: WhatsApp > Linked devices.',
	true,
);
