import type { AccountStore } from '../../store/account-store';
import type { Campaigns } from '../campaigns';

/** Of so many numbers of a campaign, at most so many may be missing. */
const LAST = 20;
const MOST_MISSING = 10;

export interface ListCheckOptions {
	store: Pick<AccountStore, 'db'>;
	campaigns: Pick<Campaigns, 'setPaused'>;
	now(): number;
	onPaused(): void;
}

/**
 * Looks at whom campaigns go to: where many numbers are not on WhatsApp, as in lists that were bought, the campaign is paused.
 * After it was resumed, its numbers are looked at anew.
 */
export interface ListCheck {
	/** The number that a message was for is not on WhatsApp. */
	onMissing(messageId: string): void;
}

interface Row {
	seq: number;
	campaign: number;
	checked_seq: number;
	paused_since: number | null;
}

export function createListCheck({
	store: { db },
	campaigns,
	now,
	onPaused,
}: ListCheckOptions): ListCheck {
	function missingIn({ campaign, checked_seq: after }: Row): number {
		return db
			.all<{ failure: string | null }>(
				`SELECT failure FROM message
				 WHERE campaign = ? AND seq > ? AND (handed_over = 1 OR failure = 'NOT_ON_WHATSAPP')
				 ORDER BY seq DESC LIMIT ?`,
				...[campaign, after, LAST],
			)
			.filter(({ failure }) => failure === 'NOT_ON_WHATSAPP').length;
	}

	return {
		onMissing(messageId) {
			const row = db.get<Row>(
				`SELECT seq, campaign, checked_seq, paused_since FROM message
				 JOIN campaign ON campaign.id = message.campaign WHERE message.id = ?`,
				messageId,
			);
			if (!row || row.paused_since !== null || missingIn(row) < MOST_MISSING) return;
			db.transaction(() => {
				campaigns.setPaused(row.campaign, now(), 'NOT_ON_WHATSAPP');
				db.run('UPDATE campaign SET checked_seq = ? WHERE id = ?', row.seq, row.campaign);
			});
			onPaused();
		},
	};
}
