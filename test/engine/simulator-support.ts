import { Curve, type UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { type Simulator, startSimulator, verifySignature } from '../simulator';
import { RawClient } from '../simulator/raw-client';
import { tameBaileys } from '../support/tame-baileys';

/** A simulator for the tests of one file, and raw clients that are linked to it. */
export interface Stage {
	readonly sim: Simulator;
	/** A number nobody has used before, so that tests do not meet. */
	newNumber(): string;
	/** A companion of this number, linked and logged in; closed at the end. */
	linked(number: string, config?: Partial<UserFacingSocketConfig>): Promise<RawClient>;
	/** What every test should leave behind: no faults, and no errors that nobody has seen. */
	check(): void;
	close(): Promise<void>;
}

/** @param firstNumber where the numbers of this file begin */
export async function setStage(firstNumber: number): Promise<Stage> {
	const restoreTimers = tameBaileys();
	const believeEverything = Curve.verify;
	// Ours checks, and is quick.
	Curve.verify = verifySignature;
	const sim = await startSimulator();
	const clients: RawClient[] = [];
	let lastNumber = firstNumber;
	return {
		sim,
		newNumber: () => String(++lastNumber),
		linked: async (number, config) => {
			const client = new RawClient(sim.endpoint, config);
			clients.push(client);
			await client.link(sim.phone(number));
			return client;
		},
		check: () => {
			sim.faults.clear();
			expect(sim.problems).toEqual([]);
		},
		close: async () => {
			await Promise.all(clients.map((client) => client.close()));
			await sim.close();
			restoreTimers();
			Curve.verify = believeEverything;
		},
	};
}
