import type { MessageContent, MessageRef } from '../../engine/gateway/contract';
import type { ReceivedMessage } from '../simulator';
import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	said,
	send,
	text,
	untilConnected,
	untilAcked,
	useBench,
} from './support';

const NOBODY = '5511900000009';

describe('sending', () => {
	const bench = useBench();

	const wait = (messageId: string, status: 'SENT' | 'RECEIVED' | 'READ', timeoutMs = 120_000) =>
		bench.host.request(bench.account, 'message.wait', { messageId, status, timeoutMs });

	test('the same origin is sent once and has one ID', async () => {
		const message = text(BOB, 'once');
		const [first, second] = await Promise.all([send(bench, message), send(bench, message)]);
		expect(second.messageId).toBe(first.messageId);
		await wait(first.messageId, 'RECEIVED');
		const third = await send(bench, message);
		expect(third).toMatchObject({ messageId: first.messageId, status: 'RECEIVED' });
		const copies = bench.bob.received.filter(said('once'));
		expect(copies).toMatchObject([{ copies: 1 }]);
	});

	test('the same place of an execution with the same number is another message when n8n began anew', async () => {
		const of = (startedAt: number) => ({
			executionId: 'counted again',
			startedAt,
			nodeId: 'node',
			runIndex: 0,
			itemIndex: 0,
		});
		const records = [];
		for (const startedAt of [1_800_000_000_000, 1_800_000_000_001, 1_800_000_000_000]) {
			records.push(await send(bench, text(BOB, `began ${startedAt}`, { origin: of(startedAt) })));
		}
		const [before, after, again] = records.map(({ messageId }) => messageId);
		expect(after).not.toBe(before);
		expect(again).toBe(before);
		await bench.bob.waitForMessage(after as string);
		const seen = bench.bob.received.filter(({ text: words }) => words.startsWith('began'));
		expect(seen).toMatchObject([{ id: before }, { id: after }]);
	});

	test('the same origin is another message in another chat, whatever form its address has', async () => {
		const { origin } = text(BOB, '');
		const toBob = await send(bench, text(BOB, 'for Bob', { origin }));
		const again = await send(bench, text('+55 (11) 90000-0002', 'for Bob, later', { origin }));
		const group = await bench.simulator.group({ subject: 'Two', members: [BOB, OWNER] });
		const toGroup = await send(bench, text(group.id, 'for the group', { origin }));
		expect(again.messageId).toBe(toBob.messageId);
		expect(toGroup.messageId).not.toBe(toBob.messageId);
		await bench.bob.waitForMessage(toGroup.messageId);
		expect(bench.bob.received.some(said('for Bob, later'))).toBe(false);
	});

	test("the user's own key makes the ID", async () => {
		const first = await send(bench, text(BOB, 'order 7', { origin: { key: 'order-7' } }));
		const second = await send(bench, text(BOB, 'order 7 again', { origin: { key: 'order-7' } }));
		expect(second.messageId).toBe(first.messageId);
		expect([first.duplicate, second.duplicate]).toEqual([undefined, true]);
	});

	test("the user's own key is free again when its message never left", async () => {
		const origin = { key: 'order-8' };
		const find = () => bench.host.request(bench.account, 'message.find', { to: NOBODY, origin });
		const { messageId } = await send(bench, text(NOBODY, 'order 8', { origin }));
		await expect(wait(messageId, 'SENT')).rejects.toMatchObject({ code: 'NOT_ON_WHATSAPP' });
		expect(await find()).toBeNull();

		bench.simulator.faults.refuseConnections(true);
		const events = await collect(bench, ['session.disconnected', 'session.connected']);
		bench.simulator.faults.dropConnections();
		await events.next('session.disconnected');
		const second = await send(bench, text(BOB, 'order 8 for Bob', { origin }));
		expect(second).toMatchObject({ messageId, status: 'QUEUED', error: null });
		await bench.host.request(bench.account, 'queue.delete', { messageId });

		const third = await send(bench, text(BOB, 'order 8 for Bob after all', { origin }));
		expect(third).toMatchObject({ messageId, status: 'QUEUED' });
		expect(await find()).toMatchObject({ messageId, duplicate: true });
		bench.simulator.faults.refuseConnections(false);
		bench.clock.skip(60_000);
		await wait(messageId, 'RECEIVED');
		const seen = bench.bob.received.filter(({ id }) => id === messageId);
		expect(seen).toMatchObject([{ text: 'order 8 for Bob after all' }]);
		await events.close();
	});

	test("the user's own key is not free again when its message was handed to WhatsApp", async () => {
		const message = text(BOB, 'order 9', { origin: { key: 'order-9' } });
		bench.simulator.faults.failAck(479);
		const { messageId } = await send(bench, message);
		await expect(wait(messageId, 'SENT')).rejects.toMatchObject({ code: 'REJECTED' });
		await expect(send(bench, message)).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining('Custom ID "order-9" was used before'),
		});
	});

	test('messages of one chat arrive in the order in which they were queued', async () => {
		const words = Array.from({ length: 30 }, (_, i) => `in order ${i}`);
		for (const one of words) await send(bench, text(BOB, one));
		const contact = bench.bob;
		await contact.waitForMessage(said('in order 29'));
		const seen = contact.received.map((message) => message.text);
		expect(seen.filter((one) => one.startsWith('in order'))).toEqual(words);
	});

	test('typing is shown before the message, and the pause after it is kept', async () => {
		const contact = bench.bob;
		const before = contact.typing.length;
		const slow = await send(bench, text(BOB, 'typed', { typingMs: 8_000, delayAfterMs: 15_000 }));
		const next = await send(bench, text(BOB, 'after the pause'));
		await bench.simulator.traffic.waitFor(
			({ stanza }) => stanza.tag === 'chatstate' && JSON.stringify(stanza).includes('composing'),
		);
		await meanwhile(bench);
		expect(contact.received.some(({ id }) => id === slow.messageId)).toBe(false);
		bench.clock.skip(8_000);
		await contact.waitForMessage(slow.messageId);
		expect(contact.typing.slice(before)).toEqual(['composing', 'paused']);
		await wait(slow.messageId, 'SENT');
		await meanwhile(bench);
		expect(contact.received.some(({ id }) => id === next.messageId)).toBe(false);
		bench.clock.skip(15_000);
		await contact.waitForMessage(next.messageId);
	});

	test('a reply quotes the message it answers: theirs and our own', async () => {
		const contact = bench.bob;
		const events = await collect(bench, ['message.incoming']);
		const question = await contact.sendText(OWNER, 'how much?');
		await events.next('message.incoming', ({ messageId }) => messageId === question);
		const answer = await send(bench, text(BOB, 'ten', { replyTo: { messageId: question } }));
		const more = await send(
			bench,
			text(BOB, 'or nine', { replyTo: { messageId: answer.messageId } }),
		);
		const quote = async (id: string) =>
			(await contact.waitForMessage(id)).message.extendedTextMessage?.contextInfo;
		expect(await quote(answer.messageId)).toMatchObject({ stanzaId: question });
		expect(await quote(more.messageId)).toMatchObject({
			stanzaId: answer.messageId,
			quotedMessage: { extendedTextMessage: { text: 'ten' } },
		});
		await expect(
			send(bench, text(BOB, 'eh?', { replyTo: { messageId: 'NEVER' } })),
		).rejects.toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			hint: expect.stringContaining('Reply to Original Message'),
		});
		await events.close();
	});

	test('a private answer to no message is refused: it would go to the whole group', async () => {
		const group = await bench.simulator.group({ subject: 'Team', members: [OWNER, BOB] });
		await expect(
			send(bench, text(group.id, 'only for you', { privately: true })),
		).rejects.toMatchObject({ code: 'INVALID_SETTING' });
	});

	test('mentions and link previews arrive', async () => {
		const words = `@${BOB} see https://example.org`;
		const preview = { url: 'https://example.org', title: 'Example', description: 'Of all' };
		const mentions = ['+55 11 90000-0002'];
		const content = { type: 'text' as const, text: words, mentions, preview };
		const { messageId } = await send(bench, text(BOB, words, { content }));
		const arrived = await bench.bob.waitForMessage(messageId);
		expect(arrived.message.extendedTextMessage).toMatchObject({
			matchedText: 'https://example.org',
			title: 'Example',
			description: 'Of all',
			contextInfo: { mentionedJid: [`${BOB}@s.whatsapp.net`] },
		});
	});

	test.each(['pn', 'lid'] as const)(
		'mentions name members as their group does (%s)',
		async (addressing) => {
			const contact = bench.bob;
			const eve = await bench.simulator.contact('551100000005', { alias: '5511900000005' });
			const members = [OWNER, BOB, eve.number];
			const group = await bench.simulator.group({ subject: addressing, members, addressing });
			const content = {
				type: 'text' as const,
				text: `@${BOB} and @5511900000005 but not @${NOBODY}`,
				mentions: [BOB, '5511900000005', NOBODY],
			};
			const { messageId } = await send(bench, text(group.id, '', { content }));
			const { message } = await contact.waitForMessage(messageId);
			const jids = addressing === 'lid' ? [contact.lid, eve.lid] : [contact.jid, eve.jid];
			const [first, second] = jids.map((jid) => jid.split('@')[0]);
			expect(message.extendedTextMessage).toMatchObject({
				text: `@${first} and @${second} but not @${NOBODY}`,
				contextInfo: { mentionedJid: [...jids, `${NOBODY}@s.whatsapp.net`] },
			});
		},
	);

	test.each(['(11) 90000-0002', '011 90000-0002', '5511900000002.0', '+55 011 90000-0002'])(
		'%s reaches the person that a user of a Brazilian number means',
		async (to) => {
			const { messageId, chat } = await send(bench, text(to, `to ${to}`));
			expect(chat).toBe(`${BOB}@s.whatsapp.net`);
			await wait(messageId, 'RECEIVED');
			expect(bench.bob.received.filter(said(`to ${to}`))).toHaveLength(1);
			const about = { chat: to, target: { messageId }, starred: true };
			expect(await bench.host.request(bench.account, 'message.star', about)).toMatchObject({
				chat,
			});
		},
	);

	test('numbers without country code are in full in mentions and contact cards, too', async () => {
		const mentioned = await send(bench, {
			...text(BOB, ''),
			content: { type: 'text', text: 'ask @11900000003', mentions: ['(11) 90000-0003'] },
		});
		const ana = { name: 'Ana', phones: ['(11) 90000-0004'] };
		const card = await send(bench, {
			...text(BOB, ''),
			content: { type: 'contacts', contacts: [ana] },
		});
		const of = async ({ messageId }: { messageId: string }) =>
			(await bench.bob.waitForMessage(messageId)).message;
		expect((await of(mentioned)).extendedTextMessage).toMatchObject({
			text: 'ask @5511900000003',
			contextInfo: { mentionedJid: ['5511900000003@s.whatsapp.net'] },
		});
		expect((await of(card)).contactMessage?.vcard).toContain('waid=5511900000004:');
	});

	test('a number that a spreadsheet has rounded is refused, and nobody gets anything', async () => {
		await expect(send(bench, text('5.5119E+12', 'to nobody'))).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: expect.stringContaining('a spreadsheet has rounded') as string,
		});
	});

	test('a chat ID by LID reaches the same person', async () => {
		const contact = bench.bob;
		const { messageId } = await send(bench, text(contact.lid, 'by LID'));
		await contact.waitForMessage(messageId);
		expect(await wait(messageId, 'RECEIVED')).toMatchObject({ status: 'RECEIVED' });
	});

	test('waiting ends when the status is reached, and in words when it is not', async () => {
		const contact = bench.bob;
		contact.goOffline();
		const { messageId } = await send(bench, text(BOB, 'are you there?'));
		expect(await wait(messageId, 'SENT')).toMatchObject({ status: 'SENT', readAt: null });
		const waiting = wait(messageId, 'READ', 60_000);
		const outcome = expect(waiting).rejects.toMatchObject({
			code: 'TIMEOUT',
			message: expect.stringContaining(messageId),
		});
		bench.clock.skip(60_000);
		await outcome;
		await contact.goOnline();
		await contact.waitForMessage(messageId);
		await contact.read(messageId);
		expect(await wait(messageId, 'READ')).toMatchObject({ status: 'READ' });
	});

	test.each([
		['letters', 'Bob', 'INVALID_RECIPIENT'],
		['nothing', '', 'INVALID_RECIPIENT'],
		['too few digits', '123', 'INVALID_RECIPIENT'],
		['another kind of address', 'bob@example.org', 'INVALID_RECIPIENT'],
	])('a recipient of %s is refused before anything is queued', async (_, to, code) => {
		await expect(send(bench, text(to, 'x'))).rejects.toMatchObject({ code });
		expect(await bench.host.request(bench.account, 'queue.getMany', { limit: 10 })).toEqual([]);
	});

	test.each([
		['empty', ''],
		['blank', ' \n '],
		['too long', 'x'.repeat(65_537)],
	])('a text that is %s is refused', async (_, words) => {
		await expect(send(bench, text(BOB, words))).rejects.toMatchObject({ code: 'INVALID_CONTENT' });
	});

	test('a text of 65,536 characters arrives', async () => {
		const { messageId } = await send(bench, text(BOB, 'x'.repeat(65_536)));
		const arrived = await bench.bob.waitForMessage(messageId);
		expect(arrived.text).toHaveLength(65_536);
	});

	test('a number that is not on WhatsApp fails in words, and the next message goes on', async () => {
		const events = await collect(bench, ['message.failed']);
		const lost = await send(bench, text(NOBODY, 'hello?'));
		const next = await send(bench, text(BOB, 'next please'));
		expect(await events.next('message.failed')).toMatchObject({
			messageId: lost.messageId,
			status: 'FAILED',
			error: {
				code: 'NOT_ON_WHATSAPP',
				message: `${NOBODY} is not on WhatsApp.`,
				hint: expect.stringContaining(
					'Is the country code missing? Your own number begins with +55.',
				),
			},
		});
		await expect(wait(lost.messageId, 'SENT')).rejects.toMatchObject({ code: 'NOT_ON_WHATSAPP' });
		await bench.bob.waitForMessage(next.messageId);
		await events.close();
	});

	test.each([
		[479, 'REJECTED'],
		[421, 'REJECTED'],
		[499, 'REJECTED'],
	])('a refusal by WhatsApp (%i) becomes FAILED with its code', async (number, code) => {
		bench.simulator.faults.failAck(number);
		const { messageId } = await send(bench, text(BOB, `refused ${number}`));
		await expect(wait(messageId, 'SENT')).rejects.toMatchObject({
			code,
			message: expect.stringContaining(String(number)),
		});
	});

	test('a restriction (463) holds back new chats only, and ends by itself', async () => {
		const stranger = await bench.simulator.contact('5511900000013');
		const status = () => bench.host.request(bench.account, 'session.status', {});
		const until = bench.clock.now() + 60 * 60_000;
		bench.simulator.phone(OWNER).restrict(until, false);
		bench.simulator.faults.failAck(463);
		const refused = await send(bench, text(stranger.number, 'may I?'));
		const wholeSecond = new Date(Math.floor(until / 1000) * 1000).toISOString();
		await expect(wait(refused.messageId, 'SENT')).rejects.toMatchObject({
			code: 'RESTRICTED',
			message: expect.stringContaining(`start new chats until ${wholeSecond}`),
		});
		expect(await status()).toMatchObject({
			restrictedUntil: wholeSecond,
			summary: expect.stringContaining('no new chats for'),
		});

		const held = await send(bench, text(stranger.number, 'and now?'));
		const known = await send(bench, text(BOB, 'we know each other'));
		await wait(known.messageId, 'SENT');
		expect(await status()).toMatchObject({ queueLength: 1 });
		bench.clock.skip(60 * 60_000);
		await stranger.waitForMessage(held.messageId);
		await wait(held.messageId, 'SENT');
		expect(await status()).toMatchObject({ restrictedUntil: null, queueLength: 0 });
		expect(stranger.received.map(({ id }) => id)).toEqual([held.messageId]);
		bench.simulator.phone(OWNER).restrict(undefined, false);
	});

	test('a refusal (463) of a number that is not restricted is for one contact, and holds back nobody', async () => {
		const stranger = await bench.simulator.contact('5511900000008');
		bench.simulator.faults.failAck(463);
		const refused = await send(bench, text(stranger.number, 'may I?'));
		await expect(wait(refused.messageId, 'SENT')).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('start a chat with this person'),
		});
		const other = await bench.simulator.contact('5511900000011');
		const { messageId } = await send(bench, text(other.number, 'and you?'));
		await other.waitForMessage(messageId);
	});

	test('a restriction that WhatsApp tells of holds back new chats before the first refusal, until it is lifted', async () => {
		const stranger = await bench.simulator.contact('5511900000012');
		const { phone } = bench;
		phone.restrict(bench.clock.now() + 24 * 60 * 60_000);
		await untilAcked(bench.simulator, { type: 'mex' });
		const held = await send(bench, text(stranger.number, 'when may I?'));
		const known = await send(bench, text(BOB, 'you go on'));
		await wait(known.messageId, 'SENT');
		expect(await bench.host.request(bench.account, 'session.status', {})).toMatchObject({
			restrictedUntil: expect.any(String),
			queueLength: 1,
		});
		phone.restrict(undefined);
		await stranger.waitForMessage(held.messageId);
	});

	test('SENT is known from the server alone: the own phone may be off', async () => {
		const { phone } = bench;
		phone.online = false;
		const contact = bench.bob;
		contact.autoDeliver = false;
		const { messageId } = await send(bench, text(BOB, 'phone is off'));
		expect(await wait(messageId, 'SENT')).toMatchObject({ status: 'SENT' });
		phone.online = true;
		contact.autoDeliver = true;
	});

	test('`inactive`, LID-addressed and batched receipts count; each status comes once and in order', async () => {
		const contact = bench.bob;
		contact.receiptType = 'inactive';
		contact.receiptAddressing = 'lid';
		contact.receiptDevice = 1;
		const events = await collect(bench);
		const ids: string[] = [];
		for (let i = 0; i < 5; i++) ids.push((await send(bench, text(BOB, `batch ${i}`))).messageId);
		for (const id of ids) await contact.waitForMessage(id);
		await contact.read(...ids);
		for (const id of ids) await events.next('message.read', ({ messageId }) => messageId === id);
		for (const id of ids) {
			const steps = events.all.filter((event) => 'messageId' in event && event.messageId === id);
			expect(steps.map(({ event }) => event)).toEqual([
				'message.sent',
				'message.received',
				'message.read',
			]);
		}
		contact.receiptType = undefined;
		contact.receiptAddressing = undefined;
		contact.receiptDevice = 0;
		await events.close();
	});

	test.each(['phone number', 'LID'])(
		'devices that could not read it, the own phone among them, get it again, even after a restart (by %s)',
		async (address) => {
			const contact = bench.bob;
			const { phone } = bench;
			const to = address === 'LID' ? contact.lid : BOB;
			const { messageId } = await send(bench, text(to, 'say again?'));
			await Promise.all([contact.waitForMessage(messageId), phone.waitForCopy(messageId)]);
			await bench.restart();
			await untilConnected(bench);
			await Promise.all([contact.requestRetry(messageId), phone.requestRetry(messageId)]);
			const again = ({ id, copies }: ReceivedMessage) => id === messageId && copies === 2;
			const copies = [contact.waitForMessage(again), phone.waitForCopy(again)];
			expect((await Promise.all(copies)).map((copy) => copy.text)).toEqual(
				Array(2).fill('say again?'),
			);
		},
	);

	test.each<[string, (target: MessageRef) => MessageContent, object]>([
		[
			'buttons',
			() => ({
				type: 'buttons',
				text: 'Well?',
				buttons: [{ type: 'reply', text: 'Yes', id: 'y' }],
			}),
			{ extras: expect.arrayContaining([expect.objectContaining({ tag: 'biz' })]) },
		],
		[
			'a poll',
			() => ({ type: 'poll', question: 'When?', options: ['Mon', 'Tue'], selectable: 1 }),
			{ extras: expect.arrayContaining([{ tag: 'meta', attrs: { polltype: 'creation' } }]) },
		],
		[
			'an edit',
			(target) => ({ type: 'editText', target, text: 'better' }),
			{ attributes: expect.objectContaining({ edit: '1' }) },
		],
	])('%s that could not be read comes again as what it is', async (_kind, contentFor, marks) => {
		const contact = bench.bob;
		const { id: group } = await bench.simulator.group({
			subject: 'Again',
			owner: BOB,
			members: [OWNER, BOB],
		});
		for (const to of [BOB, group]) {
			const original = await send(bench, text(to, 'good'));
			const content = contentFor({ messageId: original.messageId });
			const { messageId } = await send(bench, { ...text(to, ''), content });
			await contact.waitForMessage(messageId);
			await wait(messageId, 'SENT');
			await contact.requestRetry(messageId);
			const again = ({ id, copies }: ReceivedMessage) => id === messageId && copies === 2;
			expect(await contact.waitForMessage(again)).toMatchObject(marks);
		}
	});

	test('nobody has received it: it can be asked for again for longer than content is kept, until a day after it was', async () => {
		const HOUR = 60 * 60_000;
		const contact = bench.bob;
		contact.autoDeliver = false;
		const { messageId } = await send(bench, text(BOB, 'over the weekend'));
		await contact.waitForMessage(messageId);
		await wait(messageId, 'SENT');
		const restartAfter = async (hours: number) => {
			bench.clock.skip(hours * HOUR);
			await bench.restart();
			await untilConnected(bench);
		};

		await restartAfter(30);
		contact.autoDeliver = true;
		await contact.requestRetry(messageId);
		await contact.waitForMessage(({ id, copies }) => id === messageId && copies === 2);
		await wait(messageId, 'RECEIVED');

		await restartAfter(25);
		bench.simulator.traffic.clear();
		const answered = bench.simulator.traffic.waitFor(
			({ stanza: { tag, attrs } }) =>
				tag === 'ack' && attrs.id === messageId && attrs.type === 'retry',
		);
		await contact.requestRetry(messageId);
		await answered;
		expect(contact.received.find(({ id }) => id === messageId)?.copies).toBe(2);
	});

	test('a message that waits can be taken out of the queue', async () => {
		const slow = await send(bench, text(BOB, 'keeps the queue busy', { delayAfterMs: 15_000 }));
		await wait(slow.messageId, 'SENT');
		const first = await send(bench, text(BOB, 'not wanted'));
		const second = await send(bench, text(BOB, 'not wanted either'));
		const queue = () => bench.host.request(bench.account, 'queue.getMany', { limit: 10 });
		expect(await queue()).toMatchObject([
			{ messageId: first.messageId, preview: 'not wanted', status: 'QUEUED' },
			{ messageId: second.messageId },
		]);
		const deleted = { messageId: first.messageId };
		const record = await bench.host.request(bench.account, 'queue.delete', deleted);
		expect(record).toMatchObject({ status: 'CANCELLED' });
		await expect(bench.host.request(bench.account, 'queue.delete', deleted)).rejects.toMatchObject({
			code: 'UNKNOWN_MESSAGE',
		});
		expect(await bench.host.request(bench.account, 'queue.clear', {})).toEqual({ deleted: 1 });
		expect(await queue()).toEqual([]);
		bench.clock.skip(15_000);
		const last = await send(bench, text(BOB, 'wanted'));
		const contact = bench.bob;
		await contact.waitForMessage(last.messageId);
		expect(contact.received.filter(({ text: words }) => words.startsWith('not wanted'))).toEqual(
			[],
		);
	});

	test('a lost connection: what was on its way is sent again under its ID and shown once', async () => {
		const held = bench.simulator.faults.withholdAck();
		const { messageId } = await send(bench, text(BOB, 'unknown outcome'));
		const contact = bench.bob;
		await contact.waitForMessage(messageId);
		const events = await collect(bench, ['session.connected', 'message.sent']);
		bench.simulator.faults.dropConnections(OWNER);
		held.release();
		bench.clock.skip(2_000);
		await events.next('message.sent', (event) => event.messageId === messageId);
		expect(contact.received.filter(({ id }) => id === messageId)).toHaveLength(1);
		await events.close();
	});

	test('the first message to a group is lost with the connection: sent again, everybody can open it at once', async () => {
		const contact = bench.bob;
		const { id: group } = await bench.simulator.group({
			subject: 'Lost',
			owner: BOB,
			members: [OWNER, '5511900000007'],
		});
		const other = await bench.simulator.contact('5511900000007');
		bench.simulator.faults.loseMessage(({ to }) => to === group);
		const lost = bench.simulator.traffic
			.waitFor(({ stanza }) => stanza.tag === 'message' && stanza.attrs.to === group)
			.then(() => bench.simulator.faults.dropConnections(OWNER));
		const complaints: unknown[] = [];
		const stop = bench.simulator.traffic.subscribe(({ stanza: { tag, attrs } }) => {
			if (tag === 'receipt' && attrs.type === 'retry') complaints.push(attrs);
		});
		const { messageId } = await send(bench, text(group, 'hello everybody'));
		await lost;
		bench.clock.skip(2_000);
		for (const member of [contact, other]) await member.waitForMessage(messageId);
		stop();
		expect(complaints).toEqual([]);
	});

	test('whose devices are asked for anew keeps the session: no keys are asked for', async () => {
		const SIX_MINUTES = 6 * 60_000;
		await bench.bob.waitForMessage((await send(bench, text(BOB, 'first'))).messageId);
		const events = await collect(bench, ['message.incoming']);
		const answer = await bench.bob.sendText(OWNER, 'an answer makes the session one of both');
		await events.next('message.incoming', ({ messageId }) => messageId === answer);
		await events.close();
		const questions: string[] = [];
		const stop = bench.simulator.traffic.subscribe(({ stanza: { attrs, content } }) => {
			const [child] = Array.isArray(content) ? content : [];
			if (attrs.type === 'get') questions.push(`${attrs.xmlns} ${child?.tag}`);
		});
		// Moves the clock on: devices are trusted for five minutes.
		bench.clock.skip(SIX_MINUTES);
		const { messageId } = await send(bench, text(BOB, 'six minutes later'));
		expect(await bench.bob.waitForMessage(messageId)).toMatchObject({ enc: 'msg' });
		stop();
		expect(questions).toContain('usync usync');
		expect(questions).not.toContain('encrypt key');
	});

	test('refused as outdated (479): WhatsApp is asked anew who is there before the next one', async () => {
		const contact = bench.bob;
		await contact.waitForMessage((await send(bench, text(BOB, 'before'))).messageId);
		const usyncQueries = () => bench.simulator.statistics(OWNER).usyncQueries;
		const asked = usyncQueries();
		bench.simulator.faults.failAck(479);
		const { messageId } = await send(bench, text(BOB, 'refused'));
		await expect(wait(messageId, 'SENT')).rejects.toMatchObject({ code: 'REJECTED' });
		expect(usyncQueries()).toBe(asked);
		await contact.waitForMessage((await send(bench, text(BOB, 'once more'))).messageId);
		expect(usyncQueries()).toBeGreaterThan(asked);
	});

	test('no acknowledgement for half a minute: the connection is replaced and the message arrives', async () => {
		// From now on nothing has to be asked before a message can leave.
		const first = await send(bench, text(BOB, 'before the void'));
		await wait(first.messageId, 'SENT');
		const events = await collect(bench, ['session.connected', 'message.sent']);
		bench.simulator.faults.silence(OWNER);
		const onItsWay = bench.clock.timerOf(30_000);
		const { messageId } = await send(bench, text(BOB, 'into the void'));
		await onItsWay;
		bench.clock.skip(31_000);
		await events.next('message.sent', (event) => event.messageId === messageId);
		await bench.bob.waitForMessage(messageId);
		await events.close();
	});
});
