import type {
	CommandName,
	Commands,
	IncomingMessageEvent,
	StepAside,
} from '../../engine/gateway/contract';
import type { VirtualContact } from '../simulator';
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

/** Triggers step aside where a person has taken over. */

const CAROL = '5511900000003';
const MINUTE = 60_000;
const ASIDE: StepAside = {
	minutes: 30,
	pauseWord: '#bot off',
	resumeWord: '#bot on',
	label: 'person',
};

const bench = useBench({ each: true, linked: false });
let carol: VirtualContact;
/** All that happens. */
let heard: Collected;
/** What a trigger gets that steps aside. */
let answering: Collected;

beforeEach(async () => {
	const { phone, simulator } = bench;
	phone.platform = 'smba';
	await phone.changeLabel('1', { name: 'Newcomer', color: 0 });
	await phone.changeLabel('2', { name: 'Person', color: 3 });
	carol = await simulator.contact(CAROL, { name: 'Carol' });
	heard = await collect(bench);
	answering = await stepAside(ASIDE);
	await link(bench);
});

const stepAside = async (aside: StepAside, durableId?: string) =>
	await collect(bench, ['message.incoming', 'message.reaction'], {
		filters: { 'message.incoming': { stepAside: aside }, 'message.reaction': { stepAside: aside } },
		...(durableId && { durableId, start: 'resume' }),
	});

async function run<C extends CommandName>(
	command: C,
	input: Commands[C]['input'],
): Promise<Commands[C]['output']> {
	return await bench.host.request(bench.account, command, input);
}

const stateOf = async (chat = BOB) => await run('conversation.get', { chat });

/** Somebody writes: the event, and whether a trigger that steps aside has got it. */
async function says(who: VirtualContact, words: string): Promise<IncomingMessageEvent> {
	const id = await who.sendText(OWNER, words);
	return await heard.next('message.incoming', ({ messageId }) => messageId === id);
}

/** What the phone of the number writes has come in. */
async function writeByHand(to: string, words: string): Promise<string> {
	const id = await bench.phone.sendText(to, words);
	await heard.next('message.sentFromPhone', ({ messageId }) => messageId === id);
	return id;
}

/** What is labelled before is how things are, and no event. */
async function untilLabelsAreKnown(): Promise<void> {
	const isKnown = async () => (await run('label.getMany', { limit: 5 })).length === 2;
	while (!(await isKnown())) await meanwhile(bench);
}

/** What the trigger has got so far: what it gets is handed over in one go with what `heard` gets. */
const answered = () => answering.all.map((event) => ('text' in event ? event.text : null));
const told = () =>
	heard.all.flatMap((event) =>
		event.event === 'conversation.paused' || event.event === 'conversation.resumed'
			? [`${event.event.split('.')[1]}: ${event.reason}`]
			: [],
	);

/** How many milliseconds are left of the pause. */
async function leftOf(chat = BOB): Promise<number> {
	return Date.parse((await stateOf(chat)).until ?? '') - bench.clock.now();
}

test('what the number writes by hand pauses the chat; each message prolongs that, until the time is over', async () => {
	await says(bench.bob, 'Hello?');
	await writeByHand(BOB, 'I am on it');
	expect(await heard.next('conversation.paused')).toMatchObject({
		...{ reason: 'byHand', chat: { id: `${BOB}@s.whatsapp.net`, phone: BOB, name: 'Bob' } },
		until: expect.any(String),
	});
	expect((await says(bench.bob, 'Thanks')).conversation).toMatchObject({
		...{ paused: true, pausedUntil: (await stateOf()).until },
	});
	expect(await stateOf()).toMatchObject({ paused: true, reason: 'byHand' });
	// Others have their answer.
	expect((await says(carol, 'And me?')).conversation).toMatchObject({ paused: false });

	bench.clock.skip(20 * MINUTE);
	await writeByHand(BOB, 'Nearly done');
	bench.clock.skip(20 * MINUTE);
	await untilConnected(bench);
	expect((await says(bench.bob, 'Take your time')).conversation?.paused).toBe(true);
	bench.clock.skip(11 * MINUTE);
	expect(await heard.next('conversation.resumed')).toMatchObject({
		...{ reason: 'timeOver', chat: { phone: BOB } },
	});
	await untilConnected(bench);
	await says(bench.bob, 'Well?');
	await answering.next('message.incoming', (event) => event.text === 'Well?');
	expect(answered()).toEqual(['Hello?', 'And me?', 'Well?']);
	expect(told()).toEqual(['paused: byHand', 'resumed: timeOver']);
});

