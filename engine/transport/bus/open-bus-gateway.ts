import { systemClock } from '../../clock';
import type { FleetOptions, GatewayOptions } from '../../gateway/contract';
import { createLogs, kindOf } from '../../log';
import { createWorkerGateway, type WorkerGateway } from '../worker-gateway';
import { openBus } from './bus';
import { createResumeExecution } from '../resume-execution';
import { createBusGateway } from './bus-gateway';
import { serveResumes } from './resumes';

/** The gateway of a process of queue mode, over n8n's Redis. */
export function openBusGateway(options: GatewayOptions & { fleet: FleetOptions }): WorkerGateway {
	const { encryptionKey, fleet, webServer, log: write = () => undefined } = options;
	const clock = systemClock;
	const logs = createLogs(write, () => clock.elapsed());
	const bus = openBus({ redis: fleet.redis, encryptionKey, clock, log: logs.of() });
	const gateway = createBusGateway({
		bus,
		process: fleet.process,
		keeper: createWorkerGateway(options),
		clock,
		logs,
	});
	// It ends with the bus.
	if (webServer) serveResumes(bus, createResumeExecution(webServer));
	// n8n tells a package nothing when it is stopped: it waits for what still runs, up to 30 s, and ends (its base-command).
	// Meanwhile another process connects.
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => {
			gateway.leave().catch((error: unknown) =>
				logs.of().warn('Other processes take the numbers when this one is not heard of', {
					error: kindOf(error),
				}),
			);
		});
	}
	return gateway;
}
