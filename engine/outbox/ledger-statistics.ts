import { setImmediate as endOfTurn } from 'node:timers/promises';
import { toIso } from '../content/iso-time';
import type { CampaignStatistics, MessageStatus } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import type { Database } from '../store/database';
import type { Campaigns } from './campaigns';
import { hasReached } from './status';

/** How far the messages of one campaign have come, or of all and of those without one: each campaign that has ever been. */
export type Statistics = (campaign?: string) => Promise<Counts[]>;
export type Counts = Omit<CampaignStatistics, 'paused'>;

/** How many messages have come to the same end, or to the same place on the way. */
interface Group {
	campaign: number | null;
	status: MessageStatus;
	/** The code of the error; empty where there is none. */
	failure: string;
	count: number;
	first_queued_at: number;
	last_sent_at: number | null;
}

const COUNTED = `SELECT campaign, status, coalesce(failure, '') AS failure, count(*) AS count,
	min(queued_at) AS first_queued_at, max(sent_at) AS last_sent_at FROM message`;
/** Records of no campaign are read one by one: so many in one turn, as other things are to be done. */
const RECORDS_A_TURN = 5_000;

/** Keeps what records say of campaigns. Joins the caller's transaction, in which the records go. `seqs`: as JSON. */
export function keepCounts(db: Database, seqs: string): void {
	db.run(
		`INSERT INTO campaign_past
		 ${COUNTED} WHERE seq IN (SELECT value FROM json_each(?)) AND campaign IS NOT NULL GROUP BY 1, 2, 3
		 ON CONFLICT DO UPDATE SET
			count = count + excluded.count,
			first_queued_at = min(first_queued_at, excluded.first_queued_at),
			last_sent_at = max(coalesce(last_sent_at, excluded.last_sent_at), coalesce(excluded.last_sent_at, last_sent_at))`,
		seqs,
	);
}

export function createStatistics({ db }: AccountStore, campaigns: Campaigns): Statistics {
	/** Of records that are there, and of those that are gone. */
	const groupsOf = (campaign: number) =>
		db.all<Group>(
			`${COUNTED} WHERE campaign = ?1 GROUP BY 1, 2, 3
			 UNION ALL SELECT * FROM campaign_past WHERE campaign = ?1`,
			campaign,
		);

	async function groupsOfNone(): Promise<Group[]> {
		const { last } = db.get<{ last: number | null }>('SELECT max(seq) AS last FROM message') ?? {};
		const groups: Group[] = [];
		for (let seq = 0; seq < (last ?? 0); seq += RECORDS_A_TURN) {
			const slice = `${COUNTED} WHERE seq > ? AND seq <= ? AND campaign IS NULL GROUP BY 1, 2, 3`;
			groups.push(...db.all<Group>(slice, seq, seq + RECORDS_A_TURN));
			await endOfTurn();
		}
		return groups;
	}

	return async (name) => {
		if (name !== undefined) {
			const campaign = campaigns.find(name);
			return [countsOf(campaign?.name ?? name, campaign ? groupsOf(campaign.id) : [])];
		}
		const named = campaigns.all().map(({ id, name: its }) => countsOf(its, groupsOf(id)));
		return [...named, countsOf(null, await groupsOfNone())];
	};
}

function countsOf(campaign: string | null, groups: readonly Group[]): Counts {
	const count = (isMeant: (group: Group) => boolean) =>
		groups.filter(isMeant).reduce((sum, group) => sum + group.count, 0);
	const at = (status: MessageStatus) => count((group) => group.status === status);
	const beyond = (status: MessageStatus) => count((group) => hasReached(group.status, status));
	const failedAs = (code: string) =>
		count(({ status, failure }) => status === 'FAILED' && failure === code);
	const expired = failedAs('EXPIRED');
	const optedOut = failedAs('OPTED_OUT');
	const sentAt = groups.flatMap(({ last_sent_at: last }) => last ?? []);
	const queuedAt = groups.map(({ first_queued_at: first }) => first);
	return {
		campaign,
		queued: at('QUEUED'),
		sending: at('SENDING'),
		sent: beyond('SENT'),
		received: beyond('RECEIVED'),
		read: beyond('READ'),
		played: beyond('PLAYED'),
		failed: at('FAILED') - expired - optedOut,
		expired,
		optedOut,
		cancelled: at('CANCELLED'),
		total: count(() => true),
		firstQueuedAt: queuedAt.length > 0 ? toIso(Math.min(...queuedAt)) : null,
		lastSentAt: sentAt.length > 0 ? toIso(Math.max(...sentAt)) : null,
	};
}
