import type { GroupProgress, MessageStatus } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { hasReached, stepsBetween } from './status';

/** Who of a group has received, read and played a message of ours. Each participant goes the way on their own. */
export interface GroupReceipts {
	/** How many people were in the group, besides us, when the message was sent. Lazily. */
	setParticipants(messageId: string, participants: number): void;
	/**
	 * The steps that this participant made; empty when it is no news. `addresses` are all that are known of the one person,
	 * who may have answered under another one before.
	 */
	advance(
		messageId: string,
		addresses: readonly [string, ...string[]],
		to: MessageStatus,
		at: number,
	): MessageStatus[];
	progress(messageId: string): GroupProgress;
	/** Everybody who has said so, the first one first. */
	participants(messageId: string): { address: string; status: MessageStatus; at: string }[];
}

export function createGroupReceipts({ db }: AccountStore): GroupReceipts {
	const statusOf = (messageId: string, participant: string) =>
		db.get<{ status: MessageStatus }>(
			'SELECT status FROM receipt WHERE message = ? AND participant = ?',
			messageId,
			participant,
		)?.status;

	return {
		setParticipants(messageId, participants) {
			db.lazily(() =>
				db.run('UPDATE message SET participants = ? WHERE id = ?', participants, messageId),
			);
		},
		advance: (messageId, addresses, to, at) =>
			db.transaction(() => {
				const reached = addresses.flatMap((address) => statusOf(messageId, address) ?? []);
				const known = reached.reduce((far, next) => (hasReached(next, far) ? next : far), 'SENT');
				const steps = stepsBetween(known, to);
				if (steps.length === 0 && reached.length < 2) return [];
				const [name, ...others] = addresses;
				for (const address of others) {
					db.run('DELETE FROM receipt WHERE message = ? AND participant = ?', messageId, address);
				}
				db.run(
					'INSERT OR REPLACE INTO receipt (message, participant, status, at) VALUES (?, ?, ?, ?)',
					messageId,
					name,
					steps.at(-1) ?? known,
					at,
				);
				return steps;
			}),
		progress(messageId) {
			const counts = db.all<{ status: MessageStatus; n: number }>(
				'SELECT status, count(*) AS n FROM receipt WHERE message = ? GROUP BY status',
				messageId,
			);
			const row = db.get<{ participants: number | null }>(
				'SELECT participants FROM message WHERE id = ?',
				messageId,
			);
			const count = (status: MessageStatus) =>
				counts.reduce(
					(sum, reached) => sum + (hasReached(reached.status, status) ? reached.n : 0),
					0,
				);
			return {
				participants: row?.participants ?? null,
				deliveredTo: count('RECEIVED'),
				readBy: count('READ'),
				playedBy: count('PLAYED'),
			};
		},
		participants: (messageId) =>
			db
				.all<{
					participant: string;
					status: MessageStatus;
					at: number;
				}>(
					'SELECT participant, status, at FROM receipt WHERE message = ? ORDER BY at, participant',
					messageId,
				)
				.map(({ participant, status, at }) => ({
					address: participant,
					status,
					at: new Date(at).toISOString(),
				})),
	};
}

/** How far the message as a whole has come: what everybody has reached. Undefined while somebody is missing. */
export function reachedByAll(progress: GroupProgress): 'RECEIVED' | 'READ' | 'PLAYED' | undefined {
	const { participants, deliveredTo, readBy, playedBy } = progress;
	if (participants === null) return undefined;
	if (playedBy >= participants) return 'PLAYED';
	if (readBy >= participants) return 'READ';
	if (deliveredTo >= participants) return 'RECEIVED';
	return undefined;
}
