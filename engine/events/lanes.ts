import { createHash } from 'node:crypto';
import type { EngineEvent } from '../gateway/contract';
import type { Database } from '../store/database';

/**
 * Batches of one chat wait in one lane, so that a chat whose batches take long does not hold up the others. A lane is 16
 * bits of a hash: two chats may share one, which costs them nothing but that, and the number tells nobody which chat it is.
 */
export function laneOf(event: EngineEvent): number {
	const chat = 'chat' in event ? event.chat.id : '';
	return createHash('sha256').update(chat).digest().readUInt16BE(0);
}

/** The oldest batch of each lane that has none with n8n, in order. `withN8n` are the batches that are there. */
export function fromFreeLanes(
	db: Pick<Database, 'all'>,
	subscription: string,
	withN8n: ReadonlySet<number>,
	limit: number,
): number[] {
	if (limit <= 0) return [];
	// The lanes are found one from the other, each by one look into the index, however many batches wait in them.
	return db
		.all<{ batch: number }>(
			`WITH RECURSIVE lanes (lane) AS (
				SELECT min(lane) FROM lane WHERE subscription = ?1
				UNION ALL
				SELECT (SELECT min(lane) FROM lane WHERE subscription = ?1 AND lane > lanes.lane)
				FROM lanes WHERE lane IS NOT NULL
			)
			SELECT (SELECT min(batch) FROM lane WHERE subscription = ?1 AND lane = lanes.lane) AS batch
			FROM lanes WHERE lane IS NOT NULL AND lane NOT IN (
				SELECT lane FROM lane
				WHERE subscription = ?1 AND batch IN (SELECT value FROM json_each(?2))
			)
			ORDER BY batch LIMIT ?3`,
			subscription,
			JSON.stringify([...withN8n]),
			limit,
		)
		.map(({ batch }) => batch);
}
