import { CAROL, NOBODY, SHY, useGroups } from './group-support';
import { BOB, OWNER } from './support';

const CREATE = 'set w:g2 create';
const METADATA = 'get w:g2 query';

const { bench, run, groupOf, asked } = useGroups();

describe('group.create', () => {
	test('founds a group with its description, and says of each what became of them', async () => {
		const refusing = bench.simulator.faults.refuseAddition(SHY, 403);
		const created = await run('group.create', {
			subject: ' Trip to Rio ',
			description: 'Who brings what',
			participants: ['+55 (11) 90000-0002', `${CAROL}@s.whatsapp.net`, SHY, NOBODY, OWNER],
		});
		refusing.release();
		expect(created).toEqual({
			id: expect.stringMatching(/@g\.us$/),
			subject: 'Trip to Rio',
			createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
			note: null,
			participants: [
				expect.objectContaining({ given: '+55 (11) 90000-0002', phone: BOB, status: 'added' }),
				expect.objectContaining({ phone: CAROL, status: 'added', invite: null }),
				expect.objectContaining({
					phone: SHY,
					status: 'inviteNeeded',
					message: expect.stringContaining('Invite them instead.'),
					invite: { code: expect.any(String), expiresAt: expect.stringMatching(/Z$/) },
				}),
				expect.objectContaining({ phone: NOBODY, status: 'notOnWhatsApp' }),
				expect.objectContaining({
					phone: OWNER,
					status: 'alreadyMember',
					message: 'This is the linked number itself.',
				}),
			],
		});
		const group = bench.simulator.findGroup(created.id);
		expect(group).toMatchObject({ subject: 'Trip to Rio', description: 'Who brings what' });
		expect(group.members).toEqual([OWNER, BOB, CAROL]);
	});

	test.each([
		[{ subject: '  ' }, 'INVALID_CONTENT', 'The name of a group is empty.'],
		[{ subject: 'é'.repeat(101) }, 'INVALID_CONTENT', 'The name of a group has 101 characters.'],
		[{ description: 'x'.repeat(2_049) }, 'INVALID_CONTENT', 'The description of a group has 2049'],
		[{ participants: [] }, 'INVALID_RECIPIENT', 'No participants are given.'],
		[{ participants: [BOB, 'Bob'] }, 'INVALID_RECIPIENT', '"Bob" is not a phone number'],
		[{ participants: ['123456@g.us'] }, 'INVALID_RECIPIENT', '"123456@g.us" is a group'],
		[{ participants: [NOBODY, OWNER] }, 'NOT_ON_WHATSAPP', 'None of the participants'],
	])('is refused before anything is done: %j', async (wrong, code, message) => {
		const before = asked('create');
		const input = { subject: 'Never', participants: [BOB], ...wrong };
		await expect(run('group.create', input)).rejects.toMatchObject({
			code,
			message: expect.stringContaining(message),
		});
		expect(asked('create')).toBe(before);
	});

	test('is refused for more people than a group holds, of whom none is looked up', async () => {
		const participants = Array.from({ length: 1_025 }, (_, i) => String(5511910000000 + i));
		await expect(run('group.create', { subject: 'Crowd', participants })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: '1025 participants are too many for a group.',
		});
	});

	test('is found by its name at once', async () => {
		await expect(run('group.get', { group: 'Brand new' })).rejects.toMatchObject({
			message: 'The linked number is in no group that is called "Brand new".',
		});
		const { id } = await run('group.create', { subject: 'Brand new', participants: [BOB] });
		expect(await run('group.get', { group: 'Brand new' })).toMatchObject({ id });
	});

	test('is there though its description could not be set, and says so', async () => {
		bench.simulator.faults.refuseQueries('set w:g2 description', 406);
		const { id, note } = await run('group.create', {
			subject: 'Short',
			description: 'Nobody reads this',
			participants: [BOB],
		});
		expect(note).toMatch(/^The group was created, but its description was not set: WhatsApp/);
		expect(bench.simulator.findGroup(id).description).toBe('');
	});

	test('is asked for again after a break when that was too fast', async () => {
		bench.simulator.faults.refuseQueries(CREATE, 429);
		const before = asked('create');
		const paused = bench.clock.timerOf(5_000);
		const created = run('group.create', { subject: 'Slowly', participants: [BOB] });
		await paused;
		expect(asked('create')).toBe(before + 1);
		bench.clock.skip(5_000);
		expect(bench.simulator.findGroup((await created).id).subject).toBe('Slowly');
	});

	test('may have been done where no answer came', async () => {
		bench.simulator.faults.swallowAnswers(CREATE);
		const before = asked('create');
		const waiting = bench.clock.timerOf(25_000);
		const created = run('group.create', { subject: 'Unheard', participants: [BOB] });
		const failed = expect(created).rejects.toMatchObject({
			code: 'OUTCOME_UNKNOWN',
			message: expect.stringMatching(/^It may have been done/),
			retryable: false,
		});
		await bench.simulator.traffic.waitFor(() => asked('create') === before + 1);
		await waiting;
		bench.clock.skip(25_000);
		await failed;
	});
});

