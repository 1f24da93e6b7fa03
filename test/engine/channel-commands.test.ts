import { Readable } from 'node:stream';
import { png } from '../support/files';
import { NO_CHANNEL, noSuchChannel, notOurs, notOwned, useChannels } from './channel-support';
import { BOB, OWNER } from './support';

const { bench, run, channelOf, bobsChannel, asked } = useChannels();

const CREATE = '8823471724422422';
const METADATA = '6563316087068696';

const linkOf = (code: string) => `https://whatsapp.com/channel/${code}`;

describe('channel.create', () => {
	test('says that there is none where WhatsApp keeps its terms to itself', async () => {
		bench.simulator.faults.refuseQueries('set tos notice', 400);
		await expect(run('channel.create', { name: 'Nothing' })).rejects.toMatchObject({
			code: 'REJECTED',
			message: 'WhatsApp did not create the channel, and does not say why.',
		});
		expect(await run('channel.getMany', { limit: 10 })).toEqual([]);
	});

	test('opens a channel, and agrees to the terms first', async () => {
		const created = await run('channel.create', { name: ' Offers ', description: 'Each week' });
		const channel = bench.simulator.findChannel(created.id);
		expect(created).toEqual({
			id: expect.stringMatching(/^\d+@newsletter$/),
			name: 'Offers',
			description: 'Each week',
			inviteLink: linkOf(channel.inviteCode),
			createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
			subscribers: 0,
			role: 'owner',
			muted: false,
			reactions: 'all',
			verified: false,
			state: 'active',
			pictureUrl: null,
		});
		expect(channel).toMatchObject({ name: 'Offers', description: 'Each week' });
		// It is in the list at once.
		const found = await run('chat.search', { query: 'offers', limit: 10, type: 'channel' });
		expect(found).toMatchObject([{ chat: created.id, name: 'Offers' }]);
	});

	test('says that WhatsApp does not accept the name', async () => {
		bench.simulator.faults.refuseMex(CREATE, 406);
		await expect(run('channel.create', { name: 'Bad' })).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('Nothing was created'),
		});
	});

	test.each([
		['The name of a channel is empty.', { name: '  ' }],
		['The name of a channel has 101 characters.', { name: 'é'.repeat(101) }],
		['The description of a channel has 2049 characters.', { description: 'x'.repeat(2_049) }],
	])('is refused before anything is done: %s', async (message, wrong) => {
		const before = asked(CREATE);
		await expect(run('channel.create', { name: 'Never', ...wrong })).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message,
		});
		expect(asked(CREATE)).toBe(before);
	});

	test('may have been done where no answer came', async () => {
		bench.simulator.faults.swallowAnswers('get w:mex query');
		const before = asked(CREATE);
		const waiting = bench.clock.timerOf(25_000);
		const failed = expect(run('channel.create', { name: 'Unheard' })).rejects.toMatchObject({
			code: 'OUTCOME_UNKNOWN',
		});
		await bench.simulator.traffic.waitFor(() => asked(CREATE) === before + 1);
		await waiting;
		bench.clock.skip(25_000);
		await failed;
	});
});

describe('channel.get', () => {
	test('tells of a channel, by its ID and by its link', async () => {
		const channel = await bobsChannel('News of Bob', { description: 'All of it' });
		const shown = { id: channel.id, name: 'News of Bob', subscribers: 1, role: 'subscriber' };
		expect(await run('channel.get', { channel: ` ${channel.id} ` })).toMatchObject(shown);
		for (const invite of [
			linkOf(channel.inviteCode),
			`whatsapp.com/channel/${channel.inviteCode}/123`,
			channel.inviteCode,
		]) {
			expect(await run('channel.get', { channel: invite })).toMatchObject(shown);
		}
	});

	test.each([
		['', 'No channel is given.'],
		['Our news', '"Our news" is neither the ID nor the invite link of a channel.'],
		[BOB, `"${BOB}" is neither the ID nor the invite link of a channel.`],
	])('takes no %p for a channel', async (channel, message) => {
		await expect(run('channel.get', { channel })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message,
		});
	});

	test('says that there is none', async () => {
		await expect(run('channel.get', { channel: NO_CHANNEL })).rejects.toMatchObject(
			noSuchChannel(NO_CHANNEL),
		);
		const code = 'AAAAAAAAAAAAAAAAAAAAAA';
		await expect(run('channel.get', { channel: linkOf(code) })).rejects.toMatchObject(
			noSuchChannel(linkOf(code)),
		);
	});
});

