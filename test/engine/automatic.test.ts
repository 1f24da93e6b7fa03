import type { VirtualCall } from '../simulator';
import type { RejectCalls } from '../../engine/gateway/contract';
import { BOB, collect, OWNER, said, untilConnected, useBench, type Collected } from './support';

const EVE = '5511900000009';
const TEXT = 'Sorry, please write';

/** What the number does by itself, as the options of its credential say. */
describe('the number by itself', () => {
	const bench = useBench({ each: true });
	let heard: Collected;

	beforeEach(async () => {
		heard = await collect(bench, ['call.received', 'message.sent', 'message.incoming']);
	});

	/** As n8n tells it with whatever it asks next. */
	async function set(options: Partial<typeof bench.account.settings>): Promise<void> {
		Object.assign(bench.account.settings, options);
		await bench.host.request(bench.account, 'session.status', {});
	}

	const rejecting = (rejectCalls: Partial<RejectCalls>) =>
		set({ rejectCalls: { from: 'everyone', people: [], ...rejectCalls } });

	const isHeard = ({ id }: VirtualCall) =>
		heard.next('call.received', ({ callId }) => callId === id);

	/** WhatsApp has what the number says to a call. */
	const isRejected = ({ id }: VirtualCall) =>
		bench.simulator.traffic.waitFor(
			({ direction, stanza: { tag, content } }) =>
				direction === 'in' &&
				tag === 'call' &&
				Array.isArray(content) &&
				content[0]?.attrs['call-id'] === id,
		);

	const texts = () => bench.bob.received.filter(({ text }) => text === TEXT).length;

	test('rejects a call, and the caller gets the text, once', async () => {
		await rejecting({ text: TEXT });
		for (const call of [bench.bob.ring(OWNER), bench.bob.ring(OWNER, { video: true })]) {
			await isRejected(call);
			expect(call.state).toBe('rejected');
		}
		await bench.bob.waitForMessage(said(TEXT));
		await heard.next('message.sent');
		expect(texts()).toBe(1);
	});

	test('answers no call to a group', async () => {
		await rejecting({ text: TEXT });
		const group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER] });
		const call = bench.bob.ring(OWNER, { group: group.id, notice: true });
		await isRejected(call);
		const direct = bench.bob.ring(OWNER);
		await isRejected(direct);
		await bench.bob.waitForMessage(said(TEXT));
		expect(texts()).toBe(1);
	});

	test('rejects only calls of those who are meant', async () => {
		const eve = await bench.simulator.contact(EVE);
		await rejecting({ from: 'only', people: ['+55 11 90000-0009'] });
		const wanted = bench.bob.ring(OWNER);
		await isHeard(wanted);
		const unwanted = eve.ring(OWNER);
		await isRejected(unwanted);
		expect([wanted.state, unwanted.state]).toEqual(['ringing', 'rejected']);
	});

	test('rejects calls of those who are not in the address book', async () => {
		const eve = await bench.simulator.contact(EVE);
		await bench.host.request(bench.account, 'contact.save', { contact: BOB, fullName: 'Bob' });
		await rejecting({ from: 'strangers' });
		const wanted = bench.bob.ring(OWNER);
		await isHeard(wanted);
		const unwanted = eve.ring(OWNER);
		await isRejected(unwanted);
		expect([wanted.state, unwanted.state]).toEqual(['ringing', 'rejected']);
	});

	test('says nothing to a call that rang while it was offline', async () => {
		await rejecting({ text: TEXT });
		const connection = await collect(bench, ['session.disconnected']);
		bench.simulator.faults.dropConnections(OWNER);
		await connection.next('session.disconnected');
		const missed = bench.bob.ring(OWNER);
		await untilConnected(bench);
		await isHeard(missed);
		await isRejected(bench.bob.ring(OWNER));
		await bench.bob.waitForMessage(said(TEXT));
		expect([missed.state, texts()]).toEqual(['ringing', 1]);
	});

	test('has the text in the queue when WhatsApp learns of the rejection, and sends it once after a restart', async () => {
		await rejecting({ text: TEXT });
		const call = bench.bob.ring(OWNER);
		await isRejected(call);
		await bench.restart();
		heard = await collect(bench, ['call.received']);
		await bench.bob.waitForMessage(said(TEXT));
		// WhatsApp tells of the call once more.
		const [offer] = bench.simulator.traffic
			.entries(OWNER)
			.filter(({ direction, stanza }) => direction === 'out' && stanza.tag === 'call');
		if (offer) bench.simulator.script(OWNER, offer.stanza);
		await isHeard(bench.bob.ring(OWNER));
		expect(texts()).toBe(1);
	});

	test('tells the credential which of the people is nobody', async () => {
		await rejecting({ from: 'except', people: ['5511900000009', 'Mom'] });
		await expect(bench.host.request(bench.account, 'session.check', {})).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining('"Mom" is not a phone number'),
		});
	});

	const isRead = (id: string, type: string) =>
		bench.simulator.traffic.waitFor(
			({ direction, stanza: { tag, attrs, content } }) =>
				direction === 'in' &&
				tag === 'receipt' &&
				attrs.type === type &&
				(attrs.id === id || JSON.stringify(content ?? '').includes(id)),
		);

	test('marks messages as read that come in, in chats and groups', async () => {
		await set({ readMessages: true });
		const group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER] });
		const ids = [await bench.bob.sendText(OWNER, 'One'), await bench.bob.sendText(group.id, 'Two')];
		for (const id of ids) await isRead(id, 'read');
		const chats = await bench.host.request(bench.account, 'chat.getMany', { limit: 9 });
		expect(chats.map(({ unread }) => unread)).toEqual(chats.map(() => 0));
	});

	test('marks them for itself alone where nobody is to see it', async () => {
		bench.phone.setPrivacy('readreceipts', 'none');
		await set({ readMessages: true });
		await isRead(await bench.bob.sendText(OWNER, 'One'), 'read-self');
	});

	test('marks what came before the connection was lost with the next one', async () => {
		await set({ readMessages: true });
		const first = await bench.bob.sendText(OWNER, 'One');
		await heard.next('message.incoming');
		await bench.restart();
		await untilConnected(bench);
		await isRead(first, 'read');
	});

	test('views statuses, and leaves messages alone', async () => {
		await set({ viewStatuses: true });
		const message = await bench.bob.sendText(OWNER, 'One');
		await heard.next('message.incoming', ({ messageId }) => messageId === message);
		const status = await bench.bob.postStatus('At the beach', [OWNER]);
		const { stanza } = await isRead(status, 'read');
		expect(stanza.attrs).toMatchObject({ to: 'status@broadcast', participant: expect.any(String) });
		expect(
			bench.bob.receipts.filter(({ ids, type }) => type === 'read' && ids.includes(message)),
		).toEqual([]);
	});
});
