import type { VirtualGroup } from '../simulator';
import { CAROL, SHY } from './group-support';
import { NO_COMMUNITY, notAnAdmin, useCommunities } from './community-support';
import { BOB, OWNER } from './support';

const { bench, run, groupOf, communityOf, bobsCommunity, asked } = useCommunities();

describe('community.linkGroups', () => {
	test('links groups, and says of each what became of it', async () => {
		const [tennis, golf, elsewhere] = [
			await groupOf('Tennis'),
			await groupOf('Golf'),
			await groupOf('Elsewhere'),
		];
		const theirs = await groupOf('Theirs', { owner: BOB, members: [OWNER] });
		const closed = await groupOf('Private', { owner: BOB, members: [CAROL] });
		await communityOf('Other', { groups: [elsewhere] });
		const community = await communityOf('Sports', { groups: [golf] });
		const given = [tennis, golf, elsewhere, theirs, closed].map(({ id }) => id);
		const result = await run('community.linkGroups', {
			community: community.id,
			groups: [...given, NO_COMMUNITY, tennis.id.replace('@g.us', '-group')],
		});
		expect(result.id).toBe(community.id);
		expect(result.groups.map(({ id, status }) => [id, status])).toEqual([
			[tennis.id, 'linked'],
			[golf.id, 'alreadyLinked'],
			[elsewhere.id, 'inOtherCommunity'],
			[theirs.id, 'notAdmin'],
			[closed.id, 'notMember'],
			[NO_COMMUNITY, 'notFound'],
			[tennis.id, 'linked'],
		]);
		expect(result.groups[2]).toEqual({
			id: elsewhere.id,
			given: elsewhere.id,
			status: 'inOtherCommunity',
			message: 'This group belongs to another community. Unlink it there first.',
		});
		expect(community.linked).toEqual(['Tennis', 'Golf']);
		expect(community.group.members).toContain(BOB);
		expect(await run('group.get', { group: tennis.id })).toMatchObject({
			communityId: community.id,
		});
	});

	test('asks nothing of WhatsApp where all are linked already', async () => {
		const group = await groupOf('There');
		const { id } = await communityOf('Full house', { groups: [group] });
		const before = asked('links');
		const { groups } = await run('community.linkGroups', { community: id, groups: [group.id] });
		expect(groups).toMatchObject([{ status: 'alreadyLinked' }]);
		expect(asked('links')).toBe(before);
	});

	test('counts the members who want to be asked before they join', async () => {
		const group = await groupOf('Shy', { members: [OWNER, SHY] });
		bench.simulator.faults.refuseAddition(SHY, 403);
		const community = await communityOf('Loud');
		const { groups } = await run('community.linkGroups', {
			community: community.id,
			groups: [group.id],
		});
		expect(groups).toMatchObject([
			{
				status: 'linked',
				message: expect.stringMatching(
					/ Except 1 of them, whose privacy settings want an invite\.$/,
				),
			},
		]);
		expect(community.group.members).not.toContain(SHY);
	});

	test('stops at the 51st group', async () => {
		const groups: VirtualGroup[] = [];
		for (let count = 1; count <= 51; count++) groups.push(await groupOf(`Number ${count}`));
		const { id, linked } = await communityOf('Crowd', { groups: groups.slice(0, 49) });
		expect(linked).toHaveLength(49);
		const result = await run('community.linkGroups', {
			community: id,
			groups: groups.slice(49).map((group) => group.id),
		});
		expect(result.groups).toMatchObject([
			{ status: 'linked' },
			{ status: 'communityFull', message: expect.stringContaining('takes no more groups') },
		]);
	});

	test('is for admins where the community says so', async () => {
		const group = await groupOf('Mine');
		const open = await bobsCommunity('Open');
		const strict = await bobsCommunity('Strict', { membersAddGroups: false });
		const groups = [group.id];
		await expect(
			run('community.linkGroups', { community: strict.id, groups }),
		).rejects.toMatchObject(notAnAdmin(strict.id));
		expect(await run('community.linkGroups', { community: open.id, groups })).toMatchObject({
			groups: [{ status: 'linked' }],
		});
	});

	test.each([
		[[], 'No groups are given.'],
		[['Nowhere'], 'The linked number is in no group that is called "Nowhere".'],
	])('is refused before anything is done: %j', async (groups, message) => {
		const { id } = await communityOf('Untouched');
		const before = asked('links');
		await expect(run('community.linkGroups', { community: id, groups })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message,
		});
		expect(asked('links')).toBe(before);
	});
});

describe('community.unlinkGroups', () => {
	test('unlinks groups, and says of each what became of it', async () => {
		const [first, second, other] = [
			await groupOf('First'),
			await groupOf('Second'),
			await groupOf('Not there'),
		];
		const community = await communityOf('Shrinking', { groups: [first, second] });
		const { groups } = await run('community.unlinkGroups', {
			community: community.id,
			groups: [first.id, other.id, community.announcementGroup.id, second.id],
		});
		expect(groups.map(({ status }) => status)).toEqual([
			'unlinked',
			'notLinked',
			'refused',
			'lastGroup',
		]);
		expect(groups[2]?.message).toMatch(/^The announcement group is part of the community itself/);
		expect(groups[3]?.message).toMatch(/^WhatsApp keeps one group besides the announcement group/);
		expect(community.linked).toEqual(['Second']);
		expect(await run('group.get', { group: first.id })).toMatchObject({ communityId: null });
	});

	test('is for admins', async () => {
		const group = await groupOf('Stays');
		const { id } = await bobsCommunity('Theirs', { groups: [group] });
		await expect(
			run('community.unlinkGroups', { community: id, groups: [group.id] }),
		).rejects.toMatchObject(notAnAdmin(id));
	});
});
