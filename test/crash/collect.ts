import type { Random } from './random';
import { inTime, NotReached, type Run } from './runs';
import type { Site } from './site';
import { isOrdered, NOTHING, ofOneKind, total } from './tally';
import { toldBy } from './told';

/** Where a process is killed while a trigger collects what somebody writes in several messages. */
export interface CollectPoint {
	readonly name: string;
	/** What the process does, as `kill-points.cjs` names it. */
	readonly what: string;
	readonly when: 'before' | 'after';
	/** How often that is done. */
	readonly times: number;
}

/** Of these the trigger that collects makes one event (engine-program.cjs): the last one ends it. */
const PIECES = ['piece one', 'piece two', 'piece three, the end'];

export const COLLECT_POINTS: readonly CollectPoint[] = Object.entries({
	'message collected': PIECES.length,
	'collection over': 1,
}).flatMap(([what, times]) =>
	(['before', 'after'] as const).map((when) => ({ name: `${what}, ${when}`, what, when, times })),
);

const SETTLE_MS = 20_000;

/** Writes in pieces, kills the process at a point, starts the next one, and waits until the pieces have come as one. */
export async function runCollectPoint(
	site: Site,
	{ name, what, when, times }: CollectPoint,
	random: Random,
): Promise<Run> {
	const complaints = site.complaints.length;
	const { contacts } = await site.cast();
	const contact = contacts[2];
	const restarted = site.process.ended.then(() => site.restart());
	restarted.catch(() => undefined);
	await site.process.arm({ what, when, count: random.between(1, times), action: 'kill' });
	const written: string[] = [];
	for (const piece of PIECES) written.push(await contact.sendText(site.owner, piece));
	await inTime(restarted, new NotReached(name));
	const isTold = (id: string) => site.executions('collected', id) > 0;
	await site.until(() => written.every(isTold), SETTLE_MS);

	return {
		point: name,
		tallies() {
			const executed = site.executed();
			const told = executed
				.flatMap(toldBy)
				.filter(({ what: telling }) => telling === 'collected')
				.map(({ messageId }) => messageId);
			const events = executed.filter(
				(event) =>
					event.event === 'message.incoming' &&
					event.messages?.some(({ messageId }) => written.includes(messageId)),
			);
			const counts = [
				...written.map((id) => ({ wanted: 1, found: told.filter((one) => one === id).length })),
				{ wanted: 1, found: events.length },
			];
			return ofOneKind('collection', {
				...NOTHING,
				cameIn: written.length,
				outOfOrder: isOrdered(written, told) ? 0 : 1,
				lost: total(counts.map(({ wanted, found }) => wanted - found)),
				doubled: total(counts.map(({ wanted, found }) => found - wanted)),
				undecryptable: site.complaints.length - complaints,
			});
		},
	};
}
