import type { Collect, IncomingMessageEvent } from '../../engine/gateway/contract';
import {
	BOB,
	collect,
	link,
	meanwhile,
	OWNER,
	send,
	text,
	untilConnected,
	useBench,
	type Collected,
} from './support';

const CAROL = '5511900000003';
const SECOND = 1_000;
const QUIET = 8 * SECOND;
const TIMES: Collect = { quietMs: QUIET, longestMs: 60 * SECOND, most: 20 };

const bench = useBench({ linked: false, each: true });
/** What a trigger gets that does not collect, beside those that do. */
let plain: Collected;

beforeEach(async () => {
	await link(bench);
	plain = await collect(bench, ['message.incoming', 'presence.changed']);
});

interface Collector {
	/** What the messages of each event say. */
	said(): string[][];
	events: IncomingMessageEvent[];
	/** Resolves when there are so many events. */
	until(count: number): Promise<void>;
}

async function collecting(
	more: Partial<Collect> = {},
	durableId = 'collecting',
	start: 'now' | 'resume' = 'now',
): Promise<Collector> {
	const events: IncomingMessageEvent[] = [];
	let arrived = () => {};
	await bench.host.subscribe(
		bench.account,
		{
			...{ durableId, start, events: ['message.incoming'] },
			filters: { 'message.incoming': { collect: { ...TIMES, ...more } } },
		},
		async (batch) => {
			events.push(...(batch.events as IncomingMessageEvent[]));
			arrived();
		},
	);
	return {
		events,
		said: () => events.map(({ messages }) => (messages ?? []).map((one) => one.text ?? one.type)),
		until: async (count) =>
			await new Promise<void>((resolve) => {
				arrived = () => events.length >= count && resolve();
				arrived();
			}),
	};
}

/** Resolves when the engine has it. */
const known = async (id: string) =>
	await plain.next('message.incoming', ({ messageId }) => messageId === id);

const write = async (words: string, who = bench.bob, to = OWNER) =>
	await known(await who.sendText(to, words));

test('messages that come one after another are one event; others get them at once', async () => {
	const { bob, clock } = bench;
	const slow = await collecting();
	const fast = await collecting({ endTypes: ['image'] }, 'fast');
	await write('Hello');
	clock.skip(QUIET - 2 * SECOND);
	const picture = await bob.sendMedia(OWNER, 'image', Buffer.from('a picture'), {
		mimetype: 'image/jpeg',
		caption: 'Is this one in stock?',
	});
	await known(picture);
	await fast.until(1);
	expect(fast.said()).toEqual([['Hello', 'Is this one in stock?']]);
	clock.skip(QUIET - 2 * SECOND);
	const last = await bob.sendMessage(OWNER, { stickerMessage: { mimetype: 'image/webp' } });
	await known(last);
	expect(slow.events).toEqual([]);
	clock.skip(QUIET);
	await slow.until(1);
	expect(slow.events).toMatchObject([
		{
			event: 'message.incoming',
			messageId: last,
			type: 'sticker',
			text: 'Hello\nIs this one in stock?',
			from: { phone: BOB },
			messages: [
				{ type: 'text', text: 'Hello' },
				{ messageId: picture, type: 'image', media: { mimetype: 'image/jpeg' } },
				{ messageId: last, type: 'sticker', text: null },
			],
		},
	]);
	expect(slow.events[0]?.messages?.every(({ reference }) => reference)).toBe(true);
	await fast.until(2);
	expect(fast.said()[1]).toEqual(['sticker']);
});

test('in a group each person is collected by himself, in order', async () => {
	const carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
	const members = [BOB, CAROL, OWNER];
	const { id } = await bench.simulator.group({ subject: 'Trip', members });
	await send(bench, text(id, 'Hello'));
	const collector = await collecting();
	await write("Bob's 1", bench.bob, id);
	await write("Carol's", carol, id);
	await write("Bob's 2", bench.bob, id);
	await write('Direct');
	bench.clock.skip(QUIET);
	await collector.until(3);
	expect(collector.said()).toEqual([["Bob's 1", "Bob's 2"], ["Carol's"], ['Direct']]);
});

test('a restart in the midst loses nothing and doubles nothing', async () => {
	await collecting();
	await write('Before');
	await bench.host.close();
	const offline = await bench.bob.sendText(OWNER, 'meanwhile');
	await bench.restart();
	const collector = await collecting({}, 'collecting', 'resume');
	plain = await collect(bench, ['message.incoming']);
	await untilConnected(bench);
	await known(offline);
	await write('After');
	expect(collector.events).toEqual([]);
	bench.clock.skip(QUIET);
	await collector.until(1);
	await meanwhile(bench);
	bench.clock.skip(QUIET);
	await meanwhile(bench);
	expect(collector.said()).toEqual([['Before', 'meanwhile', 'After']]);
});

test('what had come before a restart comes after it, though nothing more does', async () => {
	await collecting();
	await write('Before');
	await bench.restart();
	const collector = await collecting({}, 'collecting', 'resume');
	await untilConnected(bench);
	bench.clock.skip(QUIET);
	await collector.until(1);
	expect(collector.said()).toEqual([['Before']]);
});

test('who types is waited for, and the number is online for that alone', async () => {
	const { bob, clock, phone, simulator } = bench;
	await bob.goOnline();
	const minding = await collecting({ whileTyping: true });
	const others = await collecting({}, 'others');
	await write('Hello');
	// WhatsApp was asked, and has answered.
	await plain.next('presence.changed', ({ presence }) => presence === 'available');
	expect(phone.available).toBe(true);
	bob.setTyping(OWNER, 'composing');
	await plain.next('presence.changed', ({ presence }) => presence === 'typing');
	clock.skip(QUIET);
	await others.until(1);
	expect(minding.events).toEqual([]);
	bob.setTyping(OWNER, 'paused');
	await plain.next('presence.changed', ({ presence }) => presence === 'paused');
	clock.skip(QUIET);
	await minding.until(1);
	expect(minding.said()).toEqual([['Hello']]);
	clock.skip(TIMES.longestMs);
	await simulator.traffic.waitFor(() => !phone.available);
});
