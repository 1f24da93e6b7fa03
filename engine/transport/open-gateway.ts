import type { Gateway, GatewayOptions } from '../gateway/contract';
import type { WorkerGateway } from './worker-gateway';

/**
 * The one gateway of this process. It hangs on `globalThis`, because n8n purges the require cache when a package is
 * updated and loads the new code beside the old, whose triggers run on (n8n-core directory-loader `unloadAll`).
 */
interface Slot {
	/** Counts how often this file was loaded: the code loaded last is the one the user installed last. */
	loads: number;
	/** The load that `gateway` comes from. */
	owner: number;
	gateway?: WorkerGateway;
}

// The number is the version of the shape above.
const KEY = Symbol.for('n8n-nodes-whatsapp-linked/gateway/1');
const shared = globalThis as { [KEY]?: Slot };
const slot: Slot = (shared[KEY] ??= { loads: 0, owner: 0 });
const thisLoad = ++slot.loads;

/**
 * Opens the gateway, or returns the one that is open. The first call of newly loaded code closes the gateway of older
 * code and takes its subscribers over; older code then uses the new one.
 */
export function openGateway(options: GatewayOptions): Gateway {
	if (!slot.gateway || slot.owner < thisLoad) {
		const previous = slot.gateway;
		slot.owner = thisLoad;
		slot.gateway = previous ? replace(previous, () => create(options)) : create(options);
	}
	return slot.gateway;
}

/**
 * The engine is in a thread of this process, or in whichever process holds a number. Each is loaded when it is opened: n8n
 * reads this file at each of its starts, also where nobody has a number.
 */
function create({ fleet, ...options }: GatewayOptions): WorkerGateway {
	/* eslint-disable @typescript-eslint/no-require-imports -- a gateway is returned at once: there is no waiting for an import */
	if (fleet) {
		const bus = require('./bus/open-bus-gateway') as typeof import('./bus/open-bus-gateway');
		return bus.openBusGateway({ ...options, fleet });
	}
	const worker = require('./worker-gateway') as typeof import('./worker-gateway');
	/* eslint-enable @typescript-eslint/no-require-imports */
	return worker.createWorkerGateway(options);
}

/** A gateway that starts when the previous one has let go of its accounts: two never hold one number. */
function replace(previous: WorkerGateway, create: () => WorkerGateway): WorkerGateway {
	const ready = takeOver(previous, create);
	// Each caller gets the failure through its own call.
	ready.catch(() => undefined);
	return {
		request: async (...call) => await (await ready).request(...call),
		storeMedia: async (...call) => await (await ready).storeMedia(...call),
		openMedia: async (...call) => await (await ready).openMedia(...call),
		subscribe: async (...call) => await (await ready).subscribe(...call),
		resume: async () => await (await ready).resume(),
		compareCredentials: async (list) => await (await ready).compareCredentials(list),
		// Without a gateway there is nobody to serve it: as above.
		adopt: (subscriber) =>
			void ready.then((gateway) => gateway.adopt(subscriber)).catch(() => undefined),
		handOver: async () => await (await ready).handOver(),
		close: async () => await (await ready).close(),
	};
}

async function takeOver(
	previous: WorkerGateway,
	create: () => WorkerGateway,
): Promise<WorkerGateway> {
	const subscribers = await previous.handOver();
	const gateway = create();
	// The same objects: the handles that their triggers hold detach them from whichever gateway serves them.
	for (const subscriber of subscribers) gateway.adopt(subscriber);
	return gateway;
}
