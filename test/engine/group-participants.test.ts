import type { MemberChange } from '../../engine/gateway/contract';
import { CAROL, NOBODY, noMember, notAnAdmin, SHY, useGroups } from './group-support';
import { BOB, collect, OWNER, said, send, text, untilConnected } from './support';

const { bench, run, groupOf, bobsGroup, asked } = useGroups();

describe('group.addParticipants', () => {
	test.each([
		[401, 'blocked'],
		[403, 'inviteNeeded'],
		[408, 'leftRecently'],
		[419, 'groupFull'],
		[417, 'refused'],
	])('says what WhatsApp means by %i', async (code, status) => {
		const group = await groupOf(`Code ${code}`);
		const refusing = bench.simulator.faults.refuseAddition(CAROL, code);
		const { participants } = await run('group.addParticipants', {
			group: group.id,
			participants: [CAROL],
		});
		refusing.release();
		expect(participants).toMatchObject([{ phone: CAROL, status }]);
		expect(group.members).not.toContain(CAROL);
	});

	test('adds everybody who can be added, by number or LID', async () => {
		const group = await groupOf('Growing');
		const carolsLid = bench.simulator.phone(CAROL).lid;
		const added = await run('group.addParticipants', {
			group: 'Growing',
			participants: [BOB, carolsLid, CAROL, SHY, NOBODY],
		});
		expect(added.id).toBe(group.id);
		expect(added.participants.map(({ given, status }) => [given, status])).toEqual([
			[BOB, 'alreadyMember'],
			[carolsLid, 'added'],
			[CAROL, expect.stringMatching(/^(added|alreadyMember)$/)],
			[SHY, 'added'],
			[NOBODY, 'notOnWhatsApp'],
		]);
		expect(group.members).toEqual([OWNER, BOB, CAROL, SHY]);
	});

	test('is for admins where the group says so', async () => {
		const group = await bobsGroup('Strict');
		group.setAdminsAdd(true);
		await expect(
			run('group.addParticipants', { group: group.id, participants: [CAROL] }),
		).rejects.toMatchObject(notAnAdmin(group.id));
	});
});

describe('those who cannot be added', () => {
	const inviteFrom = (executionId: string) => ({
		...{ executionId, nodeId: 'groups', runIndex: 0, itemIndex: 0 },
	});
	/** The same number, written in another way. */
	const AGAIN = '+55 (11) 90000-0004';
	const keepOut = () => bench.simulator.faults.refuseAddition(SHY, 403);

	test('are invited instead where that is wanted, and come in by it', async () => {
		const shy = await bench.simulator.contact(SHY);
		const group = await groupOf('By invitation');
		keepOut();
		const { participants } = await run('group.addParticipants', {
			group: group.id,
			participants: [SHY, CAROL, AGAIN],
			inviteFrom: inviteFrom('add'),
		});
		const [invited, added, again] = participants;
		expect(invited).toMatchObject({
			given: SHY,
			status: 'invited',
			message: 'This person cannot be added. An invite to the group was queued for them instead.',
			invite: { code: expect.any(String) },
			inviteMessageId: expect.stringMatching(/^3EB0/),
		});
		expect(added).toMatchObject({ phone: CAROL, status: 'added', inviteMessageId: null });
		expect(again).toEqual({ ...invited, given: AGAIN });
		const { message, encAttributes } = await shy.waitForMessage(invited?.inviteMessageId ?? '');
		expect(encAttributes).toMatchObject({ mediatype: 'url' });
		expect(message.groupInviteMessage).toMatchObject({
			groupJid: group.id,
			groupName: 'By invitation',
			inviteCode: invited?.invite?.code,
		});
		await group.acceptInvite(SHY, message);
		expect(group.members).toEqual([OWNER, BOB, CAROL, SHY]);
		expect(shy.received.filter((one) => one.message.groupInviteMessage)).toHaveLength(1);
	});

	test('are invited once, though n8n tries it again', async () => {
		const shy = await bench.simulator.contact(SHY);
		const group = await groupOf('Tried again');
		keepOut();
		const add = () =>
			run('group.addParticipants', {
				group: group.id,
				participants: [SHY],
				inviteFrom: inviteFrom('tried again'),
			});
		const [first, second] = [await add(), await add()];
		const [id] = first.participants.map(({ inviteMessageId }) => inviteMessageId);
		expect(second.participants).toMatchObject([{ status: 'invited', inviteMessageId: id }]);
		await shy.waitForMessage(id ?? '');
		await shy.waitForMessage(await bench.bob.sendText(SHY, 'Coming?'));
		const invites = shy.received.filter(
			({ message }) => message.groupInviteMessage?.groupJid === group.id,
		);
		expect(invites).toHaveLength(1);
	});

	test('are invited by a message of the queue, which outlives a restart', async () => {
		const shy = await bench.simulator.contact(SHY);
		const group = await groupOf('Later');
		keepOut();
		await send(bench, text(BOB, 'one moment', { delayAfterMs: 60_000 }));
		await bench.bob.waitForMessage(said('one moment'));
		const { participants } = await run('group.addParticipants', {
			group: group.id,
			participants: [SHY],
			inviteFrom: inviteFrom('later'),
		});
		const messageId = participants[0]?.inviteMessageId ?? '';
		expect(await run('queue.getMany', { limit: 10 })).toMatchObject([
			{ messageId, status: 'QUEUED', preview: `Group invite: ${group.id}` },
		]);
		await bench.restart();
		await untilConnected(bench);
		bench.clock.skip(60_000);
		expect((await shy.waitForMessage(messageId)).message.groupInviteMessage).toMatchObject({
			...{ groupJid: group.id, groupName: 'Later' },
		});
	});

	test('are not said to be invited where the invite has failed', async () => {
		const group = await groupOf('In vain');
		keepOut();
		const add = () =>
			run('group.addParticipants', {
				group: group.id,
				participants: [SHY],
				inviteFrom: inviteFrom('in vain'),
			});
		bench.simulator.faults.failAck(400, ({ to }) => to.startsWith(SHY));
		const events = await collect(bench, ['message.failed']);
		const [{ inviteMessageId } = {}] = (await add()).participants;
		await events.next('message.failed', ({ messageId }) => messageId === inviteMessageId);
		await events.close();
		expect((await add()).participants).toMatchObject([
			{
				status: 'inviteNeeded',
				message: expect.stringContaining('But no invite was queued:'),
				inviteMessageId: null,
			},
		]);
	});

	test('are invited to a new group, too', async () => {
		const shy = await bench.simulator.contact(SHY);
		keepOut();
		const created = await run('group.create', {
			subject: 'Founded',
			participants: [BOB, SHY],
			inviteFrom: inviteFrom('create'),
		});
		expect(created.participants).toMatchObject([
			{ phone: BOB, status: 'added' },
			{ phone: SHY, status: 'invited' },
		]);
		const { message } = await shy.waitForMessage(created.participants[1]?.inviteMessageId ?? '');
		expect(message.groupInviteMessage).toMatchObject({ groupName: 'Founded' });
	});

	test('are told of with the invite where none is sent', async () => {
		const group = await groupOf('No invites');
		keepOut();
		const { participants } = await run('group.addParticipants', {
			group: group.id,
			participants: [SHY],
		});
		expect(participants).toMatchObject([
			{ status: 'inviteNeeded', invite: { code: expect.any(String) }, inviteMessageId: null },
		]);
	});
});

