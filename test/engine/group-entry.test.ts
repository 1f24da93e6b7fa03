import { CAROL, NOBODY, noMember, notAnAdmin, SHY, useGroups } from './group-support';
import { BOB, collect, OWNER } from './support';

const { bench, run, groupOf, bobsGroup, asked } = useGroups();

const linkTo = ({ inviteCode }: { inviteCode: string }) =>
	`https://chat.whatsapp.com/${inviteCode}`;

describe('group.getInviteLink', () => {
	test('is for admins, and for all where the group says so', async () => {
		const own = await groupOf('Ours to share');
		const found = { id: own.id, inviteLink: linkTo(own) };
		expect(await run('group.getInviteLink', { group: own.id })).toEqual(found);
		const bobs = await bobsGroup("Bob's to share");
		const get = () => run('group.getInviteLink', { group: bobs.id });
		await expect(get()).rejects.toMatchObject(notAnAdmin(bobs.id));
		bobs.setAdminsInvite(false);
		expect(await get()).toEqual({ id: bobs.id, inviteLink: linkTo(bobs) });
	});

	test('comes with the group where that is wanted, or why it does not', async () => {
		const own = await groupOf('With link');
		expect(await run('group.get', { group: own.id, withInviteLink: true })).toMatchObject({
			id: own.id,
			inviteLink: linkTo(own),
			inviteLinkError: null,
		});
		expect(await run('group.get', { group: own.id })).not.toHaveProperty('inviteLink');
		const bobs = await bobsGroup('Without link');
		expect(await run('group.get', { group: bobs.id, withInviteLink: true })).toMatchObject({
			subject: 'Without link',
			inviteLink: null,
			inviteLinkError: notAnAdmin(bobs.id).message,
		});
	});
});

describe('group.resetInviteLink', () => {
	test('makes a new one, and the old one leads nowhere', async () => {
		const group = await groupOf('Renewed');
		const old = linkTo(group);
		const { inviteLink } = await run('group.resetInviteLink', { group: group.id });
		expect(inviteLink).toBe(linkTo(group));
		expect(inviteLink).not.toBe(old);
		await expect(run('group.getInvited', { invite: old })).rejects.toMatchObject({
			code: 'TOO_LATE',
			message: expect.stringContaining('This invite is not good any more'),
		});
	});

	test('is for admins', async () => {
		const group = await bobsGroup('Not ours to renew');
		const before = group.inviteCode;
		const refused = run('group.resetInviteLink', { group: group.id });
		await expect(refused).rejects.toMatchObject(notAnAdmin(group.id));
		expect(group.inviteCode).toBe(before);
	});
});

describe('group.getInvited', () => {
	test('tells of a group that the number is not in', async () => {
		const group = await bobsGroup('Somewhere', { members: [CAROL] });
		expect(await run('group.getInvited', { invite: linkTo(group) })).toMatchObject({
			id: group.id,
			subject: 'Somewhere',
			owner: { phone: BOB },
			size: 2,
			inviteLink: linkTo(group),
		});
	});
});

describe('group.joinByLink', () => {
	const join = (invite: string) => run('group.joinByLink', { invite });

	test.each([
		['a link', linkTo],
		[
			'a link with what was copied along',
			(group: { inviteCode: string }) => ` ${linkTo(group)}?mode=ac_t \n`,
		],
		['a bare code', ({ inviteCode }: { inviteCode: string }) => inviteCode],
	])('joins by %s, and is in only once', async (what, inviteTo) => {
		const group = await bobsGroup(`By ${what}`, { members: [CAROL] });
		const found = { id: group.id, subject: `By ${what}` };
		expect(await join(inviteTo(group))).toEqual({
			...found,
			status: 'joined',
			message: 'The linked number is in the group now.',
		});
		expect(group.members).toEqual([BOB, CAROL, OWNER]);
		expect(await run('group.get', { group: found.subject })).toMatchObject(found);
		expect(await join(inviteTo(group))).toMatchObject({ ...found, status: 'alreadyMember' });
	});

	test('waits for an admin where one must approve', async () => {
		const group = await bobsGroup('By approval', { members: [CAROL] });
		group.setJoinApproval(true);
		expect(await join(linkTo(group))).toEqual({
			...{ id: group.id, subject: 'By approval', status: 'requested' },
			message: 'The request to join waits: an admin of the group has to approve it.',
		});
		expect(group.members).not.toContain(OWNER);
		expect(group.requests).toEqual([OWNER]);
		await group.approve(OWNER);
		expect(await join(linkTo(group))).toMatchObject({ status: 'alreadyMember' });
	});

	test.each([
		['', 'No invite link is given.'],
		[
			'https://t.me/joinchat/AAAAAE1234567890abcdef',
			'"https://t.me/joinchat/AAAAAE1234567890abcdef"',
		],
		['https://wa.me/5511900000001', 'is no invite link of a WhatsApp group.'],
		['https://chat.whatsapp.com/', 'is no invite link of a WhatsApp group.'],
	])('is refused before WhatsApp is asked: "%s"', async (invite, message) => {
		const before = asked('invite');
		await expect(join(invite)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: expect.stringContaining(message),
			hint: expect.stringContaining('https://chat.whatsapp.com/'),
		});
		expect(asked('invite')).toBe(before);
	});

	test('says what is wrong with a link that leads nowhere, is withdrawn, or of a full group', async () => {
		await expect(join('AbCdEfGhIjKlMnOpQrStUv')).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'This invite leads to no group.',
		});
		const group = await bobsGroup('Hard to enter', { members: [CAROL] });
		const old = linkTo(group);
		group.renewInvite();
		await expect(join(old)).rejects.toMatchObject({ code: 'TOO_LATE' });
		group.limitTo(2);
		await expect(join(linkTo(group))).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'The group is full.',
		});
		group.limitTo(3);
		await group.add(OWNER);
		await group.remove(OWNER);
		await expect(join(linkTo(group))).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('an admin has removed it from there'),
		});
	});
});

