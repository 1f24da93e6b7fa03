import { stanza } from '../simulator/stanza';
import { BOB, collect, linkAnother, meanwhile, OWNER, send, text, useBench } from './support';

const HOUR = 60 * 60_000;
const CAROL = '5511900000003';
const DAVE = '5511900000004';

describe('what WhatsApp says to a message', () => {
	const bench = useBench({
		// Pauses between two tries are short here: how long they are shows the sender's own test.
		engineClock: (clock) => ({
			...clock,
			sleep: (ms, signal) => clock.sleep(Math.min(ms, 50), signal),
		}),
	});

	beforeAll(async () => {
		for (const number of [CAROL, DAVE]) await bench.simulator.contact(number);
	});

	const contact = (number: string) => bench.simulator.contact(number);
	const wait = (messageId: string) =>
		bench.host.request(bench.account, 'message.wait', {
			messageId,
			status: 'SENT',
			timeoutMs: 10_000,
		});
	const groupOf = async (...members: string[]) =>
		await bench.simulator.group({ subject: 'Group', owner: BOB, members: [OWNER, ...members] });
	/** How often a message went to WhatsApp, and to whom: the device of its stanza. */
	const sendingsOf = (messageId: string) =>
		bench.simulator.traffic
			.entries(OWNER)
			.filter(
				({ direction, stanza: { tag, attrs } }) =>
					direction === 'in' && tag === 'message' && attrs.id === messageId,
			)
			.map(({ stanza: { attrs } }) => attrs);

	test.each([408, 429, 500, 502, 503])(
		'too busy, or asked too often (%i): the message waits and is sent',
		async (code) => {
			bench.simulator.faults.failAck(code, undefined, 2);
			const { messageId } = await send(bench, text(BOB, `patience ${code}`));
			await wait(messageId);
			expect(sendingsOf(messageId)).toHaveLength(3);
			const next = await send(bench, text(BOB, `after patience ${code}`));
			await wait(next.messageId);
			const bob = await contact(BOB);
			await bob.waitForMessage(next.messageId);
			const seen = bob.received.filter(({ id }) => [messageId, next.messageId].includes(id));
			expect(seen.map(({ id }) => id)).toEqual([messageId, next.messageId]);
			expect(seen.map(({ copies }) => copies)).toEqual([1, 1]);
		},
	);

	test('too many new chats (475): failed in words, and new chats wait while others go on', async () => {
		const stranger = await bench.simulator.contact('5511900000021');
		const bob = await contact(BOB);
		await bob.waitForMessage((await send(bench, text(BOB, 'we know each other'))).messageId);
		bench.simulator.faults.failAck(475);
		const refused = await send(bench, text(stranger.number, 'may I?'));
		await expect(wait(refused.messageId)).rejects.toMatchObject({
			code: 'RESTRICTED',
			message: expect.stringContaining('475'),
		});
		const held = await send(bench, text(stranger.number, 'and now?'));
		await wait((await send(bench, text(BOB, 'we still do'))).messageId);
		expect(await bench.host.request(bench.account, 'session.status', {})).toMatchObject({
			queueLength: 1,
			restrictedUntil: expect.any(String),
		});
		bench.clock.skip(HOUR);
		await stranger.waitForMessage(held.messageId);
	});

	test('members go by other names (421): sent again under its ID, and everybody can open it', async () => {
		const group = await groupOf(CAROL);
		await (
			await contact(CAROL)
		).waitForMessage((await send(bench, text(group.id, 'before'))).messageId);
		group.changeAddressing('lid');
		const { messageId } = await send(bench, text(group.id, 'by other names'));
		for (const number of [BOB, CAROL]) await (await contact(number)).waitForMessage(messageId);
		await wait(messageId);
		expect(sendingsOf(messageId).map(({ addressing_mode }) => addressing_mode)).toEqual([
			'pn',
			'lid',
		]);
	});

	test('refused as outdated twice (421): it has failed', async () => {
		const group = await groupOf(CAROL);
		bench.simulator.faults.failAck(421, undefined, 2);
		const { messageId } = await send(bench, text(group.id, 'not wanted'));
		await expect(wait(messageId)).rejects.toMatchObject({ code: 'REJECTED' });
		await meanwhile(bench);
		expect(sendingsOf(messageId)).toHaveLength(2);
	});

	test('a device that we did not know of was missed (phash): it gets the message after all', async () => {
		const carol = await contact(CAROL);
		await carol.waitForMessage((await send(bench, text(CAROL, 'to the phone'))).messageId);
		const laptop = await linkAnother(bench, CAROL);
		const heard = await collect(laptop, ['message.incoming']);
		bench.simulator.faults.mismatchPhash();
		const { messageId } = await send(bench, text(CAROL, 'to the laptop, too'));
		await heard.next('message.incoming', (event) => event.messageId === messageId);
		await carol.waitForMessage(messageId);
		await wait(messageId);
		expect(sendingsOf(messageId).map(({ device_fanout }) => device_fanout)).toEqual([
			undefined,
			'false',
		]);
		expect(carol.received.find(({ id }) => id === messageId)?.copies).toBe(1);
		await heard.close();

		// Where all have got it, nobody is written to again; nor is WhatsApp asked with each message.
		bench.simulator.faults.mismatchPhash(undefined, 2);
		for (const words of ['nobody missed', 'nobody missed again']) {
			const next = await send(bench, text(CAROL, words));
			await carol.waitForMessage(next.messageId);
			await meanwhile(bench);
			expect(sendingsOf(next.messageId)).toHaveLength(1);
		}
	});

	test('somebody came into a group unnoticed (phash): gets the message, and not the old ones’ key alone', async () => {
		const group = await groupOf(CAROL);
		await (
			await contact(CAROL)
		).waitForMessage((await send(bench, text(group.id, 'us three'))).messageId);
		await group.addSilently(DAVE);
		bench.simulator.faults.mismatchPhash(({ to }) => to === group.id);
		const { messageId } = await send(bench, text(group.id, 'us four'));
		await bench.simulator.traffic.waitFor(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' &&
				tag === 'message' &&
				attrs.id === messageId &&
				attrs.participant !== undefined,
		);
		await (await contact(DAVE)).waitForMessage(messageId);
	});

	describe('a group’s key', () => {
		/** The devices that a message brought the group's key. */
		const informed = async (messageId: string) => {
			const { stanza: message } = await bench.simulator.traffic.waitFor(
				({ direction, stanza: { tag, attrs } }) =>
					direction === 'in' && tag === 'message' && attrs.id === messageId,
			);
			const participants = Array.isArray(message.content)
				? message.content.find(({ tag }) => tag === 'participants')
				: undefined;
			const content = participants?.content;
			return Array.isArray(content) ? content.map(({ attrs }) => attrs.jid) : [];
		};

		test.each(['noticed', 'unnoticed, while we were away'])(
			'is a new one after a member has left (%s)',
			async (how) => {
				const group = await groupOf(CAROL, DAVE);
				const [bob, carol] = [await contact(BOB), await contact(CAROL)];
				const first = await send(bench, text(group.id, 'all of us'));
				await carol.waitForMessage(first.messageId);
				const second = await send(bench, text(group.id, 'still all of us'));
				await carol.waitForMessage(second.messageId);
				expect(await informed(second.messageId)).toEqual([]);

				if (how === 'noticed') {
					bench.simulator.traffic.clear();
					const heard = bench.simulator.traffic.waitFor(
						({ direction, number, stanza: { tag, attrs } }) =>
							direction === 'in' &&
							number === OWNER &&
							tag === 'ack' &&
							attrs.class === 'notification' &&
							attrs.to === group.id,
					);
					await group.remove(DAVE);
					await heard;
				} else {
					await group.removeSilently(DAVE);
					await bench.restart();
				}
				const third = await send(bench, text(group.id, 'without Dave'));
				await carol.waitForMessage(third.messageId);
				await bob.waitForMessage(third.messageId);
				const told = await informed(third.messageId);
				expect(told).toEqual(expect.arrayContaining([bob.jid, carol.jid]));
				expect(told).not.toContain((await contact(DAVE)).jid);
			},
		);
	});

	test('the device was removed, without a code: it is logged out at once', async () => {
		const away = await linkAnother(bench, '5511900000031');
		const events = await collect(away, ['session.loggedOut']);
		const removed = stanza('conflict', { type: 'device_removed' });
		bench.simulator.faults.streamError('5511900000031', undefined, removed);
		expect(await events.next('session.loggedOut')).toMatchObject({ state: 'LOGGED_OUT' });
		await events.close();
	});
});
