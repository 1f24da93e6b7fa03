import type { Account } from '../../account/account';

/** Resolves when the number is connected, or will not be by itself, or that takes too long. */
export async function settled(account: Account, withinMs: number): Promise<void> {
	await account.changes.until(
		() => account.connection.open() !== undefined || account.state() !== 'LINKED' || undefined,
		withinMs,
	);
}
