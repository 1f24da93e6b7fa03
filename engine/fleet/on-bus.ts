import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock';
import type { FleetOptions } from '../gateway/contract';
import { createLogs, kindOf } from '../log';
import { openBus } from '../transport/bus/bus';
import { createResumeOverBus } from '../transport/bus/resumes';
import { serveBus } from '../transport/bus/serve-bus';
import { createFleet, NOT_HERE, type Fleet, type FleetHostOptions } from './fleet';

/** The engine of a process of queue mode: the accounts that it holds are used over the bus, by this process, too. */
export function createFleetOnBus(options: FleetHostOptions & { fleet: FleetOptions }): Fleet {
	const { clock = systemClock, log: write = () => undefined, encryptionKey } = options;
	const logs = createLogs(write, () => clock.elapsed());
	const bus = openBus({ redis: options.fleet.redis, encryptionKey, clock, log: logs.of() });
	const overBus = createResumeOverBus({ bus, clock });
	const fleet = createFleet({
		...options,
		// Of a process that has a web server of n8n, its own is the nearest.
		...(!options.webServer && { resumeExecution: overBus.resume }),
		onHeld(id) {
			server.beat();
			server
				.own(id)
				.catch((error: unknown) =>
					logs.of(id).warn('Nobody can ask for the number yet', { error: kindOf(error) }),
				);
		},
		onLost: (id) => server.disown(id),
	});
	const server = serveBus({
		...{ bus, clock, logs },
		address: randomUUID(),
		gateway: fleet,
		onClaim: fleet.claim,
		isMoved: (error) => error === NOT_HERE,
	});
	return {
		...fleet,
		async resume() {
			server.beat();
			await fleet.resume();
		},
		async leave() {
			await fleet.leave();
			server.close();
		},
		async close() {
			await fleet.close();
			overBus.close();
			server.close();
			await bus.close();
		},
	};
}
