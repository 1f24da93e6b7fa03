import { createTurns } from '../../../../engine/fleet/in-turn';

/** As `Database.saving` has it: what is written late shares a row with what was written before, by a promise more. */
test('What is in the log at the same moment is told in the order in which it was written', async () => {
	const { promise: row, resolve } = Promise.withResolvers<void>();
	const late = new Promise<void>((saved) => saved(row));
	const inTurn = createTurns();
	const told: string[] = [];
	const both = [
		inTurn(late).then(() => told.push('SENT')),
		inTurn(row).then(() => told.push('RECEIVED')),
		inTurn(undefined).then(() => told.push('READ')),
	];
	resolve();
	await Promise.all(both);
	expect(told).toEqual(['SENT', 'RECEIVED', 'READ']);
});

test('What will never be in the log stops nothing behind it', async () => {
	const inTurn = createTurns();
	const lost = inTurn(Promise.reject(new Error('Lost')));
	const next = inTurn(undefined);
	await expect(lost).rejects.toThrow('Lost');
	await expect(next).resolves.toBeUndefined();
});
