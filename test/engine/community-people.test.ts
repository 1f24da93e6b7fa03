import type { MemberChange } from '../../engine/gateway/contract';
import { CAROL, NOBODY, SHY } from './group-support';
import { notAnAdmin, useCommunities } from './community-support';
import { BOB, OWNER, said, send, text } from './support';

const { bench, run, groupOf, communityOf, bobsCommunity, asked } = useCommunities();

describe('community.addParticipants', () => {
	const add = async (community: string, ...participants: string[]) =>
		await run('community.addParticipants', { community, participants });

	test('adds people by the announcement group', async () => {
		const { id, group, announcementGroup } = await communityOf('Welcome', {
			members: [OWNER, BOB],
		});
		const before = asked('add');
		const { participants, ...rest } = await add(id, CAROL, BOB, NOBODY);
		expect(rest).toEqual({ id });
		expect(participants).toMatchObject([
			{ phone: CAROL, status: 'added', message: 'Added to the community.' },
			{ phone: BOB, status: 'alreadyMember', message: 'In the community already.' },
			{ phone: NOBODY, status: 'notOnWhatsApp' },
		]);
		expect(asked('add')).toBe(before + 1);
		for (const { members } of [group, announcementGroup]) {
			expect(members).toEqual([OWNER, BOB, CAROL]);
		}
	});

	test('invites those who cannot be added, where that is wanted', async () => {
		const shy = await bench.simulator.contact(SHY);
		const { id, group, announcementGroup } = await communityOf('By invitation');
		bench.simulator.faults.refuseAddition(SHY, 403);
		expect((await add(id, SHY)).participants).toMatchObject([{ status: 'inviteNeeded' }]);
		const { participants } = await run('community.addParticipants', {
			...{ community: id, participants: [SHY] },
			inviteFrom: { executionId: 'add', nodeId: 'communities', runIndex: 0, itemIndex: 0 },
		});
		const [invited] = participants;
		expect(invited).toMatchObject({ status: 'invited' });
		const { message } = await shy.waitForMessage(invited?.inviteMessageId ?? '');
		await announcementGroup.acceptInvite(SHY, message);
		expect(group.members).toContain(SHY);
	});

	test('is for admins', async () => {
		const { id } = await bobsCommunity('Bob invites');
		await expect(add(id, CAROL)).rejects.toMatchObject(notAnAdmin(id));
	});

	test.each([
		[[], 'No participants are given.'],
		[['Carol'], '"Carol" is not a phone number or chat ID.'],
		[
			Array.from({ length: 1_025 }, (_, index) => `55119${10_000_000 + index}`),
			'1025 participants',
		],
	])('is refused before anything is done (%#)', async (participants, message) => {
		const { id } = await communityOf('Nobody new');
		const before = asked('add');
		await expect(add(id, ...participants)).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: expect.stringContaining(message),
		});
		expect(asked('add')).toBe(before);
	});
});

describe('community.changeParticipants', () => {
	const change = async (of: MemberChange, community: string, ...participants: string[]) =>
		await run('community.changeParticipants', { community, participants, change: of });
	const statuses = ({ participants }: { participants: { given: string; status: string }[] }) =>
		participants.map(({ given, status }) => [given, status]);

	test('makes admins and members of the community', async () => {
		const { id, group } = await communityOf('Roles', { members: [OWNER, BOB, CAROL] });
		const { lid } = bench.simulator.phone(CAROL);
		expect(statuses(await change('promote', id, BOB, lid, SHY, NOBODY))).toEqual([
			[BOB, 'promoted'],
			[lid, 'promoted'],
			[SHY, 'notAMember'],
			[NOBODY, 'notOnWhatsApp'],
		]);
		expect(group.admins).toEqual([OWNER, BOB, CAROL]);
		expect(await change('demote', id, CAROL)).toEqual({
			id,
			participants: [
				expect.objectContaining({
					...{ phone: CAROL, lid, given: CAROL, status: 'demoted' },
					message: 'No admin of the community any more.',
				}),
			],
		});
		expect(group.admins).toEqual([OWNER, BOB]);
	});

	test('takes people out of the community and of its groups', async () => {
		const chess = await groupOf('Chess club', { members: [OWNER, BOB, CAROL] });
		const community = await communityOf('Clubs', { groups: [chess] });
		expect(statuses(await change('remove', community.id, CAROL, SHY, OWNER))).toEqual([
			[CAROL, 'removed'],
			[SHY, 'notAMember'],
			[OWNER, 'refused'],
		]);
		for (const { members } of [community.group, community.announcementGroup, chess]) {
			expect(members).toEqual([OWNER, BOB]);
		}
	});

	test('nobody is written to who was taken out', async () => {
		const chess = await groupOf('Chess players', { members: [OWNER, BOB, CAROL] });
		const { id } = await communityOf('Players', { groups: [chess] });
		await send(bench, text(chess.id, 'All of you'));
		await bench.bob.waitForMessage(said('All of you'));
		const before = asked('query');
		await change('remove', id, CAROL);
		await send(bench, text(chess.id, 'The two of us'));
		await bench.bob.waitForMessage(said('The two of us'));
		// Of the community, before, and of the group, after.
		expect(asked('query')).toBe(before + 2);
	});

	test.each(['remove', 'demote'] as const)('leaves who created it alone: %s', async (of) => {
		const { id, group } = await bobsCommunity(`Bob's: ${of}`);
		await group.promote(OWNER);
		expect((await change(of, id, BOB)).participants).toMatchObject([
			{ status: 'refused', message: expect.stringContaining('whoever created the community') },
		]);
		expect(group.admins).toEqual([BOB, OWNER]);
	});

	test.each(['remove', 'promote', 'demote'] as const)('is for admins: %s', async (of) => {
		const { id } = await bobsCommunity(`Bob decides: ${of}`, { members: [OWNER, CAROL] });
		await expect(change(of, id, CAROL)).rejects.toMatchObject(notAnAdmin(id));
	});
});

describe('community.getInviteLink and resetInviteLink', () => {
	const linkTo = ({ inviteCode }: { inviteCode: string }) =>
		`https://chat.whatsapp.com/${inviteCode}`;

	test('tell the link, and replace it', async () => {
		const { id, group } = await communityOf('Come in');
		const old = { id, inviteLink: linkTo(group) };
		expect(await run('community.getInviteLink', { community: id })).toEqual(old);
		const reset = await run('community.resetInviteLink', { community: id });
		expect(reset).toEqual({ id, inviteLink: linkTo(group) });
		expect(reset).not.toEqual(old);
	});

	test.each(['community.getInviteLink', 'community.resetInviteLink'] as const)(
		'%s is for admins',
		async (command) => {
			const { id, group } = await bobsCommunity(`Bob's link for ${command}`);
			const { inviteCode } = group;
			await expect(run(command, { community: id })).rejects.toMatchObject(notAnAdmin(id));
			expect(group.inviteCode).toBe(inviteCode);
		},
	);
});
