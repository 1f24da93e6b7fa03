import {
	BOB,
	collect,
	OWNER,
	untilAcked,
	untilConnected,
	useBench,
	type Collected,
} from './support';

/** Somebody calls the number, and the event that it makes. */
describe('a call', () => {
	const bench = useBench();
	let heard: Collected;

	beforeAll(async () => {
		heard = await collect(bench, ['call.received']);
	});

	const received = (id: string) => heard.next('call.received', ({ callId }) => callId === id);
	const theBob = () => ({ phone: BOB, lid: bench.bob.lid });

	test.each(['pn', 'lid'] as const)('comes with who calls, by %s', async (addressing) => {
		const event = await received(bench.bob.call(OWNER, { addressing }));
		expect(event).toMatchObject({
			chat: { id: bench.bob.jid, type: 'direct', ...theBob() },
			from: theBob(),
			account: { phone: OWNER },
			isVideo: false,
			wasOffline: false,
		});
		await untilAcked(bench.simulator, { class: 'call' });
	});

	test('with video says so', async () => {
		expect(await received(bench.bob.call(OWNER, { video: true }))).toMatchObject({ isVideo: true });
	});

	test('in a group is one event, although WhatsApp tells of it twice', async () => {
		const group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER] });
		const id = bench.bob.call(OWNER, { group: group.id, video: true, notice: true });
		expect(await received(id)).toMatchObject({
			chat: { id: group.id, type: 'group', name: 'Trio' },
			from: theBob(),
			isVideo: true,
		});
		await received(bench.bob.call(OWNER));
		expect(heard.all.filter((event) => 'callId' in event && event.callId === id)).toHaveLength(1);
	});

	test('while the number is offline comes with the next connection', async () => {
		const connection = await collect(bench, ['session.disconnected']);
		bench.simulator.faults.dropConnections(OWNER);
		await connection.next('session.disconnected');
		await connection.close();
		const id = bench.bob.call(OWNER);
		await untilConnected(bench);
		expect(await received(id)).toMatchObject({ from: theBob(), wasOffline: true });
	});
});
