import type { Postgres } from '../../../scripts/services/postgres.mjs';
import type { Redis } from '../../../scripts/services/redis.mjs';

/** How real servers are started. What starts them runs as it is, and not as these tests are compiled. */
export interface Services {
	startPostgres(): Promise<Postgres>;
	startRedis(): Promise<Redis>;
}
