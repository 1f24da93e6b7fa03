import { useChannels } from './channel-support';
import { BOB, collect, OWNER, type Collected } from './support';

const { bench, channelOf, bobsChannel } = useChannels();

let events: Collected;
beforeAll(async () => {
	events = await collect(bench, [
		...(['message.incoming', 'channel.posted'] as const),
		...(['channel.adminChanged', 'channel.changed', 'channel.postReactions'] as const),
	]);
});
afterAll(async () => await events.close());

test('a post that comes in is an event of its own, beside the message that it is', async () => {
	const channel = await bobsChannel('News');
	channel.post('Hello all', 'POST1');
	const posted = await events.next('channel.posted', ({ messageId }) => messageId === 'POST1');
	expect(posted).toMatchObject({
		chat: { id: channel.id, type: 'channel' },
		...{ type: 'text', text: 'Hello all' },
	});
	const message = await events.next('message.incoming', ({ messageId }) => messageId === 'POST1');
	expect(posted.eventId).toBe(`${message.eventId}:posted`);
});

test('who becomes an admin of a channel, and is none any more, is told', async () => {
	const channel = await channelOf('Run by many');
	channel.promote(BOB);
	const promoted = await events.next('channel.adminChanged');
	expect(promoted).toMatchObject({
		chat: { id: channel.id, type: 'channel' },
		by: { phone: OWNER },
		change: 'promoted',
		admin: { phone: BOB },
		isMe: false,
	});
	channel.demote(BOB);
	expect(
		await events.next('channel.adminChanged', ({ change }) => change === 'demoted'),
	).toMatchObject({ admin: { phone: BOB } });
	const theirs = await bobsChannel('Of Bob');
	theirs.promote(OWNER);
	expect(await events.next('channel.adminChanged', ({ isMe }) => isMe)).toMatchObject({
		chat: { id: theirs.id },
		by: { phone: BOB },
	});
});

test('that a channel has changed is told', async () => {
	const channel = await bobsChannel('Old name');
	channel.rename('New name');
	const changed = await events.next('channel.changed', ({ chat }) => chat.id === channel.id);
	expect(changed).toMatchObject({ by: null, change: 'name', name: 'New name' });
});

test('how often a post of ours was reacted to is told, as long as somebody wants to know', async () => {
	const channel = await channelOf('Liked', { subscribers: [BOB] });
	// The list of channels to ask for is a minute old at most.
	bench.clock.skip(61_000);
	await bench.simulator.traffic.waitFor(
		({ direction, stanza: { attrs } }) =>
			direction === 'in' && attrs.xmlns === 'newsletter' && attrs.to === channel.id,
	);
	channel.post('Like me', 'LIKED1');
	channel.react(BOB, channel.posts[0]?.serverId ?? 0, '👍');
	const told = await events.next('channel.postReactions');
	expect(told).toMatchObject({
		chat: { id: channel.id },
		...{ messageId: 'LIKED1', serverId: String(channel.posts[0]?.serverId) },
		reactions: [{ emoji: '👍', count: 1 }],
	});
});
