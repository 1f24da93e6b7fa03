import { CAROL } from './group-support';
import { NO_COMMUNITY, notAnAdmin, useCommunities } from './community-support';
import { BOB, OWNER } from './support';

const { bench, run, groupOf, communityOf, bobsCommunity, asked } = useCommunities();

describe('community.create', () => {
	test('founds a community, and tells of the groups that come with it', async () => {
		const created = await run('community.create', {
			subject: ' Elm Street ',
			description: 'All neighbors',
		});
		const { group, announcementGroup, linked } = bench.simulator.findCommunity(created.id);
		expect(created).toEqual({
			id: expect.stringMatching(/@g\.us$/),
			subject: 'Elm Street',
			createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
			announcementGroupId: announcementGroup.id,
			subGroups: [
				{ id: announcementGroup.id, subject: 'Elm Street', isAnnouncementGroup: true },
				{ id: expect.any(String), subject: 'General', isAnnouncementGroup: false },
			],
			note: null,
		});
		expect(group).toMatchObject({ subject: 'Elm Street', description: 'All neighbors' });
		expect(linked).toEqual(['General']);
		// Under its name it is there at once.
		expect(await run('community.get', { community: 'Elm Street' })).toMatchObject({
			id: created.id,
		});
	});

	test('has no description where none is given', async () => {
		const { id } = await run('community.create', { subject: 'Quiet' });
		expect(bench.simulator.findGroup(id).description).toBe('');
	});

	test.each([
		['The name of a community is empty.', { subject: '  ' }],
		['The name of a community has 101 characters.', { subject: 'é'.repeat(101) }],
		['The description of a community has 2049 characters.', { description: 'x'.repeat(2_049) }],
	])('is refused before anything is done: %s', async (message, wrong) => {
		const before = asked('create');
		const input = { subject: 'Never', ...wrong };
		await expect(run('community.create', input)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message,
		});
		expect(asked('create')).toBe(before);
	});

	test('says in words that WhatsApp does not accept it', async () => {
		bench.simulator.faults.refuseQueries('set w:g2 create', 406);
		await expect(run('community.create', { subject: 'Bad' })).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('did not accept the name or the description'),
		});
	});

	test('is there though its groups could not be read, and says so', async () => {
		bench.simulator.faults.refuseQueries('get w:g2 sub_groups', 500);
		const created = await run('community.create', { subject: 'Unread' });
		expect(created).toMatchObject({ announcementGroupId: null, subGroups: [] });
		expect(created.note).toMatch(
			/^The community was created, but its groups could not be read: WhatsApp refused it\./,
		);
		expect(bench.simulator.findCommunity(created.id).group.subject).toBe('Unread');
	});

	test('may have been done where no answer came', async () => {
		bench.simulator.faults.swallowAnswers('set w:g2 create');
		const before = asked('create');
		const waiting = bench.clock.timerOf(25_000);
		const created = run('community.create', { subject: 'Unheard' });
		const failed = expect(created).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
		await bench.simulator.traffic.waitFor(() => asked('create') === before + 1);
		await waiting;
		bench.clock.skip(25_000);
		await failed;
	});
});

describe('community.get', () => {
	test('tells of its groups and its people', async () => {
		const chess = await groupOf('Chess');
		const community = await communityOf('Old Town', { groups: [chess], members: [OWNER, CAROL] });
		const { announcementGroup } = community;
		expect(await run('community.get', { community: community.id })).toEqual({
			id: community.id,
			subject: 'Old Town',
			description: null,
			owner: expect.objectContaining({ phone: OWNER }),
			createdAt: expect.stringMatching(/Z$/),
			announcementGroupId: announcementGroup.id,
			membersAddGroups: true,
			subGroups: expect.arrayContaining([
				{ id: announcementGroup.id, subject: 'Old Town', isAnnouncementGroup: true },
				{ id: chess.id, subject: 'Chess', isAnnouncementGroup: false },
			]),
			participants: [
				expect.objectContaining({ phone: OWNER, role: 'superadmin' }),
				expect.objectContaining({ phone: CAROL, role: 'member' }),
				expect.objectContaining({ phone: BOB, role: 'member' }),
			],
		});
	});

	test("finds it by Z-API's ID and by its name, though its announcement group has the same", async () => {
		const { id } = await communityOf('Only Once');
		bench.clock.skip(60_001);
		for (const community of [id.replace('@g.us', ''), ' only once ']) {
			expect(await run('community.get', { community })).toMatchObject({ id });
		}
		await expect(run('community.get', { community: 'Only' })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: 'The linked number is in no community that is called "Only".',
		});
		await expect(run('community.get', { community: ' ' })).rejects.toMatchObject({
			message: 'No community is given.',
		});
	});

	test('is for communities: a group is refused, with the community that it belongs to', async () => {
		const plain = await groupOf('Plain');
		const linked = await groupOf('Linked');
		const community = await communityOf('Parent', { groups: [linked] });
		await expect(run('community.get', { community: plain.id })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: `"Plain" (${plain.id}) is a group, not a community.`,
			hint: expect.stringContaining('Community > Get Many'),
		});
		await expect(run('community.get', { community: linked.id })).rejects.toMatchObject({
			hint: `It belongs to the community ${community.id}: use that ID.`,
		});
	});

	test('says in words what WhatsApp refuses', async () => {
		await expect(run('community.get', { community: NO_COMMUNITY })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: `There is no community ${NO_COMMUNITY}.`,
		});
		const { id } = await bobsCommunity('Closed', { members: [CAROL] });
		await expect(run('community.get', { community: id })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: `The linked number is not a member of the community ${id}.`,
		});
	});
});