describe("an ID of WhatsApp's queries that has grown old", () => {
	const OVERRIDE = 'WHATSAPP_LINKED_QUERY_IDS';
	afterEach(() => void delete process.env[OVERRIDE]);

	test('is named, and replaced by the environment', async () => {
		const { id } = await channelOf('Renewed');
		bench.simulator.faults.renewMex(METADATA, '1234');
		await expect(run('channel.get', { channel: id })).rejects.toMatchObject({
			code: 'OUTDATED',
			message: `WhatsApp does not know its query FetchNewsletter by the ID ${METADATA} any more, so nothing was done.`,
			hint: expect.stringContaining(`${OVERRIDE} of n8n to FetchNewsletter=ID`),
		});
		process.env[OVERRIDE] = ' CreateNewsletter=1 , FetchNewsletter = 1234';
		expect(await run('channel.get', { channel: id })).toMatchObject({ name: 'Renewed' });
	});
});

describe('channel.getMany', () => {
	test('lists those that the number runs and follows, by name', async () => {
		const own = await channelOf('A of ours');
		const followed = await bobsChannel('A of theirs');
		const names = async (more: object = {}) =>
			(await run('channel.getMany', { limit: 100, ...more })).map(({ id }) => id);
		expect((await names()).slice(0, 2)).toEqual([own.id, followed.id]);
		expect(await names({ limit: 1 })).toEqual([own.id]);
		expect((await names({ own: true }))[0]).toBe(own.id);
		expect(await names({ own: false })).toContain(followed.id);
		expect(await names({ own: false })).not.toContain(own.id);
	});
});

describe('channel.search', () => {
	test("looks into WhatsApp's directory, page by page", async () => {
		for (let n = 0; n < 60; n++) {
			const name = `Sport ${String(n).padStart(2, '0')}`;
			await bobsChannel(name, { country: n % 2 ? 'BR' : 'PT', subscribers: [] });
		}
		const all = await run('channel.search', { text: 'sport', limit: 100 });
		expect(all.map(({ name }) => name)).toEqual(
			Array.from({ length: 60 }, (_, n) => `Sport ${String(n).padStart(2, '0')}`),
		);
		expect(all[0]).toMatchObject({ role: null, muted: null, subscribers: 0 });
		const listed = { countries: [' br '], view: 'popular' as const, limit: 7 };
		const some = await run('channel.search', listed);
		expect(some).toHaveLength(7);
		expect(some.every(({ name }) => Number(name.slice(-2)) % 2 === 1)).toBe(true);
	});

	test('refuses what is no country', async () => {
		const wrong = run('channel.search', { countries: ['Brazil'], limit: 1 });
		await expect(wrong).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: '"Brazil" is not a country.',
		});
	});
});

describe('channel.follow and channel.unfollow', () => {
	test('take the number in and out', async () => {
		const channel = await bobsChannel('To follow', { subscribers: [] });
		const { id, inviteCode } = channel;
		const following = await run('channel.follow', { channel: linkOf(inviteCode) });
		expect(following).toEqual({ id, following: true });
		expect(channel.roleOf(OWNER)).toBe('SUBSCRIBER');
		// Once more does no harm.
		await run('channel.follow', { channel: id });
		const found = async (followed: boolean) =>
			await run('chat.search', { query: 'To follow', limit: 5, type: 'channel', followed });
		expect(await found(true)).toMatchObject([{ chat: id }]);
		expect(await found(false)).toEqual([]);
		expect(await run('channel.unfollow', { channel: id })).toEqual({ id, following: false });
		expect(channel.roleOf(OWNER)).toBe('GUEST');
	});

	test('are not for the owner, and for no channel that is not there', async () => {
		const { id } = await channelOf('Mine');
		await expect(run('channel.unfollow', { channel: id })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'Whoever owns a channel cannot unfollow it.',
		});
		await expect(run('channel.follow', { channel: NO_CHANNEL })).rejects.toMatchObject(
			noSuchChannel(NO_CHANNEL),
		);
	});
});

