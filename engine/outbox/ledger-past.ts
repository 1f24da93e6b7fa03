import type { Database } from '../store/database';

/** What is kept of campaigns when the records of their messages go: how many ended how, and when the first and the last one was. */

const COUNTS =
	"campaign, status, coalesce(failure, '') AS failure, count(*) AS count, min(queued_at) AS first_queued_at, max(sent_at) AS last_sent_at";

/** Joins the caller's transaction, in which these records go. */
export function keepCounts(db: Database, seqs: string): void {
	db.run(
		`INSERT INTO campaign_past
		 SELECT ${COUNTS} FROM message WHERE seq IN (SELECT value FROM json_each(?)) AND campaign IS NOT NULL
		 GROUP BY 1, 2, 3
		 ON CONFLICT DO UPDATE SET
			count = count + excluded.count,
			first_queued_at = min(first_queued_at, excluded.first_queued_at),
			last_sent_at = max(coalesce(last_sent_at, excluded.last_sent_at), coalesce(excluded.last_sent_at, last_sent_at))`,
		seqs,
	);
}