test('what n8n sends pauses nothing, nor do reactions and votes', async () => {
	const { messageId } = await send(bench, text(BOB, 'We are here'));
	await bench.bob.waitForMessage(messageId);
	const asked = await bench.bob.sendText(OWNER, 'Since when?');
	await heard.next('message.incoming');
	const reaction = await bench.phone.react(asked, '👍');
	await heard.next('message.sentFromPhone', (event) => event.messageId === reaction);
	expect((await says(bench.bob, 'Good')).conversation?.paused).toBe(false);
	expect(told()).toEqual([]);
});

test('nothing pauses where no trigger steps aside, but for the operation', async () => {
	await answering.close();
	await untilLabelsAreKnown();
	await writeByHand(BOB, '#bot off');
	await bench.phone.label('2', BOB);
	await heard.next('chat.labelled');
	expect(await stateOf()).toMatchObject({ paused: false, reason: null, since: null, until: null });
	expect(await run('conversation.pause', { chat: BOB, minutes: null })).toMatchObject({
		...{ paused: true, reason: 'operation', until: null },
	});
});

test('a word pauses until another one resumes, and is taken out of the chat', async () => {
	const isTakenAway = async (id: string) =>
		await bench.phone.waitForAppState(
			({ index }) => index[0] === 'deleteMessageForMe' && index[2] === id,
		);
	const off = await writeByHand(BOB, ' #BOT off');
	await isTakenAway(off);
	expect(await stateOf()).toMatchObject({ reason: 'word', until: null });
	bench.clock.skip(100 * MINUTE);
	await untilConnected(bench);
	await writeByHand(BOB, 'Still me');
	expect(await stateOf()).toMatchObject({ reason: 'word', until: null });
	await says(bench.bob, 'I see');
	await isTakenAway(await writeByHand(BOB, '#bot on'));
	expect(await stateOf()).toMatchObject({ paused: false });
	await says(bench.bob, 'Hello bot');
	await answering.next('message.incoming');
	expect(answered()).toEqual(['Hello bot']);
	expect(told()).toEqual(['paused: word', 'resumed: word']);
	// What others write orders nothing.
	expect((await says(bench.bob, '#bot off')).conversation?.paused).toBe(false);
});

test('a chat with the label is paused as long as it has it', async () => {
	await untilLabelsAreKnown();
	await bench.phone.label('1', BOB);
	await bench.phone.label('2', BOB);
	await heard.next('conversation.paused');
	expect((await says(bench.bob, 'Hello?')).conversation).toMatchObject({
		...{ paused: true, pausedUntil: null },
	});
	expect(await run('conversation.resume', { chat: BOB })).toMatchObject({
		...{ paused: true, reason: 'label', since: null, until: null },
	});
	expect(await run('conversation.getPaused', { limit: 5 })).toMatchObject([
		{ phone: BOB, reason: 'label' },
	]);
	await bench.phone.label('2', BOB, false);
	await heard.next('conversation.resumed');
	await says(bench.bob, 'Hello bot');
	await answering.next('message.incoming');
	expect(answered()).toEqual(['Hello bot']);
	// The same by n8n.
	await run('label.setOnChat', { chat: CAROL, label: 'Person', labelled: true });
	await heard.next('conversation.paused', ({ chat }) => chat.phone === CAROL);
	expect(told()).toEqual(['paused: label', 'resumed: label', 'paused: label']);
});

test('an operation pauses a chat that has not begun, whichever address is given', async () => {
	// As people write it, without the ninth digit.
	const paused = await run('conversation.pause', { chat: '+55 11 0000-0003', minutes: 10 });
	expect(paused).toMatchObject({
		paused: true,
		reason: 'operation',
		sessionId: expect.any(String),
	});
	const { conversation } = await says(carol, 'Good morning');
	expect(conversation).toMatchObject({ paused: true });
	expect(await stateOf(carol.lid)).toMatchObject({ paused: true, phone: CAROL });
	await run('conversation.pause', { chat: carol.lid, minutes: null });
	expect(await run('conversation.getPaused', { limit: 5 })).toMatchObject([
		{ phone: CAROL, lid: carol.lid, name: 'Carol', type: 'direct', until: null },
	]);
	const { sessionId } = await run('conversation.resume', { chat: CAROL });
	expect(sessionId).toBe(conversation?.sessionId);
	expect(await run('conversation.getPaused', { limit: 5 })).toEqual([]);
	await run('conversation.resume', { chat: CAROL });
	await says(carol, 'Anybody?');
	await answering.next('message.incoming');
	expect(answered()).toEqual(['Anybody?']);
	expect(told()).toEqual(['paused: operation', 'resumed: operation']);
	for (const minutes of [0, -5, Number.NaN, 1e9]) {
		await expect(run('conversation.pause', { chat: CAROL, minutes })).rejects.toMatchObject({
			code: 'INVALID_SETTING',
		});
	}
});

