import type { WASocket } from '@whiskeysockets/baileys';
import { createNameList, type NameList } from './name-list';
import { hasTimedOut, QueryTimeout } from './query-errors';

/** The groups and communities that the number is in. It is asked for anew when WhatsApp tells of a change. */
export function createGroupList(
	sock: Pick<WASocket, 'groupFetchAllParticipating' | 'ev'>,
	now: () => number,
): NameList {
	let fetching = 0;
	const fetchAll = async () => {
		fetching++;
		return await sock.groupFetchAllParticipating().finally(() => fetching--);
	};
	const list = createNameList(async () => {
		const askedAt = now();
		const found = Object.values(await fetchAll());
		// Baileys goes on with nothing where no answer came.
		if (hasTimedOut(askedAt, now)) throw new QueryTimeout();
		return found.map(({ id, subject, isCommunity }) => ({
			chat: id,
			type: isCommunity ? 'community' : 'group',
			name: subject,
			phone: null,
		}));
	}, now);
	sock.ev.on('groups.upsert', list.forget);
	sock.ev.on('groups.update', () => {
		// Baileys tells of all of them as if they had changed before it answers (lib/Socket/groups.js).
		if (fetching === 0) list.forget();
	});
	return list;
}
