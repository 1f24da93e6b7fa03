import type { FleetOptions, GatewayOptions } from '../../engine/gateway/contract';
import { loadPostgres, loadRedis } from './scripts';

/** What n8n in queue mode has besides its processes: a real PostgreSQL, and a real Redis. */
export interface Services {
	/** What a process of n8n is told. */
	optionsOf(process: FleetOptions['process']): Required<Pick<GatewayOptions, 'postgres' | 'fleet'>>;
	close(): Promise<void>;
}

export async function startServices(): Promise<Services> {
	const postgres = await (await loadPostgres()).startPostgres();
	const redis = await (await loadRedis()).startRedis();
	return {
		optionsOf: (process) => ({
			postgres: postgres.options,
			fleet: { redis: redis.options, process },
		}),
		async close() {
			await redis.close();
			await postgres.close();
		},
	};
}