describe('group.joinByMessage', () => {
	/** The ID of a message of Bob's, as soon as it has come in. */
	async function came(message: object): Promise<string> {
		const events = await collect(bench, ['message.incoming']);
		const id = await bench.bob.sendMessage(OWNER, message);
		await events.next('message.incoming', ({ messageId }) => messageId === id);
		await events.close();
		return id;
	}
	const join = (messageId: string) => run('group.joinByMessage', { target: { messageId } });

	test('joins by the invite that came, and is in only once', async () => {
		const group = await bobsGroup('Just you', { members: [CAROL] });
		const id = await came(await group.invite(OWNER));
		const found = { id: group.id, subject: 'Just you' };
		expect(await join(id)).toMatchObject({ ...found, status: 'joined' });
		expect(group.members).toContain(OWNER);
		expect(await join(id)).toMatchObject({ ...found, status: 'alreadyMember' });
	});

	test('says what is wrong with a message that is none, unknown, used before, or too old', async () => {
		await expect(join(await came({ conversation: 'Come in' }))).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: expect.stringContaining('does not invite the linked number to a group'),
		});
		await expect(join('NEVER')).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
		const group = await bobsGroup('Twice invited', { members: [CAROL] });
		const first = await came(await group.invite(OWNER));
		const second = await came(await group.invite(OWNER));
		await expect(join(first)).rejects.toMatchObject({ message: 'This invite leads to no group.' });
		group.limitTo(2);
		await expect(join(second)).rejects.toMatchObject({ message: 'The group is full.' });
		bench.clock.skip(4 * 24 * 60 * 60_000);
		await expect(join(second)).rejects.toMatchObject({
			code: 'TOO_LATE',
			message: `The invite in message ${second} has expired.`,
		});
	});
});

describe('group.requests', () => {
	test.each(['pn', 'lid'] as const)(
		'are listed, approved and rejected (%s)',
		async (addressing) => {
			const group = await groupOf(`Doorman of ${addressing}`, { addressing });
			group.setJoinApproval(true);
			for (const number of [CAROL, SHY]) await group.join(number);
			const requests = await run('group.requests', { group: group.id, limit: 50 });
			expect(requests).toEqual(
				[CAROL, SHY].map((phone) => ({
					...{ phone, lid: bench.simulator.phone(phone).lid, name: null },
					group: group.id,
					requestedAt: expect.stringMatching(/Z$/),
					method: 'invite_link',
				})),
			);
			expect(await run('group.requests', { group: group.id, limit: 1 })).toHaveLength(1);
			const answer = async (which: 'approve' | 'reject', ...participants: string[]) => {
				const input = { group: group.id, participants, answer: which };
				const answered = await run('group.answerRequests', input);
				return answered.participants.map(({ status }) => status);
			};
			expect(await answer('approve', CAROL, BOB, NOBODY)).toEqual([
				...['approved', 'noRequest', 'notOnWhatsApp'],
			]);
			expect(await answer('reject', SHY)).toEqual(['rejected']);
			expect(group.members).toEqual([OWNER, BOB, CAROL]);
			expect(group.requests).toEqual([]);
			const before = asked('membership_requests_action');
			expect(await answer('approve', SHY)).toEqual(['noRequest']);
			expect(asked('membership_requests_action')).toBe(before);
		},
	);

	test('wait on where the group is full', async () => {
		const group = await groupOf('No room');
		group.setJoinApproval(true);
		await group.join(CAROL);
		group.limitTo(2);
		const input = { group: group.id, participants: [CAROL] };
		expect(
			(await run('group.answerRequests', { ...input, answer: 'approve' })).participants,
		).toMatchObject([{ phone: CAROL, status: 'groupFull' }]);
		expect(group.requests).toEqual([CAROL]);
	});

	test('are for admins', async () => {
		const group = await bobsGroup("Bob's door");
		const input = { group: group.id, participants: [CAROL] };
		for (const refused of [
			() => run('group.requests', { group: group.id, limit: 50 }),
			() => run('group.answerRequests', { ...input, answer: 'approve' }),
			() => run('group.answerRequests', { ...input, answer: 'reject' }),
		]) {
			await expect(refused()).rejects.toMatchObject(notAnAdmin(group.id));
		}
	});
});

describe('group.leave', () => {
	test.each([true, false])('takes the number out (admin: %s), once', async (isAdmin) => {
		const group = await (isAdmin ? groupOf : bobsGroup)(`Left, admin: ${isAdmin}`);
		expect(await run('group.leave', { group: group.id })).toEqual({ id: group.id, left: true });
		expect(group.members).toEqual([BOB]);
		await expect(run('group.leave', { group: group.id })).rejects.toMatchObject(noMember(group.id));
		await expect(run('group.get', { group: group.subject })).rejects.toMatchObject({
			message: `The linked number is in no group that is called "${group.subject}".`,
		});
	});
});
