import { BOB, collect, OWNER, untilConnected, useBench, type Collected } from './support';

/** What the number itself has read, on its phone. */
describe('Message Read by Me', () => {
	const bench = useBench();
	let heard: Collected;

	beforeAll(async () => {
		heard = await collect(bench, ['message.readByMe', 'message.incoming', 'chat.changed']);
	});

	const isRead = (id: string) =>
		heard.next('message.readByMe', ({ messageId }) => messageId === id);
	const readIds = () =>
		heard.all.flatMap((event) => (event.event === 'message.readByMe' ? [event.messageId] : []));

	async function comesIn(chat: string, text: string): Promise<string> {
		const id = await bench.bob.sendText(chat, text);
		await heard.next('message.incoming', ({ messageId }) => messageId === id);
		await bench.phone.waitForMessage((message) => message.id === id);
		return id;
	}

	test('each message of a chat is told, and that nothing in it is unread', async () => {
		const ids = [await comesIn(OWNER, 'One'), await comesIn(OWNER, 'Two')];
		await bench.phone.read(...ids);
		for (const id of ids) {
			expect(await isRead(id)).toMatchObject({
				chat: { id: bench.bob.jid, type: 'direct', phone: BOB, name: 'Bob' },
				status: 'READ_BY_ME',
			});
		}
		await heard.next('chat.changed', ({ change }) => change === 'read');
		expect(readIds()).toEqual(ids);
	});

	test('messages of a group are told with the group', async () => {
		const group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER] });
		const id = await comesIn(group.id, 'All');
		await bench.phone.read(id);
		expect(await isRead(id)).toMatchObject({ chat: { id: group.id, type: 'group', name: 'Trio' } });
	});

	test('what was read while the number was offline is told with the next connection', async () => {
		const id = await comesIn(OWNER, 'Later');
		const connection = await collect(bench, ['session.disconnected']);
		bench.simulator.faults.dropConnections(OWNER);
		await connection.next('session.disconnected');
		await bench.phone.read(id);
		await untilConnected(bench);
		await isRead(id);
	});

	test('what n8n marks as read is not told', async () => {
		const mine = await comesIn(OWNER, 'Mine');
		const target = { messageId: mine };
		await bench.host.request(bench.account, 'message.markRead', { chat: BOB, targets: [target] });
		const phones = await comesIn(OWNER, 'Of the phone');
		await bench.phone.read(phones);
		await isRead(phones);
		expect(readIds()).not.toContain(mine);
	});
});
