import { useChannels } from './channel-support';
import { BOB, collect, OWNER, type Collected } from './support';

const { bench, channelOf, bobsChannel } = useChannels();

let events: Collected;
beforeAll(async () => {
	events = await collect(bench, [
		...(['message.incoming', 'channel.posted'] as const),
		...(['channel.adminChanged', 'channel.changed'] as const),
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