describe('community.getMany', () => {
	test('lists the communities of the number by name, and no groups', async () => {
		await groupOf('Aachen');
		const zoo = await communityOf('Zoo');
		const abbey = await bobsCommunity('Abbey');
		await bobsCommunity('Foreign', { members: [CAROL] });
		const all = await run('community.getMany', { limit: 1_000 });
		const subjects = all.map(({ subject }) => subject);
		expect(subjects).toEqual([...subjects].sort((a, b) => a.localeCompare(b)));
		expect(all[0]).toEqual({
			id: abbey.id,
			subject: 'Abbey',
			description: null,
			owner: expect.objectContaining({ phone: BOB }),
			createdAt: expect.stringMatching(/Z$/),
			announcementGroupId: abbey.announcementGroup.id,
		});
		expect(all.find(({ id }) => id === zoo.id)).toBeDefined();
		expect(subjects).not.toContain('Foreign');
		expect(await run('community.getMany', { limit: 1 })).toEqual(all.slice(0, 1));
	});

	test('is not mixed up with the list of groups', async () => {
		const { id, announcementGroup } = await communityOf('Both');
		const groups = await run('group.getMany', { limit: 1_000 });
		expect(groups.filter(({ isCommunity }) => isCommunity)).toEqual([]);
		expect(groups.find(({ subject }) => subject === 'Both')).toMatchObject({
			id: announcementGroup.id,
			isCommunityAnnounce: true,
			communityId: id,
		});
		bench.clock.skip(60_001);
		expect(await run('group.get', { group: 'Both' })).toMatchObject({ id: announcementGroup.id });
		const search = { query: 'Both', limit: 10 };
		expect(await run('chat.search', { ...search, type: 'community' })).toEqual([
			{ chat: id, type: 'community', name: 'Both', phone: null },
		]);
		for (const type of ['group', undefined] as const) {
			expect(await run('chat.search', { ...search, type })).toEqual([
				{ chat: announcementGroup.id, type: 'group', name: 'Both', phone: null },
			]);
		}
	});
});

describe('community.setDescription', () => {
	test('sets, replaces and removes it', async () => {
		const { id, group } = await communityOf('About');
		for (const description of ['First', 'Second', ' ']) {
			expect(await run('community.setDescription', { community: id, description })).toEqual({
				id,
				description: description.trim() || null,
			});
			expect(group.description).toBe(description.trim());
		}
	});

	test('takes no more than WhatsApp does', async () => {
		const { id } = await communityOf('Long');
		const description = 'x'.repeat(2_049);
		await expect(
			run('community.setDescription', { community: id, description }),
		).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'The description of a community has 2049 characters.',
		});
	});

	test('is for admins', async () => {
		const { id } = await bobsCommunity('Bob tells');
		await expect(
			run('community.setDescription', { community: id, description: 'Mine' }),
		).rejects.toMatchObject(notAnAdmin(id));
	});
});

describe('community.updateSettings', () => {
	test.each([false, true])('sets whether members may add groups: %s', async (on) => {
		const community = await communityOf('Rules', { membersAddGroups: !on });
		const input = { community: community.id, membersAddGroups: on };
		expect(await run('community.updateSettings', input)).toEqual({
			id: community.id,
			membersAddGroups: on,
		});
		expect(community.membersAddGroups).toBe(on);
	});

	test('is for admins', async () => {
		const { id } = await bobsCommunity('Their rules');
		await expect(
			run('community.updateSettings', { community: id, membersAddGroups: false }),
		).rejects.toMatchObject(notAnAdmin(id));
	});
});

describe('community.deactivate', () => {
	test('ends the community, and its groups go on', async () => {
		const group = await groupOf('Survivor');
		const { id, announcementGroup } = await communityOf('Doomed', { groups: [group] });
		expect(await run('community.deactivate', { community: id })).toEqual({ id });
		expect(() => bench.simulator.findCommunity(id)).toThrow();
		expect(() => bench.simulator.findGroup(announcementGroup.id)).toThrow();
		expect(await run('group.get', { group: group.id })).toMatchObject({ communityId: null });
		for (const command of ['community.get', 'community.deactivate'] as const) {
			await expect(run(command, { community: id })).rejects.toMatchObject({
				code: 'NOT_ALLOWED',
				message: `There is no community ${id}.`,
			});
		}
		await expect(
			run('community.linkGroups', { community: id, groups: [group.id] }),
		).rejects.toMatchObject({ message: `There is no community ${id}.` });
	});

	test('is for admins', async () => {
		const { id } = await bobsCommunity('Theirs to end');
		await expect(run('community.deactivate', { community: id })).rejects.toMatchObject(
			notAnAdmin(id),
		);
	});
});
