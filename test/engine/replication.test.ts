import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { MessageContent } from '../../engine/gateway/contract';
import { png } from '../support/files';
import type { TrafficEntry } from '../simulator';
import { createReplicatedHosts } from './replicated-host';
import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	send,
	text,
	untilConnected,
	useBench,
	type Collected,
} from './support';

const hosts = createReplicatedHosts();
const bench = useBench({ openHost: hosts.open });
const log = () => hosts.logOf(bench.account.id);

let sends = 0;
const say = async (to: string, content: MessageContent) =>
	await send(bench, { to, content, origin: { key: `say-${sends++}` } });

async function storeImage(): Promise<string> {
	const image = Readable.from([png()]);
	const { mediaId } = await bench.host.storeMedia(bench.account, { kind: 'image' }, image);
	return mediaId;
}

/** Some of all that happens to a number. */
async function live(events: Collected): Promise<void> {
	const { simulator, phone, bob } = bench;
	const came = async (messageId: string) =>
		await events.next('message.incoming', (event) => event.messageId === messageId);
	const arrived = async (to: string, content: MessageContent) => {
		const { messageId } = await say(to, content);
		await bob.waitForMessage(messageId);
		return messageId;
	};

	const hello = await arrived(BOB, { type: 'text', text: 'hello' });
	await bob.read(hello);
	await events.next('message.read', ({ messageId }) => messageId === hello);
	await came(await bob.reply(hello, 'hello yourself'));
	await bob.react(hello, '👍');
	await events.next('message.reaction');
	await bob.requestRetry(hello);

	const group = await simulator.group({ subject: 'Team', owner: BOB, members: [OWNER, BOB] });
	const first = await came(await bob.sendText(group.id, 'welcome'));
	await arrived(group.id, { type: 'text', text: 'thanks', mentions: [BOB] });
	await arrived(group.id, {
		type: 'reaction',
		target: { messageId: first.messageId },
		emoji: '🌻',
	});
	const own = await phone.sendText(group.id, 'from my pocket');
	await events.next('message.sentFromPhone', ({ messageId }) => messageId === own);
	const poll = await arrived(group.id, {
		...{ type: 'poll', question: 'Lunch?', options: ['Pie', 'Soup'], selectable: 1 },
	});
	await bob.vote(poll, ['Pie']);
	await events.next('message.pollVote');

	const { messageId: album } = await say(BOB, { type: 'album', images: 2, videos: 0 });
	for (let part = 0; part < 2; part++) {
		await arrived(BOB, { type: 'image', mediaId: await storeImage(), album });
	}
	const image = png();
	const sent = await bob.sendMedia(OWNER, 'image', image, {});
	await came(sent);
	const { content } = await bench.host.openMedia(bench.account, {
		messageId: sent,
		maxSize: 1_000_000,
	});
	expect(Buffer.concat(await content.toArray())).toEqual(image);

	await send(bench, {
		to: 'status@broadcast',
		audience: { visibleTo: 'only', people: [BOB] },
		content: { type: 'statusText', text: 'Fresh sunflowers' },
		origin: { key: `status-${sends++}` },
	}).then(({ messageId }) => bob.waitForMessage(messageId));
	await phone.addContact(BOB, 'Bob of the sunflowers');
	await came(await bob.sendText(OWNER, 'bye'));
}

test('A number goes on from its log alone, in an empty folder, and what it has is what it had', async () => {
	for (let process = 0; process < 3; process++) {
		const events = await collect(bench, undefined, { durableId: 'trigger', start: 'resume' });
		await live(events);
		await events.close();
		await bench.host.close();
		const { copy, original } = await hosts.both(bench.account.id);
		expect(copy).toEqual(original);
		// A count that is ahead of what the log has would make an old copy of the next one (session/old-copy.ts).
		expect(readdirSync(bench.options.dataDir).filter((name) => name.includes('count'))).toEqual([]);
		await bench.restart();
		await untilConnected(bench);
	}
});

test('A file that waits for its message is there for the next process, and nowhere when it was sent', async () => {
	const { bob } = bench;
	const files = hosts.filesOf(bench.account.id);
	const bytes = randomBytes(100_000);
	const store = async () =>
		await bench.host.storeMedia(
			bench.account,
			{ kind: 'document' },
			Readable.from([Buffer.from(bytes)]),
		);
	const { mediaId } = await store();
	const orphan = 'written by a process that ended';
	await files.write(orphan, Readable.from([Buffer.from(bytes)]));
	expect([...files.stored.keys()]).toEqual([mediaId, orphan]);
	expect(files.stored.get(mediaId)?.includes(bytes.subarray(0, 100))).toBe(false);

	await bench.restart();
	await untilConnected(bench);
	const { messageId } = await say(BOB, { type: 'document', mediaId });
	await bob.waitForMessage(messageId);
	expect(await bob.openMedia(messageId)).toEqual(bytes);
	await files.untilEmpty();
});

/** A receipt or an ack of a message. */
const isAnswer =
	(id: string) =>
	({ direction, stanza }: TrafficEntry): boolean =>
		direction === 'in' && stanza.attrs['id'] === id;

describe('As long as what was written is not in the log', () => {
	beforeEach(async () => {
		await untilConnected(bench);
		log().hold();
	});
	afterEach(() => log().letIn());

	test('a send is not confirmed, and does not leave', async () => {
		const { bob } = bench;
		let isConfirmed = false;
		const sending = send(bench, text(BOB, 'in the log')).finally(() => (isConfirmed = true));
		await log().untilHeld();
		await meanwhile(bench);
		expect(isConfirmed).toBe(false);
		expect(bob.received.map((message) => message.text)).not.toContain('in the log');

		log().letIn();
		await bob.waitForMessage((await sending).messageId);
	});

	test('WhatsApp is not told that we have a message', async () => {
		const { simulator, bob } = bench;
		const id = await bob.sendText(OWNER, 'are you there');
		await log().untilHeld();
		await meanwhile(bench);
		expect(simulator.traffic.entries(OWNER).filter(isAnswer(id))).toEqual([]);

		log().letIn();
		await simulator.traffic.waitFor(isAnswer(id));
	});
});

test('What will never be in the log has not happened: it is refused, and the next process goes on without it', async () => {
	const { bob } = bench;
	await untilConnected(bench);
	const events = await collect(bench, ['message.incoming'], { durableId: 'trigger' });
	await events.close();
	await log().saving();
	log().fence();
	const request = text(BOB, 'once');
	await expect(send(bench, request)).rejects.toMatchObject({
		code: 'STORE_FAILED',
		retryable: true,
	});
	const id = await bob.sendText(OWNER, 'who has this');

	await bench.restart();
	const after = await collect(bench, ['message.incoming'], {
		...{ durableId: 'trigger', start: 'resume' },
	});
	await after.next('message.incoming', ({ messageId }) => messageId === id);
	await bob.waitForMessage((await send(bench, request)).messageId);
	await bob.waitForMessage((await send(bench, text(BOB, 'and more'))).messageId);
	expect(bob.received.filter((message) => message.text === 'once')).toHaveLength(1);
	expect(after.all).toHaveLength(1);
	await after.close();
});