test('what is written by hand never shortens a pause, and makes it longer where it ends earlier', async () => {
	await run('conversation.pause', { chat: BOB, minutes: 90 });
	await writeByHand(BOB, 'I am on it');
	expect(await leftOf()).toBeGreaterThan(80 * MINUTE);
	await run('conversation.pause', { chat: BOB, minutes: 5 });
	await writeByHand(BOB, 'Still on it');
	expect(await leftOf()).toBeGreaterThan(20 * MINUTE);
	expect(await stateOf()).toMatchObject({ reason: 'operation' });
	await run('conversation.pause', { chat: BOB, minutes: null });
	await writeByHand(BOB, 'And still');
	expect(await stateOf()).toMatchObject({ reason: 'operation', until: null });
	expect(told()).toEqual(['paused: operation']);
});

test('of several triggers the longest pause and all words count', async () => {
	const other = await stepAside({ minutes: 60, pauseWord: '#me' });
	await writeByHand(BOB, 'I am on it');
	expect(await leftOf()).toBeGreaterThan(50 * MINUTE);
	await writeByHand(CAROL, '#me');
	await says(bench.bob, 'Thanks');
	await says(carol, 'Thanks');
	await run('conversation.resume', { chat: CAROL });
	await says(carol, 'Hello bots');
	await answering.next('message.incoming');
	await other.next('message.incoming');
	expect(other.all).toMatchObject([{ text: 'Hello bots' }]);
	expect(answered()).toEqual(['Hello bots']);
});

test('a pause goes on after a restart, and ends in its time', async () => {
	await stepAside(ASIDE, 'durable');
	await run('conversation.pause', { chat: BOB, minutes: 10 });
	await bench.restart();
	heard = await collect(bench);
	answering = await stepAside(ASIDE, 'durable');
	await untilConnected(bench);
	expect((await says(bench.bob, 'Hello?')).conversation?.paused).toBe(true);
	bench.clock.skip(11 * MINUTE);
	expect(await heard.next('conversation.resumed')).toMatchObject({ reason: 'timeOver' });
	await untilConnected(bench);
	await says(bench.bob, 'Hello bot');
	await answering.next('message.incoming');
	expect(answered()).toEqual(['Hello bot']);
});

test('groups are conversations, too', async () => {
	const group = await bench.simulator.group({ subject: 'Trio', members: [OWNER, BOB, CAROL] });
	await heard.next('group.joined');
	await writeByHand(group.id, 'Leave it to me');
	const inGroup = async (who: VirtualContact, words: string) => {
		const id = await who.sendText(group.id, words);
		return await heard.next('message.incoming', ({ messageId }) => messageId === id);
	};
	const first = await inGroup(bench.bob, 'Fine');
	const second = await inGroup(carol, 'Fine with me');
	expect(first.conversation).toMatchObject({ paused: true, firstContact: null });
	expect(second.conversation?.sessionId).toBe(first.conversation?.sessionId);
	expect((await says(bench.bob, 'Just me')).conversation).toMatchObject({ paused: false });
	expect(await run('conversation.getPaused', { limit: 5 })).toMatchObject([
		{ id: group.id, type: 'group', name: 'Trio' },
	]);
});

test('each message says how its conversation stands', async () => {
	// That the phone may tell of its chats is not waited for any longer.
	bench.clock.skip(11 * MINUTE);
	await untilConnected(bench);
	const first = await says(bench.bob, 'Hello');
	expect(first.conversation).toEqual({
		sessionId: expect.stringMatching(/^[\w-]{22}$/),
		...{ paused: false, pausedUntil: null, firstContact: true },
		...{ secondsSinceLastIncoming: null, secondsSinceLastOutgoing: null },
	});
	bench.clock.skip(10_000);
	const { messageId } = await send(bench, text(BOB, 'Hi Bob'));
	await heard.next('message.sent', (event) => event.messageId === messageId);
	bench.clock.skip(20_000);
	const { conversation } = await says(bench.bob, 'How are you?');
	expect(conversation).toMatchObject({
		sessionId: first.conversation?.sessionId,
		firstContact: false,
	});
	const { secondsSinceLastIncoming: incoming, secondsSinceLastOutgoing: outgoing } =
		conversation ?? {};
	// The seconds of a busy machine come on top.
	expect(outgoing).toBeGreaterThanOrEqual(19);
	expect(incoming).toBeGreaterThanOrEqual((outgoing ?? 0) + 9);
});
