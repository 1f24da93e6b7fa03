import { BOB, collect, link, OWNER, said, send, text, untilConnected, useBench } from './support';

/** The whole way through: link, send, statuses, answer, restart. */
describe('a linked number', () => {
	const bench = useBench({ linked: false });

	test('links by code', async () => {
		const status = await link(bench);
		expect(status).toMatchObject({
			state: 'LINKED',
			connected: true,
			phone: OWNER,
			lastError: null,
		});
	});

	test('sends a text that is SENT, RECEIVED and READ under the ID that was returned at once', async () => {
		const { bob } = bench;
		const events = await collect(bench);
		const record = await send(bench, text('+55 (11) 90000-0002', 'hello'));
		expect(record).toMatchObject({ status: 'QUEUED', chat: `${BOB}@s.whatsapp.net` });

		const arrived = await bob.waitForMessage(said('hello'));
		expect(arrived.id).toBe(record.messageId);
		await bob.read(record.messageId);
		const read = await events.next('message.read');
		expect(read).toMatchObject({
			messageId: record.messageId,
			status: 'READ',
			account: { id: 'credential1', phone: OWNER },
			chat: { phone: BOB, lid: bob.lid, type: 'direct' },
		});
		expect(events.all.map(({ event }) => event)).toEqual([
			'chat.started',
			'message.sent',
			'message.received',
			'message.read',
		]);
		await events.close();
	});

	test('hands over an answer', async () => {
		const { bob } = bench;
		const events = await collect(bench);
		const id = await bob.sendText(OWNER, 'hi there');
		expect(await events.next('message.incoming')).toMatchObject({
			messageId: id,
			text: 'hi there',
			type: 'text',
			from: { phone: BOB, lid: bob.lid, name: 'Bob' },
		});
		await events.close();
	});

	test('is still linked after a restart', async () => {
		await bench.restart();
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED', phone: OWNER });
		const { bob } = bench;
		await send(bench, text(BOB, 'after the restart'));
		await bob.waitForMessage(said('after the restart'));
	});
});
