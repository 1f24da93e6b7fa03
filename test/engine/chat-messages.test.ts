import type { Commands } from '../../engine/gateway/contract';
import { BOB, collect, link, OWNER, send, text, useBench, type Collected } from './support';

/** Reading what was written in a chat: as far as it is kept, and from the phone. */

const CAROL = '5511900000003';
const DORA = '5511900000004';
const LAST_YEAR = 1_700_000_000;
const PHONE_WITHIN_MS = 20_000;

const bench = useBench({ linked: false });
let events: Collected;

beforeAll(async () => {
	const old = (words: string, index: number) => ({
		text: words,
		at: LAST_YEAR + index * 60,
		fromMe: words.startsWith('I '),
	});
	await bench.phone.addChat(BOB, {
		messages: ['Hello', 'I am here', 'Good', 'I know'].map(old),
	});
	await bench.phone.addChat(CAROL, {
		messages: Array.from({ length: 120 }, (_, index) => old(`No. ${index}`, index)),
	});
	await bench.phone.addChat(DORA, {
		messages: [
			old('Long ago', 0),
			...Array.from({ length: 60 }, (_, index) => ({ at: LAST_YEAR + 60 + index })),
			old('Not so long ago', 10),
		],
	});
	events = await collect(bench);
	await link(bench);
});

async function messages(input: Partial<Commands['chat.getMessages']['input']> = {}) {
	bench.clock.skip(1_000);
	return await bench.host.request(bench.account, 'chat.getMessages', {
		...{ chat: BOB, limit: 10 },
		...input,
	});
}
const words = async (input?: Parameters<typeof messages>[0]) =>
	(await messages(input)).map((message) => message.text);

async function incoming(words: string, more: object = {}): Promise<string> {
	const id = await bench.bob.sendText(OWNER, words, more);
	await events.next('message.incoming', ({ messageId }) => messageId === id);
	return id;
}

test('before anything was written here nothing is remembered, and the phone has what was before the last message', async () => {
	await incoming('first');
	expect(await words()).toEqual(['first']);
	expect(await words({ chat: CAROL })).toEqual([]);
	expect((await words({ chat: CAROL, limit: 3, fromPhone: true })).slice(0, 3)).toEqual([
		...['No. 118', 'No. 117', 'No. 116'],
	]);
});

test('of both sides, newest first, as the trigger tells of them', async () => {
	bench.clock.skip(2_000);
	const { messageId } = await send(bench, text(BOB, 'second'));
	await events.next('message.received', (event) => event.messageId === messageId);
	bench.clock.skip(2_000);
	const third = await incoming('third', { asLid: true });
	await events.next('message.reaction', await reactionTo(third));
	expect(await words()).toEqual(['third', 'second', 'first']);
	const [last, own] = await messages();
	expect(last).toMatchObject({
		messageId: third,
		type: 'text',
		fromMe: false,
		from: { phone: BOB, lid: bench.bob.lid, name: 'Bob' },
		chat: { type: 'direct', phone: BOB, lid: bench.bob.lid },
		timestamp: expect.stringMatching(/Z$/),
		reference: expect.any(String),
	});
	for (const name of ['event', 'eventId', 'account', 'raw']) expect(last).not.toHaveProperty(name);
	expect(own).toMatchObject({ messageId, fromMe: true, from: { phone: OWNER } });
	expect(await words({ limit: 2 })).toEqual(['third', 'second']);
});

async function reactionTo(id: string) {
	const reaction = await bench.bob.react(id, '👍');
	return ({ messageId }: { messageId: string }) => messageId === reaction;
}

test('the phone is asked for those before', async () => {
	expect(await words({ fromPhone: true })).toEqual([
		...['third', 'second', 'first'],
		...['I know', 'Good', 'I am here', 'Hello'],
	]);
	const old = (await messages({ fromPhone: true }))[3];
	expect(old).toMatchObject({
		...{ type: 'text', text: 'I know', fromMe: true, from: { phone: OWNER } },
		timestamp: new Date((LAST_YEAR + 180) * 1000).toISOString(),
	});
	expect(await words({ fromPhone: true, limit: 5 })).toHaveLength(5);
	// Nothing is asked that is not needed.
	bench.phone.online = false;
	expect(await words({ fromPhone: true, limit: 3 })).toHaveLength(3);
	bench.phone.online = true;
});

test('the phone is asked again until there are as many as are wanted', async () => {
	const gaps = setInterval(() => bench.clock.skip(1_000), 50);
	const found = await words({ chat: CAROL, limit: 110, fromPhone: true });
	expect(found).toHaveLength(110);
	expect(new Set(found).size).toBe(110);
	expect(found.at(-1)).toBe('No. 9');
	expect(await words({ chat: CAROL, limit: 200, fromPhone: true })).toHaveLength(119);
	clearInterval(gaps);
});

test('what only marks that something happened is left out, and hides nothing behind it', async () => {
	const gaps = setInterval(() => bench.clock.skip(1_000), 50);
	expect(await words({ chat: DORA, fromPhone: true })).toEqual(['Long ago']);
	clearInterval(gaps);
});

test('what was written in a group has its authors', async () => {
	const group = await bench.simulator.group({ subject: 'Trio', members: [OWNER, BOB, CAROL] });
	const carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
	const ids = [await bench.bob.sendText(group.id, 'a'), await carol.sendText(group.id, 'b')];
	for (const id of ids) {
		await events.next('message.incoming', ({ messageId }) => messageId === id);
	}
	const found = await messages({ chat: group.id });
	expect(found.map(({ from, chat }) => [from.phone, from.name, chat.name])).toEqual(
		expect.arrayContaining([
			[BOB, 'Bob', 'Trio'],
			[CAROL, 'Carol', 'Trio'],
		]),
	);
});

test('Get Messages while the phone is off', async () => {
	bench.phone.online = false;
	const waiting = bench.clock.timerOf(PHONE_WITHIN_MS);
	const failed = expect(messages({ fromPhone: true })).rejects.toMatchObject({
		code: 'TIMEOUT',
		message: expect.stringMatching(/^The phone did not answer/),
		hint: expect.stringContaining('Open WhatsApp on the phone'),
		retryable: true,
	});
	await waiting;
	bench.clock.skip(PHONE_WITHIN_MS);
	await failed;
	expect(await words()).toEqual(['third', 'second', 'first']);
	bench.phone.online = true;
	expect(await words({ fromPhone: true })).toHaveLength(7);
});

test('a connection that ends meanwhile is told', async () => {
	bench.phone.online = false;
	const waiting = bench.clock.timerOf(PHONE_WITHIN_MS);
	const failed = expect(messages({ fromPhone: true })).rejects.toMatchObject({
		code: 'DISCONNECTED',
	});
	await waiting;
	bench.simulator.faults.dropConnections(OWNER);
	await failed;
	bench.phone.online = true;
});