test('channel.setMuted mutes a channel, and not one that is not followed', async () => {
	const channel = await bobsChannel('Loud');
	const { id } = channel;
	expect(await run('channel.setMuted', { channel: id, muted: true })).toEqual({ id, muted: true });
	expect(channel.isMutedBy(OWNER)).toBe(true);
	expect(await run('channel.get', { channel: id })).toMatchObject({ muted: true });
	await run('channel.setMuted', { channel: id, muted: false });
	expect(channel.isMutedBy(OWNER)).toBe(false);
	const strange = await bobsChannel('Strange', { subscribers: [] });
	await expect(run('channel.setMuted', { channel: strange.id, muted: true })).rejects.toMatchObject(
		{
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('does not follow this channel'),
		},
	);
});

describe('a change of a channel', () => {
	test('of the name leaves its settings as they are', async () => {
		const channel = await channelOf('Before');
		const { id } = channel;
		const reactions = 'basic' as const;
		expect(await run('channel.updateSettings', { channel: id, reactions })).toEqual({
			id,
			reactions,
		});
		expect(channel.reactionCodes).toBe('BASIC');
		expect(await run('channel.setName', { channel: id, name: ' After ' })).toEqual({
			id,
			name: 'After',
		});
		const said = { channel: id, description: 'All of it\n' };
		expect(await run('channel.setDescription', said)).toEqual({ id, description: 'All of it\n' });
		expect(channel).toMatchObject({
			...{ name: 'After', description: 'All of it\n', reactionCodes: 'BASIC' },
		});
		const none = { channel: id, description: '  ' };
		expect(await run('channel.setDescription', none)).toEqual({ id, description: null });
		expect(channel.description).toBe('');
	});

	test('of the picture is a square JPEG, which WhatsApp takes', async () => {
		const channel = await channelOf('Pretty');
		const content = Readable.from([png()]);
		const { mediaId } = await bench.host.storeMedia(bench.account, { kind: 'picture' }, content);
		const set = await run('channel.setPicture', { channel: channel.id, mediaId });
		expect(set).toEqual({
			id: channel.id,
			pictureUrl: expect.stringMatching(/^https:\/\/pps\.whatsapp\.net\//),
		});
		expect(channel.hasPicture).toBe(true);
	});

	test('is not for channels of others', async () => {
		const { id } = await bobsChannel('Not ours');
		const refused = notOurs(id);
		await expect(run('channel.setName', { channel: id, name: 'Ours' })).rejects.toMatchObject(
			refused,
		);
		for (const change of [
			run('channel.setDescription', { channel: id, description: 'x' }),
			run('channel.updateSettings', { channel: id, reactions: 'none' }),
			run('channel.delete', { channel: id }),
		]) {
			await expect(change).rejects.toMatchObject(refused);
		}
		expect(bench.simulator.findChannel(id)).toMatchObject({ name: 'Not ours', isDeleted: false });
	});
});

describe('channel.delete', () => {
	test('ends a channel, which is not there after that', async () => {
		const { id } = await channelOf('Short');
		expect(await run('channel.delete', { channel: id })).toEqual({ id, deleted: true });
		expect(bench.simulator.findChannel(id).isDeleted).toBe(true);
		await expect(run('channel.get', { channel: id })).rejects.toMatchObject(noSuchChannel(id));
		await expect(run('channel.delete', { channel: id })).rejects.toMatchObject(noSuchChannel(id));
	});

	test('is for the owner alone', async () => {
		const { id } = await bobsChannel('Shared', { admins: [BOB, OWNER], subscribers: [] });
		await expect(run('channel.delete', { channel: id })).rejects.toMatchObject(notOwned(id));
	});
});
