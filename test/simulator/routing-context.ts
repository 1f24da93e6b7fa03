import type { Calls } from './calls';
import type { Channels } from './channels';
import type { Clock } from './clock';
import type { FaultBoard } from './faults';
import type { Groups } from './groups';
import type { Registry } from './registry';

/** What routing needs of the server. */
export interface RoutingContext {
	readonly registry: Registry;
	readonly groups: Groups;
	readonly channels: Channels;
	readonly calls: Calls;
	readonly clock: Clock;
	readonly faults: FaultBoard;
	/** Takes errors nobody waits for. */
	readonly report: (error: unknown) => void;
}