describe('group.get', () => {
	test.each(['pn', 'lid'] as const)('tells everything of a group (%s)', async (addressing) => {
		const group = await groupOf(`All of ${addressing}`, { addressing });
		await group.promote(BOB);
		group.setAnnouncement(true);
		group.setLocked(true);
		expect(await run('group.get', { group: group.id })).toEqual({
			id: group.id,
			subject: `All of ${addressing}`,
			description: null,
			owner: expect.objectContaining({ phone: OWNER, lid: bench.simulator.phone(OWNER).lid }),
			createdAt: expect.stringMatching(/Z$/),
			size: 2,
			participants: [
				expect.objectContaining({ phone: OWNER, role: 'superadmin' }),
				expect.objectContaining({
					phone: BOB,
					lid: bench.simulator.phone(BOB).lid,
					role: 'admin',
				}),
			],
			settings: {
				announce: true,
				restrict: true,
				adminsAdd: false,
				adminsInvite: true,
				joinApproval: false,
				ephemeralSeconds: 0,
			},
			isCommunity: false,
			isCommunityAnnounce: false,
			communityId: null,
		});
	});

	test("finds a group by Z-API's ID and by its name, whole and unique", async () => {
		const group = await groupOf('Unique Name');
		await groupOf('Twice');
		await groupOf('Twice');
		bench.clock.skip(60_001);
		const zapi = group.id.replace('@g.us', '-group');
		for (const given of [zapi, 'Unique Name', ' unique name ']) {
			expect(await run('group.get', { group: given })).toMatchObject({ id: group.id });
		}
		await expect(run('group.get', { group: 'Unique' })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: 'The linked number is in no group that is called "Unique".',
		});
		await expect(run('group.get', { group: 'Twice' })).rejects.toMatchObject({
			message: '2 groups are called "Twice".',
			hint: expect.stringContaining('@g.us'),
		});
		await expect(run('group.get', { group: ' ' })).rejects.toMatchObject({
			message: 'No group is given.',
		});
	});

	test('says in words what WhatsApp refuses', async () => {
		await expect(run('group.get', { group: '120363999999999999@g.us' })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'There is no group 120363999999999999@g.us.',
		});
		const { id } = await groupOf('Closed', { owner: BOB, members: [BOB, CAROL] });
		await expect(run('group.get', { group: id })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: `The linked number is not a member of the group ${id}.`,
		});
	});

	test('gives up where WhatsApp wants a longer break, and says so', async () => {
		const { id } = await groupOf('Crowded');
		bench.simulator.faults.refuseQueries(METADATA, 429, 3);
		const before = asked('query');
		const got = expect(run('group.get', { group: id })).rejects.toMatchObject({
			code: 'RATE_LIMITED',
			retryable: true,
		});
		for (const [refused, ms] of [5_000, 10_000].entries()) {
			// Waiting for the connection takes a timer, too, before WhatsApp is asked.
			await bench.simulator.traffic.waitFor(() => asked('query') === before + refused + 1);
			await bench.clock.timerOf(ms);
			bench.clock.skip(ms);
		}
		await got;
	});
});

describe('group.getMany', () => {
	test('lists the groups of the number by name, as many as are wanted', async () => {
		await groupOf('Zebra');
		await groupOf('Aardvark');
		const all = await run('group.getMany', { limit: 1_000 });
		const subjects = all.map(({ subject }) => subject);
		expect(subjects).toEqual([...subjects].sort((a, b) => a.localeCompare(b)));
		expect(subjects).toEqual(expect.arrayContaining(['Aardvark', 'Zebra']));
		expect(subjects).not.toContain('Closed');
		expect(await run('group.getMany', { limit: 1 })).toEqual(all.slice(0, 1));
	});
});
