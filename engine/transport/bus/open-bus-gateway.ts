import { systemClock } from '../../clock';
import type { FleetOptions, GatewayOptions } from '../../gateway/contract';
import { createLogs } from '../../log';
import { createWorkerGateway, type WorkerGateway } from '../worker-gateway';
import { openBus } from './bus';
import { createBusGateway } from './bus-gateway';

/** The gateway of a process of queue mode, over n8n's Redis. */
export function openBusGateway(options: GatewayOptions & { fleet: FleetOptions }): WorkerGateway {
	const { encryptionKey, fleet, log: write = () => undefined } = options;
	const clock = systemClock;
	const logs = createLogs(write, () => clock.elapsed());
	return createBusGateway({
		bus: openBus({ redis: fleet.redis, encryptionKey, clock, log: logs.of() }),
		process: fleet.process,
		keeper: createWorkerGateway(options),
		clock,
		logs,
	});
}
