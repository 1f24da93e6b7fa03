import { BOB, OWNER } from './support';
import { CAROL, NOBODY, notOurs, notOwned, useChannels } from './channel-support';

const { bench, run, channelOf, bobsChannel } = useChannels();

const lidOf = async (number: string) => (await bench.simulator.contact(number)).lid;

describe('channel.revokeInvite', () => {
	test('takes an invite back, once', async () => {
		const channel = await channelOf('Revoked');
		channel.invite(BOB);
		const revoke = { channel: channel.id, person: `+${BOB}` };
		expect(await run('channel.revokeInvite', revoke)).toEqual({
			...{ id: channel.id, phone: BOB, lid: await lidOf(BOB) },
			revoked: true,
		});
		expect(channel.openInvites).toEqual([]);
		await expect(run('channel.revokeInvite', revoke)).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining(`+${BOB} has no open invite`),
		});
	});

	test('is not for channels of others', async () => {
		const channel = await bobsChannel('Of Bob');
		channel.invite(CAROL);
		await expect(
			run('channel.revokeInvite', { channel: channel.id, person: CAROL }),
		).rejects.toMatchObject(notOurs(channel.id));
		expect(channel.openInvites).toEqual([CAROL]);
	});
});

describe('channel.acceptInvite', () => {
	test('makes the number an admin', async () => {
		const channel = await bobsChannel('Helped');
		channel.invite(OWNER);
		const by = `https://whatsapp.com/channel/${channel.inviteCode}`;
		expect(await run('channel.acceptInvite', { channel: by })).toEqual({
			id: channel.id,
			role: 'admin',
		});
		expect(channel.roleOf(OWNER)).toBe('ADMIN');
	});

	test('says that there is no invite', async () => {
		const { id } = await bobsChannel('Closed');
		await expect(run('channel.acceptInvite', { channel: id })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining(`no open invite to become an admin of the channel ${id}`),
		});
	});
});

describe('channel.removeAdmin', () => {
	test('makes an admin a follower again', async () => {
		const channel = await channelOf('Run by two', { admins: [OWNER, BOB] });
		expect(await run('channel.removeAdmin', { channel: channel.id, person: BOB })).toEqual({
			...{ id: channel.id, phone: BOB, lid: await lidOf(BOB) },
			removed: true,
		});
		expect(channel.roleOf(BOB)).toBe('SUBSCRIBER');
	});

	test('says who is no admin, and who is not on WhatsApp', async () => {
		const { id: channel } = await channelOf('Alone');
		await expect(run('channel.removeAdmin', { channel, person: BOB })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: `${BOB} is no admin of the channel.`,
		});
		await expect(run('channel.removeAdmin', { channel, person: NOBODY })).rejects.toMatchObject({
			code: 'NOT_ON_WHATSAPP',
		});
	});

	test('is for the owner, and for oneself', async () => {
		const channel = await bobsChannel('Of three', { admins: [BOB, OWNER, CAROL] });
		const { id } = channel;
		await expect(run('channel.removeAdmin', { channel: id, person: CAROL })).rejects.toMatchObject(
			notOwned(id),
		);
		await run('channel.removeAdmin', { channel: id, person: OWNER });
		expect(channel.roleOf(OWNER)).toBe('SUBSCRIBER');
		const { id: own } = await channelOf('Own');
		await expect(run('channel.removeAdmin', { channel: own, person: OWNER })).rejects.toMatchObject(
			{
				code: 'NOT_ALLOWED',
				message: expect.stringContaining('owns the channel'),
			},
		);
	});
});

describe('channel.transfer', () => {
	test('gives a channel to another admin', async () => {
		const channel = await channelOf('Given', { admins: [OWNER, BOB] });
		expect(await run('channel.transfer', { channel: channel.id, person: BOB })).toEqual({
			...{ id: channel.id, phone: BOB, lid: await lidOf(BOB) },
			...{ role: 'admin', note: null },
		});
		expect([channel.roleOf(BOB), channel.roleOf(OWNER)]).toEqual(['OWNER', 'ADMIN']);
	});

	test('ends the role of the number, too', async () => {
		const channel = await channelOf('Left', { admins: [OWNER, BOB] });
		const given = await run('channel.transfer', { channel: channel.id, person: BOB, quit: true });
		expect(given).toMatchObject({ role: 'subscriber', note: null });
		expect([channel.roleOf(BOB), channel.roleOf(OWNER)]).toEqual(['OWNER', 'SUBSCRIBER']);
	});

	test('is done though the number stays an admin, and says so', async () => {
		const channel = await channelOf('Half left', { admins: [OWNER, BOB] });
		bench.simulator.faults.refuseMex('6551828931592903', 500);
		const given = await run('channel.transfer', { channel: channel.id, person: BOB, quit: true });
		expect(given).toMatchObject({
			role: 'admin',
			note: expect.stringMatching(/^The channel was transferred, but .* still an admin/),
		});
		expect(channel.roleOf(BOB)).toBe('OWNER');
	});

	test('is not for somebody who is no admin', async () => {
		const channel = await channelOf('Kept', { subscribers: [BOB] });
		await expect(
			run('channel.transfer', { channel: channel.id, person: BOB }),
		).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: `${BOB} is no admin of the channel.`,
			hint: expect.stringContaining('Invite Admin'),
		});
		expect(channel.roleOf(OWNER)).toBe('OWNER');
	});

	test('is for the owner alone, and not for oneself', async () => {
		const { id } = await bobsChannel('Not ours to give', { admins: [BOB, OWNER, CAROL] });
		await expect(run('channel.transfer', { channel: id, person: CAROL })).rejects.toMatchObject(
			notOwned(id),
		);
		const { id: own } = await channelOf('To myself');
		await expect(run('channel.transfer', { channel: own, person: OWNER })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'The linked number owns the channel already.',
		});
	});
});
