import { collect, link, meanwhile, OWNER, send, text, useBench, type Collected } from './support';

const [CAROL, DORA, EVE, FRED] = [
	'5511900000003',
	'5511900000004',
	'5511900000005',
	'5511900000006',
];

describe('a chat', () => {
	const bench = useBench({ linked: false });
	let heard: Collected;

	beforeAll(async () => {
		heard = await collect(bench);
		await bench.phone.addChat(CAROL, {
			messages: [{ text: 'Are you there?', at: 1_700_000_000 }],
		});
		await link(bench);
		await untilToldOf(CAROL);
	});

	/** The phone has told of its chats. */
	async function untilToldOf(chat: string): Promise<void> {
		for (;;) {
			const told = await bench.host.request(bench.account, 'chat.get', { chat }).catch(() => null);
			if (told?.lastMessageAt) return;
			await meanwhile(bench);
		}
	}

	const starts = (number: string) =>
		heard.all.filter((event) => event.event === 'chat.started' && event.chat.phone === number);
	const start = (number: string) => heard.next('chat.started', ({ chat }) => chat.phone === number);

	/** Somebody's message has become an event. */
	async function incoming(number: string, words: string): Promise<string> {
		const contact = await bench.simulator.contact(number);
		const id = await contact.sendText(OWNER, words);
		await heard.next('message.incoming', ({ messageId }) => messageId === id);
		return id;
	}

	test('starts with the first message of somebody, once, and in front of it', async () => {
		const first = await incoming(DORA, 'Are you open?');
		const { lid, jid } = await bench.simulator.contact(DORA);
		expect(await start(DORA)).toMatchObject({
			...{ chat: { id: jid, type: 'direct', phone: DORA, lid }, messageId: first, fromMe: false },
			account: { phone: OWNER },
		});
		const events = heard.all.flatMap((event) =>
			'messageId' in event && event.messageId === first ? [event.event] : [],
		);
		expect(events).toEqual(['chat.started', 'message.incoming']);
		await incoming(DORA, 'Hello?');
		expect(starts(DORA)).toHaveLength(1);
	});

	test('starts with what n8n sends, and not again with the answer', async () => {
		await bench.simulator.contact(EVE);
		const { messageId } = await send(bench, text(EVE, 'Your order is on its way'));
		expect(await start(EVE)).toMatchObject({ messageId, fromMe: true });
		await incoming(EVE, 'Thanks');
		expect(starts(EVE)).toHaveLength(1);
	});

	test('starts with what the phone sends', async () => {
		await bench.simulator.contact(FRED);
		const messageId = await bench.phone.sendText(FRED, 'See you');
		expect(await start(FRED)).toMatchObject({ messageId, fromMe: true });
	});

	test('that the phone has had before does not start', async () => {
		await incoming(CAROL, 'Hello?');
		expect(starts(CAROL)).toEqual([]);
	});

	test('of a group does not start', async () => {
		const group = await bench.simulator.group({ subject: 'Trio', members: [OWNER, DORA, EVE] });
		const id = await (await bench.simulator.contact(DORA)).sendText(group.id, 'Hello all');
		await heard.next('message.incoming', ({ messageId }) => messageId === id);
		expect(heard.all.filter(({ event }) => event === 'chat.started')).toHaveLength(3);
	});
});