describe('group.changeParticipants', () => {
	const change = async (of: MemberChange, group: string, ...participants: string[]) =>
		await run('group.changeParticipants', { group, participants, change: of });
	const statuses = ({ participants }: { participants: { given: string; status: string }[] }) =>
		participants.map(({ given, status }) => [given, status]);

	test.each(['pn', 'lid'] as const)(
		'makes admins and members, and takes people out (%s)',
		async (addressing) => {
			const group = await groupOf(`Roles by ${addressing}`, { addressing });
			await group.add(CAROL);
			const { lid } = bench.simulator.phone(CAROL);
			const everybody = [BOB, lid, '+55 (11) 90000-0004', NOBODY];
			expect(statuses(await change('promote', group.id, ...everybody))).toEqual([
				[BOB, 'promoted'],
				[lid, 'promoted'],
				['+55 (11) 90000-0004', 'notAMember'],
				[NOBODY, 'notOnWhatsApp'],
			]);
			expect(group.admins).toEqual([OWNER, BOB, CAROL]);
			expect(await change('demote', group.id, CAROL)).toEqual({
				id: group.id,
				participants: [
					expect.objectContaining({
						...{ phone: CAROL, lid, given: CAROL, status: 'demoted' },
						message: 'No admin of the group any more.',
					}),
				],
			});
			expect(group.admins).toEqual([OWNER, BOB]);
			expect(statuses(await change('remove', group.id, CAROL, SHY))).toEqual([
				[CAROL, 'removed'],
				[SHY, 'notAMember'],
			]);
			expect(group.members).toEqual([OWNER, BOB]);
			// Done twice it does no more.
			expect(statuses(await change('remove', group.id, CAROL))).toEqual([[CAROL, 'notAMember']]);
		},
	);

	test('takes out everybody but the number itself, which leaves in another way', async () => {
		const group = await groupOf('Not me');
		const before = asked('remove');
		const { participants } = await change('remove', group.id, OWNER);
		expect(participants).toMatchObject([
			{ given: OWNER, status: 'refused', message: expect.stringContaining('Use Leave') },
		]);
		expect(asked('remove')).toBe(before);
		expect(group.members).toContain(OWNER);
	});

	test.each([
		[[], 'No participants are given.'],
		[Array.from({ length: 1_025 }, () => BOB), '1025 participants are too many for a group.'],
		[['Bob'], '"Bob" is not a phone number or chat ID.'],
		[['123456@g.us'], '"123456@g.us" is a group'],
	])('is refused before WhatsApp is asked (%#)', async (participants, message) => {
		const { id } = await groupOf('Nobody');
		const before = asked('remove');
		await expect(change('remove', id, ...participants)).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: expect.stringContaining(message),
		});
		expect(asked('remove')).toBe(before);
	});

	test.each(['remove', 'promote', 'demote'] as const)('is for admins: %s', async (of) => {
		const group = await bobsGroup(`Bob decides: ${of}`);
		await group.add(CAROL);
		await expect(change(of, group.id, CAROL)).rejects.toMatchObject(notAnAdmin(group.id));
		expect(group.members).toContain(CAROL);
		expect(group.admins).toEqual([BOB]);
	});

	test('says of a group that was left that the number is no member', async () => {
		const group = await groupOf('Left behind');
		await group.leave(OWNER);
		await expect(change('promote', group.id, BOB)).rejects.toMatchObject(noMember(group.id));
	});

	test('says what WhatsApp refuses without saying why', async () => {
		const group = await groupOf('Odd');
		bench.simulator.faults.refuseChange(BOB, 406);
		expect((await change('demote', group.id, BOB)).participants).toMatchObject([
			{ status: 'refused', message: 'WhatsApp did not do it. (WhatsApp error 406)' },
		]);
	});
});
