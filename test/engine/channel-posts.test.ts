import { Readable } from 'node:stream';
import type { MediaKind, MessageContent, MessageRecord } from '../../engine/gateway/contract';
import type { VirtualChannel } from '../simulator';
import { ogg, pdf, png } from '../support/files';
import { useChannels } from './channel-support';
import { OWNER, text } from './support';

const { bench, run, channelOf, bobsChannel } = useChannels();

let custom = 0;
async function post(to: string, content: MessageContent, key = `post-${custom++}`) {
	return await run('message.send', { to, content, origin: { key } });
}

/** A post that WhatsApp has. */
async function posted(to: string, content: MessageContent): Promise<MessageRecord> {
	const { messageId } = await post(to, content);
	return await sent(messageId);
}

const sent = async (messageId: string) =>
	await run('message.wait', { messageId, status: 'SENT', timeoutMs: 60_000 });

async function store(kind: MediaKind, content: Buffer): Promise<string> {
	const stored = await bench.host.storeMedia(
		bench.account,
		{ kind },
		Readable.from([Buffer.from(content)]),
	);
	return stored.mediaId;
}

const byId = (channel: VirtualChannel, id: string) => channel.waitForPost((one) => one.id === id);
const poll: MessageContent = {
	...{ type: 'poll', question: 'When?', options: ['Now', 'Later'], selectable: 1 },
};

describe('a post', () => {
	test('is a text, which everybody may read', async () => {
		const channel = await channelOf('Words');
		const { messageId, chat } = await posted(channel.id, { type: 'text', text: 'Hello all' });
		expect(chat).toBe(channel.id);
		const { message, ...there } = await byId(channel, messageId);
		expect(there).toMatchObject({ type: 'text', edited: false });
		expect(message?.extendedTextMessage?.text).toBe('Hello all');
		expect(message?.messageContextInfo).toBeNull();
	});

	test('is a poll', async () => {
		const channel = await channelOf('Questions');
		const { messageId } = await posted(channel.id, poll);
		const { type, message } = await byId(channel, messageId);
		expect(type).toBe('poll');
		expect(message?.pollCreationMessageV3).toMatchObject({ name: 'When?' });
	});

	test.each<[MediaKind, () => Buffer | Promise<Buffer>, string, string]>([
		['image', png, 'imageMessage', 'image'],
		['document', pdf, 'documentMessage', 'document'],
		['voice', ogg, 'audioMessage', 'ptt'],
	])('is a file that lies there openly: %s', async (kind, make, field, mediaType) => {
		const file = await make();
		const channel = await channelOf(`Files of the kind ${kind}`);
		const mediaId = await store(kind, file);
		const type = kind === 'voice' ? 'audio' : kind;
		const { messageId } = await posted(channel.id, { type, mediaId } as MessageContent);
		const there = await byId(channel, messageId);
		expect(there).toMatchObject({ type: 'media', mediaType });
		const said = (there.message as Record<string, { directPath: string; mediaKey: unknown }>)[
			field
		];
		expect(said?.directPath).toContain(`/newsletter/newsletter-${mediaType}/`);
		expect(said?.mediaKey).toBeNull();
		// As it is: whoever follows opens it without a key.
		expect(bench.simulator.media.load(said?.directPath ?? '')?.subarray(0, 4)).toEqual(
			file.subarray(0, 4),
		);
	});

	test('is sent once, and again as it was after a break', async () => {
		const channel = await channelOf('Broken');
		const mediaId = await store('image', png());
		const withheld = bench.simulator.faults.withholdAck(({ to }) => to === channel.id);
		const { messageId } = await post(channel.id, { type: 'image', mediaId });
		await byId(channel, messageId);
		bench.simulator.faults.dropConnections(OWNER);
		withheld.release();
		await sent(messageId);
		expect(channel.posts).toHaveLength(1);
	});

	test('in a channel of somebody else fails in words', async () => {
		const channel = await bobsChannel('Not ours');
		const { messageId } = await post(channel.id, { type: 'text', text: 'Me too' });
		await expect(sent(messageId)).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('only its owner and admins may post there'),
		});
		expect(channel.posts).toEqual([]);
	});

	test('is refused before it is queued where no channel takes it', async () => {
		const { id } = await channelOf('Strict');
		const location = { type: 'location', latitude: 1, longitude: 1 } as const;
		await expect(post(id, location)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'A channel does not take messages of this kind.',
		});
		const answer = { ...text(id, 'Yes'), replyTo: { messageId: 'A1' } };
		await expect(bench.host.request(bench.account, 'message.send', answer)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'A post in a channel cannot answer a message.',
		});
		const edit = { type: 'postEdit', post: '100', text: 'x' } as const;
		await expect(post(OWNER, edit)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: expect.stringContaining('is not a channel'),
		});
	});
});

