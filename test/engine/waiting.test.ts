import { BOB, collect, OWNER, untilConnected, useBench, type Collected } from './support';

/** Messages that cannot be opened when they come, and those that only the phone has: WhatsApp shows that one waits for them. */
const bench = useBench();
let heard: Collected;

beforeAll(async () => {
	heard = await collect(bench);
});

const ofMessage = (id: string) =>
	heard.all.filter((event) => 'messageId' in event && event.messageId === id);
const types = (id: string) => ofMessage(id).map(({ event }) => event);
const incoming = (id: string) =>
	heard.next('message.incoming', ({ messageId }) => messageId === id);
const bobsAddress = () => ({ phone: BOB, lid: bench.bob.lid });

test('a message that cannot be opened is told of, and comes when its sender has sent it again', async () => {
	bench.simulator.faults.damageNext(OWNER);
	const id = await bench.bob.sendText(OWNER, 'hello');
	expect(await incoming(id)).toMatchObject({ text: 'hello' });
	expect(types(id)).toEqual(['message.waiting', 'chat.started', 'message.incoming']);
	expect(ofMessage(id)[0]).toEqual({
		event: 'message.waiting',
		conversation: expect.objectContaining({ paused: false }),
		eventId: `${bench.account.id}:${bench.bob.jid}:${id}:waiting`,
		timestamp: expect.stringMatching(/^\d{4}-/),
		account: expect.objectContaining({ phone: OWNER }),
		chat: { id: bench.bob.jid, type: 'direct', ...bobsAddress(), name: 'Bob' },
		messageId: id,
		from: { ...bobsAddress(), name: 'Bob' },
		fromMe: false,
		broadcast: false,
	});
});

test('in a group, too', async () => {
	const group = await bench.simulator.group({ subject: 'Team', members: [BOB, OWNER] });
	await incoming(await bench.bob.sendText(group.id, 'hello all'));
	bench.simulator.faults.damageNext(OWNER);
	const id = await bench.bob.sendText(group.id, 'who can read this?');
	await incoming(id);
	expect(types(id)).toEqual(['message.waiting', 'message.incoming']);
	expect(ofMessage(id)[0]).toMatchObject({ chat: { id: group.id }, from: bobsAddress() });
});

test('one that cannot be opened again is told of once', async () => {
	bench.simulator.faults.damageNext(OWNER, 2);
	const id = await bench.bob.sendText(OWNER, 'at the third time');
	await incoming(id);
	expect(types(id)).toEqual(['message.waiting', 'message.incoming']);
});

test('one that only the phone has is told of, and comes when the phone has told it', async () => {
	const id = await bench.bob.sendText(OWNER, 'From the ad', { phoneOnly: true });
	expect(await incoming(id)).toMatchObject({ text: 'From the ad' });
	expect(types(id)).toEqual(['message.waiting', 'message.incoming']);
	expect(ofMessage(id)[0]).toMatchObject({ from: { ...bobsAddress(), name: 'Bob' } });
});

test('nobody waits for a reaction, nor for what the number itself has written', async () => {
	const text = await bench.bob.sendText(OWNER, 'nice?');
	await incoming(text);
	bench.simulator.faults.damageNext(OWNER);
	const reaction = await bench.bob.react(text, '👍');
	await heard.next('message.reaction', ({ messageId }) => messageId === reaction);
	bench.simulator.faults.damageNext(OWNER);
	const own = await bench.phone.sendText(BOB, 'by hand');
	await heard.next('message.sentFromPhone', ({ messageId }) => messageId === own);
	expect([types(reaction), types(own)]).toEqual([['message.reaction'], ['message.sentFromPhone']]);
});

test('it is told once, although the engine ends before the message comes', async () => {
	const durable = { durableId: 'workflow:waiting', start: 'resume' as const };
	await (await collect(bench, undefined, durable)).close();
	const refused = bench.simulator.traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'in' && tag === 'ack' && attrs.class === 'message' && attrs.error !== undefined,
	);
	// Nobody sends it again as long as Bob is away.
	bench.simulator.faults.damageNext(OWNER, 2);
	const id = await bench.bob.sendText(OWNER, 'while you restart');
	bench.bob.goOffline();
	await refused;
	await heard.close();
	await bench.restart();
	heard = await collect(bench, undefined, durable);
	await untilConnected(bench);
	await bench.bob.goOnline();
	await incoming(id);
	expect(types(id)).toEqual(['message.waiting', 'message.incoming']);
});
