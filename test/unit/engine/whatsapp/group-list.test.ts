import { EventEmitter } from 'node:events';
import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import { createGroupList } from '../../../../engine/whatsapp/group-list';
import { QUERY_TIMEOUT_MS, QueryTimeout } from '../../../../engine/whatsapp/query-errors';

const TEAM = { id: '120363000000000001@g.us', subject: 'Team' } as GroupMetadata;
const LISTED = { chat: TEAM.id, type: 'group', name: 'Team', phone: null };

describe('the groups that the number is in', () => {
	let time: number;
	let asked: number;
	/** How long WhatsApp takes; Baileys goes on with nothing after its time limit. */
	let takesMs: number;
	let found: GroupMetadata;
	let events: EventEmitter;
	let list: ReturnType<typeof createGroupList>;
	const groups = () => list.get();

	beforeEach(() => {
		[time, asked, takesMs] = [0, 0, 0];
		found = TEAM;
		events = new EventEmitter();
		const groupFetchAllParticipating = async () => {
			asked++;
			time += takesMs;
			const all = takesMs < QUERY_TIMEOUT_MS ? { [found.id]: found } : {};
			// As Baileys does.
			events.emit('groups.update', Object.values(all));
			return all;
		};
		const sock = { ev: events, groupFetchAllParticipating } as unknown as WASocket;
		list = createGroupList(sock, () => time);
	});

	test('are asked for once a minute at most, however often they are wanted', async () => {
		expect(await Promise.all([groups(), groups()])).toEqual([[LISTED], [LISTED]]);
		time = 60_000;
		expect(await groups()).toEqual([LISTED]);
		expect(asked).toBe(1);
		time = 60_001;
		await groups();
		expect(asked).toBe(2);
	});

	test('are told from communities', async () => {
		found = { ...TEAM, isCommunity: true };
		expect(await groups()).toEqual([{ ...LISTED, type: 'community' }]);
	});

	test('are asked for anew when WhatsApp tells of a change', async () => {
		await groups();
		events.emit('groups.upsert', [TEAM]);
		await groups();
		expect(asked).toBe(2);
	});

	test('are asked for anew when they have changed while WhatsApp was asked', async () => {
		const before = groups();
		list.forget();
		const after = groups();
		await Promise.all([before, after]);
		expect(asked).toBe(2);
		// The later answer is kept.
		await groups();
		expect(asked).toBe(2);
	});

	test('are not taken for none when WhatsApp does not answer', async () => {
		takesMs = QUERY_TIMEOUT_MS;
		await expect(groups()).rejects.toBeInstanceOf(QueryTimeout);
		takesMs = 0;
		expect(await groups()).toEqual([LISTED]);
	});
});
