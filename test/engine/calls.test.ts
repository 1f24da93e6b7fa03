import {
	BOB,
	collect,
	OWNER,
	untilAcked,
	untilConnected,
	useBench,
	type Collected,
} from './support';

const CALLS = [
	'call.received',
	'call.missed',
	'call.rejected',
	'call.answeredElsewhere',
	'call.ended',
] as const;

/** Somebody calls the number, and the events that it makes. */
describe('a call', () => {
	const bench = useBench();
	let heard: Collected;

	beforeAll(async () => {
		heard = await collect(bench, [...CALLS]);
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
		expect(toldOf(id)).toEqual(['call.received', 'call.missed']);
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

	/** What was told of a call, in order. */
	const toldOf = (id: string) =>
		heard.all.filter((event) => 'callId' in event && event.callId === id).map(({ event }) => event);

	test('that nobody answers is missed', async () => {
		const id = bench.bob.call(OWNER, { video: true });
		expect(await heard.next('call.missed', ({ callId }) => callId === id)).toMatchObject({
			...{ chat: { id: bench.bob.jid }, from: theBob(), isVideo: true },
		});
		expect(toldOf(id)).toEqual(['call.received', 'call.missed']);
	});

	test('that the phone answers is told, and when it ends', async () => {
		const { id } = bench.bob.ring(OWNER);
		await received(id);
		const call = bench.phone.answerCall(id);
		await heard.next('call.answeredElsewhere', ({ callId }) => callId === id);
		call.hangUp(95);
		const ended = await heard.next('call.ended', ({ callId }) => callId === id);
		expect(ended).toMatchObject({ from: theBob(), durationSeconds: 95 });
		expect(toldOf(id)).toEqual(['call.received', 'call.answeredElsewhere', 'call.ended']);
	});

	test('that the phone has answered ends also where only its list of calls tells of it', async () => {
		const call = bench.bob.ring(OWNER);
		await received(call.id);
		await bench.phone.logCall(call, 'CONNECTED', 61);
		const ended = await heard.next('call.ended', ({ callId }) => callId === call.id);
		expect(ended).toMatchObject({ durationSeconds: 61 });
		expect(toldOf(call.id)).toEqual(['call.received', 'call.answeredElsewhere', 'call.ended']);
		call.hangUp();
		await received(bench.bob.call(OWNER));
		expect(toldOf(call.id)).toHaveLength(3);
	});

	test('that the phone rejects is told, and by whom', async () => {
		const { id } = bench.bob.ring(OWNER);
		await received(id);
		bench.phone.rejectCall(id);
		const rejected = await heard.next('call.rejected', ({ callId }) => callId === id);
		expect(rejected).toMatchObject({ from: theBob(), rejectedOn: 'phone' });
	});

	test('that n8n rejects is told', async () => {
		const { id } = bench.bob.ring(OWNER);
		await received(id);
		await bench.host.request(bench.account, 'call.reject', { callId: id });
		const rejected = await heard.next('call.rejected', ({ callId }) => callId === id);
		expect(rejected).toMatchObject({ rejectedOn: 'n8n' });
		expect(toldOf(id)).toEqual(['call.received', 'call.rejected']);
	});

	test('is told as missed also when n8n was off in between', async () => {
		const call = bench.bob.ring(OWNER);
		await received(call.id);
		await bench.host.close();
		call.hangUp();
		await bench.restart();
		heard = await collect(bench, [...CALLS]);
		await heard.next('call.missed', ({ callId }) => callId === call.id);
		expect(toldOf(call.id)).toEqual(['call.missed']);
	});
});