describe('a post of ours', () => {
	test('is edited, by its ID and by its server ID, more than once', async () => {
		const channel = await channelOf('Edited');
		const { messageId } = await posted(channel.id, { type: 'text', text: 'Befor' });
		const edit = async (of: string, words: string) =>
			await post(channel.id, { type: 'postEdit', post: of, text: words });
		const { serverId } = await byId(channel, messageId);
		const edits = [await edit(messageId, 'Before'), await edit(String(serverId), 'After')];
		for (const { messageId: id } of edits) await sent(id);
		const [there] = channel.posts;
		expect(there).toMatchObject({ id: messageId, edited: true });
		expect(there?.message?.extendedTextMessage?.text).toBe('After');
	});

	test('keeps its file when its caption is edited', async () => {
		const channel = await channelOf('Captions');
		const mediaId = await store('image', png());
		const { messageId } = await posted(channel.id, { type: 'image', mediaId, caption: 'Old' });
		const edit = { type: 'postEdit', post: messageId, text: 'New' } as const;
		await posted(channel.id, edit);
		const [there] = channel.posts;
		expect(there?.message?.imageMessage).toMatchObject({
			caption: 'New',
			directPath: expect.stringContaining('/newsletter/'),
		});
	});

	test('has nothing to edit where it is a poll', async () => {
		const channel = await channelOf('Poll stays');
		const { messageId: polled } = await posted(channel.id, poll);
		const { messageId } = await post(channel.id, { type: 'postEdit', post: polled, text: 'x' });
		await expect(sent(messageId)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: `The post ${polled} has no text that could be edited.`,
		});
	});

	test('is deleted', async () => {
		const channel = await channelOf('Deleted');
		const { messageId } = await posted(channel.id, { type: 'text', text: 'Oops' });
		await posted(channel.id, { type: 'postDelete', post: messageId });
		expect(channel.posts).toMatchObject([{ id: messageId, message: null }]);
	});

	test('that is not there is neither edited nor deleted', async () => {
		const channel = await channelOf('Empty');
		const gone = await post(channel.id, { type: 'postDelete', post: '3EB0ABCDEF' });
		await expect(sent(gone.messageId)).rejects.toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: expect.stringContaining('There is no post 3EB0ABCDEF in the channel'),
		});
	});
});

describe('a reaction', () => {
	test('is put on a post of others, and taken back', async () => {
		const channel = await bobsChannel('Liked');
		channel.post('Hello', 'BOBS1');
		const react = async (emoji: string) =>
			await posted(channel.id, { type: 'postReaction', post: 'BOBS1', emoji });
		await react('👍');
		expect(channel.posts[0]?.reactions).toEqual({ [OWNER]: '👍' });
		await react('');
		expect(channel.posts[0]?.reactions).toEqual({});
	});

	test('is one emoji, and one that the channel allows', async () => {
		const channel = await bobsChannel('Picky');
		channel.post('Hello', 'BOBS2');
		const two = { type: 'postReaction', post: 'BOBS2', emoji: 'abc' } as const;
		await expect(post(channel.id, two)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: '"abc" is not one emoji.',
		});
		const own = await channelOf('No reactions');
		await run('channel.updateSettings', { channel: own.id, reactions: 'none' });
		const { messageId } = await posted(own.id, { type: 'text', text: 'Hush' });
		const react = await post(own.id, { type: 'postReaction', post: messageId, emoji: '👍' });
		await expect(sent(react.messageId)).rejects.toMatchObject({ code: 'REJECTED' });
	});
});

describe('channel.getPosts', () => {
	test('lists posts, newest first, page by page', async () => {
		const channel = await bobsChannel('Read');
		for (let n = 0; n < 60; n++) channel.post(`Post ${n}`, `READ${n}`);
		channel.react(OWNER, channel.posts[59]?.serverId ?? 0, '❤️');
		const found = await run('channel.getPosts', { channel: channel.id, limit: 55 });
		expect(found).toHaveLength(55);
		expect(found[0]).toEqual({
			channel: channel.id,
			messageId: 'READ59',
			serverId: String(channel.posts[59]?.serverId),
			postedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			...{ type: 'text', text: 'Post 59', media: null, reference: expect.any(String) },
			...{ views: 0, reactions: [{ emoji: '❤️', count: 1 }] },
		});
		expect(found[54]).toMatchObject({ messageId: 'READ5' });
		const before = found[54]?.serverId;
		const older = await run('channel.getPosts', { channel: channel.id, limit: 2, before });
		expect(older.map(({ messageId }) => messageId)).toEqual(['READ4', 'READ3']);
	});

	test('says what was deleted, and refuses what is no number', async () => {
		const channel = await channelOf('Half gone');
		const { messageId } = await posted(channel.id, { type: 'text', text: 'Oops' });
		await posted(channel.id, { type: 'postDelete', post: messageId });
		const found = await run('channel.getPosts', { channel: channel.id, limit: 10 });
		expect(found).toMatchObject([{ messageId, type: 'deleted', text: null }]);
		const wrong = run('channel.getPosts', { channel: channel.id, limit: 1, before: 'A1' });
		await expect(wrong).rejects.toMatchObject({ code: 'INVALID_SETTING' });
	});
});
