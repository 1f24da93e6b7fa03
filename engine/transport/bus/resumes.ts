import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Resumed, ResumeExecution } from '../../gateway/contract';
import type { Bus } from './bus';
import type { Frame } from './frames';
import {
	ALL,
	ownChannel,
	type Address,
	type FromResumer,
	type ToAll,
	type ToResumer,
} from './protocol';

/*
 * Executions that wait are resumed over n8n's web server, which main and webhook processes have. An engine that is elsewhere asks
 * who has one, and lets one of them do it: of two that do it at once, the second would find that the execution does not wait.
 */

const OFFERED_WITHIN_MS = 5_000;
/** Longer than n8n's web server is waited for. */
const RESUMED_WITHIN_MS = 150_000;

interface Options {
	bus: Bus;
	clock: Clock;
}

/** The end of an engine. */
export function createResumeOverBus({ bus, clock }: Options): {
	resume: ResumeExecution;
	close(): void;
} {
	const address: Address = randomUUID();
	const asked = new Map<number, (header: FromResumer) => void>();
	let nextId = 0;
	const listening = bus.listen(ownChannel(address), ({ header }: Frame) => {
		const said = header as FromResumer;
		asked.get(said.id)?.(said);
	});

	/** What is answered; undefined where nothing is in time. */
	async function answer<T extends FromResumer['type']>(
		id: number,
		type: T,
		withinMs: number,
	): Promise<Extract<FromResumer, { type: T }> | undefined> {
		return await new Promise((resolve) => {
			const timer = clock.after(withinMs, () => resolve(undefined));
			asked.set(id, (header) => {
				if (header.type !== type) return;
				timer.cancel();
				resolve(header as Extract<FromResumer, { type: T }>);
			});
		});
	}

	return {
		async resume(url) {
			const id = nextId++;
			try {
				const offered = answer(id, 'offer', OFFERED_WITHIN_MS);
				bus.publish(ALL, { type: 'whoResumes', from: address, id } satisfies ToAll);
				const offer = await offered;
				if (!offer) return 'unknown';
				const resumed = answer(id, 'resumed', RESUMED_WITHIN_MS);
				const header: ToResumer = { type: 'resume', from: address, id, url };
				bus.publish(ownChannel(offer.from), header);
				return (await resumed)?.outcome ?? 'unknown';
			} finally {
				asked.delete(id);
			}
		},
		close: () => listening.close(),
	};
}

/** The end of a process that has a web server of n8n. `resume` uses it. */
export function serveResumes(bus: Bus, resume: ResumeExecution): { close(): void } {
	const address: Address = randomUUID();
	const answer = (to: Address, header: FromResumer) => bus.publish(ownChannel(to), header);
	const listening = [
		bus.listen(ALL, ({ header }: Frame) => {
			const { type, from, id } = header as Extract<ToAll, { type: 'whoResumes' }>;
			if (type === 'whoResumes') answer(from, { type: 'offer', from: address, id });
		}),
		bus.listen(ownChannel(address), ({ header }: Frame) => {
			const { from, id, url } = header as ToResumer;
			resume(url).then(
				(outcome: Resumed) => answer(from, { type: 'resumed', id, outcome }),
				() => answer(from, { type: 'resumed', id, outcome: 'unknown' }),
			);
		}),
	];
	return {
		close() {
			for (const one of listening) one.close();
		},
	};
}
