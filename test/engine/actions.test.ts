import { Readable } from 'node:stream';
import {
	EngineError,
	type MessageContent,
	type MessageRecord,
	type MessageRef,
	type SendMessage,
} from '../../engine/gateway/contract';
import type { ReceivedMessage, VirtualContact, VirtualPhone } from '../simulator';
import { png } from '../support/files';
import {
	BOB,
	collect,
	OWNER,
	said,
	send,
	text,
	untilConnected,
	type Bench,
	type Collected,
	useBench,
} from './support';

const CAROL = '5511900000003';
const MINUTE = 60_000;
const DAY_SECONDS = 86_400;

let sends = 0;

/** An account, people, and ways to write to one another. */
interface Stage {
	bench: Bench;
	bob: VirtualContact;
	carol: VirtualContact;
	phone: VirtualPhone;
	events: Collected;
	act(to: string, content: MessageContent): Promise<MessageRecord>;
	/** What Bob has decrypted of it. */
	seenByBob(to: string, content: MessageContent): Promise<ReceivedMessage>;
	/** One of ours, once WhatsApp has it. */
	ours(to: string, words?: string): Promise<string>;
	/** One of Bob's, once the engine has it. `to` is the chat as we name it. */
	theirs(to: string, words?: string): Promise<string>;
	came(messageId: string): Promise<string>;
}

function useStage(options: Parameters<typeof useBench>[0] = {}): Stage {
	const bench = useBench(options);
	const later = {} as Pick<Stage, 'carol' | 'events'>;
	(options.each ? beforeEach : beforeAll)(async () => {
		later.carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
		later.events = await collect(bench);
	});
	const stage: Stage = {
		bench,
		get bob() {
			return bench.bob;
		},
		get phone() {
			return bench.phone;
		},
		get carol() {
			return later.carol;
		},
		get events() {
			return later.events;
		},
		act: (to, content) => send(bench, { to, content, origin: { key: `action-${sends++}` } }),
		async seenByBob(to, content) {
			const { messageId } = await stage.act(to, content);
			return await bench.bob.waitForMessage(messageId);
		},
		async ours(to, words = 'good') {
			const { messageId } = await send(bench, text(to, words));
			await stage.events.next('message.sent', (event) => event.messageId === messageId);
			await bench.bob.waitForMessage(messageId);
			return messageId;
		},
		theirs: async (to, words = 'hi') =>
			stage.came(await bench.bob.sendText(seenFromBob(to), words)),
		async came(messageId) {
			await stage.events.next('message.incoming', (event) => event.messageId === messageId);
			return messageId;
		},
	};
	return stage;
}

/** A chat as Bob names it: with us, or the group. */
const seenFromBob = (chat: string) => (chat === BOB ? OWNER : chat);

const ref = (messageId: string): MessageRef => ({ messageId });

describe('what is done to messages', () => {
	const stage = useStage();
	const groups = { pn: '', lid: '' };

	beforeAll(async () => {
		for (const addressing of ['pn', 'lid'] as const) {
			const group = await stage.bench.simulator.group({
				subject: `Team ${addressing}`,
				owner: BOB,
				members: [OWNER, BOB, CAROL],
				addressing,
			});
			groups[addressing] = group.id;
		}
	});

	const chats = {
		'with a person': () => BOB,
		'in a group': () => groups.pn,
		'in a group by LID': () => groups.lid,
	};

	describe.each(Object.entries(chats))('%s', (where, chatOf) => {
		const act = (content: MessageContent) => stage.act(chatOf(), content);
		const seenByBob = (content: MessageContent) => stage.seenByBob(chatOf(), content);
		const ours = () => stage.ours(chatOf());
		const theirs = () => stage.theirs(chatOf());

		test('a text is edited', async () => {
			const id = await ours();
			const edit = await seenByBob({ type: 'editText', target: ref(id), text: 'better' });
			expect(edit).toMatchObject({ text: 'better', attributes: { edit: '1' } });
			expect(edit.message.protocolMessage?.key).toMatchObject({ id, fromMe: true });
		});

		test('a quote of an edited text says what it says now, also when the phone has edited it', async () => {
			const id = await ours();
			const quotedBy = async (words: string) => {
				const { bench, bob } = stage;
				const reply = await send(bench, text(chatOf(), words, { replyTo: ref(id) }));
				const { message } = await bob.waitForMessage(reply.messageId);
				return message.extendedTextMessage?.contextInfo?.quotedMessage;
			};
			await seenByBob({ type: 'editText', target: ref(id), text: 'better' });
			expect(JSON.stringify(await quotedBy('one'))).toContain('better');
			await stage.phone.waitForCopy(id);
			const edit = await stage.phone.edit(id, 'best');
			await stage.events.next('message.edited', ({ editId }) => editId === edit);
			expect(JSON.stringify(await quotedBy('two'))).toContain('best');
		});

		test('a text that still waits is edited after it', async () => {
			const { messageId: id } = await act({ type: 'text', text: 'good' });
			const { messageId: edit } = await act({ type: 'editText', target: ref(id), text: 'best' });
			await stage.bob.waitForMessage(edit);
			const arrived = stage.bob.received.map(({ id: one }) => one);
			expect(arrived.indexOf(id)).toBeLessThan(arrived.indexOf(edit));
		});

		test('our message is deleted for everyone', async () => {
			const id = await ours();
			const deletion = await seenByBob({ type: 'delete', target: ref(id) });
			expect(deletion.attributes).toMatchObject({ edit: '7' });
			expect(deletion.message.protocolMessage).toMatchObject({ type: 0, key: { id } });
			await expectForgotten(id);
		});

		test('our message is deleted for everyone on the phone', async () => {
			const id = await ours();
			await stage.phone.waitForCopy(id);
			await stage.phone.deleteForEveryone(id);
			await stage.events.next('message.deleted', ({ messageId }) => messageId === id);
			await expectForgotten(id);
		});

		/** Its words are neither quoted nor forwarded, nor sent to a device that asks for them again. */
		async function expectForgotten(id: string): Promise<void> {
			const { bench } = stage;
			const gone = {
				code: 'UNKNOWN_MESSAGE',
				message: expect.stringContaining('not known any more'),
			};
			const reply = send(bench, text(chatOf(), 'as I said', { replyTo: ref(id) }));
			await expect(reply).rejects.toMatchObject(gone);
			await expect(stage.act(CAROL, { type: 'forward', target: ref(id) })).rejects.toMatchObject(
				gone,
			);
		}

		test('messages get reactions, which are taken back', async () => {
			for (const id of [await ours(), await theirs()]) {
				const target = ref(id);
				const given = await seenByBob({ type: 'reaction', target, emoji: '👍🏽' });
				expect(given.attributes).toMatchObject({ type: 'reaction' });
				expect(given.message.reactionMessage).toMatchObject({ text: '👍🏽', key: { id } });
				const taken = await seenByBob({ type: 'reaction', target, emoji: '' });
				expect(taken).toMatchObject({ attributes: { edit: '7' } });
				expect(taken.message.reactionMessage).toMatchObject({ text: '', key: { id } });
			}
		});

		test('a message is pinned and unpinned', async () => {
			const target = ref(await theirs());
			const pinned = await seenByBob({ type: 'pin', target, seconds: 7 * DAY_SECONDS });
			expect(pinned.attributes).toMatchObject({ edit: '2' });
			expect(pinned.message).toMatchObject({
				pinInChatMessage: { type: 1, key: { id: target.messageId } },
				messageContextInfo: { messageAddOnDurationInSecs: 7 * DAY_SECONDS },
			});
			const unpinned = await seenByBob({ type: 'pin', target, seconds: 0 });
			expect(unpinned.message.pinInChatMessage?.type).toBe(2);
		});

		test('their poll gets our vote, another one, and none', async () => {
			const chat = seenFromBob(chatOf());
			const id = await stage.came(await stage.bob.createPoll(chat, 'Lunch?', ['Fish', 'Pie']));
			const names = where.endsWith('LID') ? 'lid' : 'pn';
			for (const options of [['Fish'], ['Pie'], []]) {
				const vote = await seenByBob({ type: 'pollVote', target: ref(id), options });
				expect(vote).toMatchObject({
					attributes: { type: 'poll' },
					extras: [{ tag: 'meta', attrs: { polltype: 'vote' } }],
				});
				expect(stage.bob.votesFor(id)).toEqual([
					{ voter: OWNER, options, names: { creator: names, actor: names } },
				]);
			}
		});

		test('our own poll gets our vote', async () => {
			const { messageId: id } = await act({
				type: 'poll',
				question: 'Lunch?',
				options: ['Fish', 'Soup', 'Pie'],
				selectable: 2,
			});
			await seenByBob({ type: 'pollVote', target: ref(id), options: ['Pie', 'Soup'] });
			expect(stage.bob.votesFor(id)).toMatchObject([{ options: ['Pie', 'Soup'] }]);
		});

		test('their event gets our answer', async () => {
			const details = { name: 'Party', startTime: 1_900_000_000 };
			const chat = seenFromBob(chatOf());
			const id = await stage.came(await stage.bob.createEvent(chat, details));
			for (const [answer, seen] of [
				['going', 'GOING'],
				['maybe', 'MAYBE'],
				['notGoing', 'NOT_GOING'],
			] as const) {
				const given = await seenByBob({ type: 'eventAnswer', target: ref(id), answer });
				expect(given).toMatchObject({
					attributes: { type: 'event' },
					extras: [{ tag: 'meta', attrs: { event_type: 'response' } }],
				});
				expect(stage.bob.answersTo(id)).toMatchObject([{ from: OWNER, answer: seen }]);
			}
		});

		test('a message is forwarded, with how often it was', async () => {
			const id = await theirs();
			const { messageId } = await stage.act(CAROL, { type: 'forward', target: ref(id) });
			const seen = await stage.carol.waitForMessage(messageId);
			expect(seen.message.extendedTextMessage).toMatchObject({
				text: 'hi',
				contextInfo: { isForwarded: true, forwardingScore: 1 },
			});
		});

		test('a message gets a star on the phone, and loses it', async () => {
			const chat = chatOf();
			for (const [id, mine] of [
				[await ours(), '1'],
				[await theirs(), '0'],
			]) {
				for (const starred of [true, false]) {
					const target = ref(String(id));
					await stage.bench.host.request(stage.bench.account, 'message.star', {
						chat,
						target,
						starred,
					});
					const change = await stage.phone.waitForAppState(
						({ index, action }) =>
							index[0] === 'star' && index[2] === id && action.starAction?.starred === starred,
					);
					expect(change).toMatchObject({ collection: 'regular_high', operation: 'set' });
					const [, place, , fromMe, author] = change.index;
					expect(fromMe).toBe(mine);
					if (chat !== BOB) expect(place).toBe(chat);
					expect(author).toBe(
						chat === BOB || mine === '1'
							? '0'
							: chat === groups.lid
								? stage.bob.lid
								: stage.bob.jid,
					);
				}
			}
		});

		test('a message is deleted for us only', async () => {
			const id = await theirs();
			await stage.bench.host.request(stage.bench.account, 'message.deleteForMe', {
				chat: chatOf(),
				target: ref(id),
			});
			const change = await stage.phone.waitForAppState(
				({ index }) => index[0] === 'deleteMessageForMe' && index[2] === id,
			);
			const { attributes } = await stage.phone.waitForMessage(id);
			expect(Number(change.action.deleteMessageForMeAction?.messageTimestamp)).toBe(
				Number(attributes.t),
			);
		});

		test('messages are marked as read', async () => {
			const ids = [await theirs(), await theirs()];
			const done = await stage.bench.host.request(stage.bench.account, 'message.markRead', {
				chat: chatOf(),
				targets: ids.map(ref),
			});
			expect(done.messageIds).toEqual(ids);
			// The receipts went out before this.
			await ours();
			const read = stage.bob.receipts.filter(({ type }) => type === 'read');
			expect(read.flatMap((receipt) => receipt.ids)).toEqual(expect.arrayContaining(ids));
		});
	});

	test('a caption is edited, and the file stays', async () => {
		const { mediaId } = await stage.bench.host.storeMedia(
			stage.bench.account,
			{ kind: 'image' },
			Readable.from([png()]),
		);
		const { messageId: id } = await stage.act(BOB, { type: 'image', mediaId, caption: 'good' });
		const first = (await stage.bob.waitForMessage(id)).message.imageMessage;
		const edit = await stage.seenByBob(BOB, {
			type: 'editCaption',
			target: ref(id),
			caption: 'better',
		});
		expect(edit.attributes).toMatchObject({ edit: '1' });
		expect(edit.message.protocolMessage?.editedMessage?.imageMessage).toEqual({
			...first,
			caption: 'better',
		});
	});

	test('a message of ours is not forgotten when it is deleted from another chat', async () => {
		const id = await stage.ours(BOB);
		const key = {
			remoteJid: groups.pn,
			fromMe: false,
			id,
			participant: stage.bench.simulator.phone(OWNER).jid,
		};
		await stage.bob.sendMessage(groups.pn, { protocolMessage: { type: 0, key } });
		await stage.theirs(groups.pn, 'after it');
		await stage.act(CAROL, { type: 'forward', target: ref(id) });
	});

	test('a quote of what was sent on the phone says what it says after our edit', async () => {
		const id = await stage.phone.sendText(BOB, 'good');
		await stage.events.next('message.sentFromPhone', ({ messageId }) => messageId === id);
		await stage.seenByBob(BOB, { type: 'editText', target: ref(id), text: 'better' });
		const reply = await send(stage.bench, text(BOB, 'as I said', { replyTo: ref(id) }));
		const { message } = await stage.bob.waitForMessage(reply.messageId);
		const quote = message.extendedTextMessage?.contextInfo?.quotedMessage;
		expect(JSON.stringify(quote)).toContain('better');
	});

	test('a file is forwarded without being uploaded again', async () => {
		const image = png();
		const id = await stage.came(await stage.bob.sendMedia(OWNER, 'image', image));
		const before = stage.bench.simulator.media.uploads.length;
		const { messageId } = await stage.act(CAROL, { type: 'forward', target: ref(id) });
		await stage.carol.waitForMessage(messageId);
		expect(await stage.carol.openMedia(messageId)).toEqual(image);
		expect(stage.bench.simulator.media.uploads).toHaveLength(before);
	});

	test.each(['pn', 'lid'] as const)('an event of ours is edited and cancelled (%s)', async (by) => {
		const event = { name: 'Party', startsAt: '2030-01-01T18:00:00Z', location: 'Here' };
		const { messageId: id } = await stage.act(groups[by], { type: 'event', event });
		const edit = await stage.seenByBob(groups[by], {
			type: 'eventEdit',
			target: ref(id),
			event: { name: 'Big party', startsAt: event.startsAt },
		});
		expect(edit).toMatchObject({
			attributes: { type: 'event' },
			extras: [{ tag: 'meta', attrs: { event_type: 'edit' } }],
		});
		expect(stage.bob.openEventEdit(edit.id)).toMatchObject({
			name: 'Big party',
			isCanceled: false,
		});
		const cancel = await stage.seenByBob(groups[by], { type: 'eventCancel', target: ref(id) });
		const canceled = stage.bob.openEventEdit(cancel.id);
		expect(canceled).toMatchObject({ name: 'Big party', isCanceled: true });
		expect(canceled.location?.name).toBeUndefined();
	});

	test('an admin deletes what others sent; anybody else is told', async () => {
		const { bench, events } = stage;
		const group = bench.simulator.findGroup(groups.lid);
		const id = await stage.theirs(group.id);
		const refused = await stage.act(group.id, { type: 'delete', target: ref(id) });
		expect(
			await events.next('message.failed', (event) => event.messageId === refused.messageId),
		).toMatchObject({ error: { code: 'NOT_ALLOWED' } });

		await group.promote(OWNER);
		await bench.simulator.traffic.waitFor(({ stanza }) =>
			JSON.stringify(stanza).includes('promote'),
		);
		await stage.theirs(group.id, 'you are an admin now');
		const deletion = await stage.seenByBob(group.id, { type: 'delete', target: ref(id) });
		expect(deletion.attributes).toMatchObject({ edit: '8' });
		expect(deletion.message.protocolMessage?.key).toMatchObject({
			id,
			participant: stage.bob.lid,
		});
	});

	test('the status of a message tells of everybody in a group', async () => {
		const { bench, bob, events } = stage;
		const id = await stage.ours(groups.pn);
		await stage.carol.waitForMessage(id);
		await bob.read(id);
		await events.next('message.read', (event) => event.messageId === id);
		await events.next(
			'message.received',
			(event) => event.messageId === id && event.participant?.phone === CAROL,
		);
		const details = await bench.host.request(bench.account, 'message.status', { messageId: id });
		expect(details).toMatchObject({
			messageId: id,
			status: 'RECEIVED',
			chat: groups.pn,
			progress: { participants: 2, deliveredTo: 2, readBy: 1 },
		});
		expect(details.participants).toHaveLength(2);
		expect(details.participants).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ phone: BOB, status: 'READ', at: expect.any(String) }),
				expect.objectContaining({ phone: CAROL, status: 'RECEIVED' }),
			]),
		);
	});

	test('the status of a message to a person is the record', async () => {
		const { bench } = stage;
		const id = await stage.ours(BOB);
		const status = (messageId: string) =>
			bench.host.request(bench.account, 'message.status', { messageId });
		expect(await status(id)).toMatchObject({
			messageId: id,
			sentAt: expect.any(String),
			participants: [],
			progress: null,
		});
		await expect(status('NEVER')).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
	});

	describe('is refused:', () => {
		const refused = async (to: string, content: MessageContent) => {
			const before = await stage.bench.host.request(stage.bench.account, 'session.status', {});
			const error: unknown = await stage.act(to, content).catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(EngineError);
			const after = await stage.bench.host.request(stage.bench.account, 'session.status', {});
			expect(after.queueLength).toBeLessThanOrEqual(before.queueLength);
			return error;
		};

		test.each<[string, (target: MessageRef) => MessageContent]>([
			['an edit', (target) => ({ type: 'editText', target, text: 'better' })],
			['a deletion', (target) => ({ type: 'delete', target })],
			['a reaction', (target) => ({ type: 'reaction', target, emoji: '👍' })],
			['a vote', (target) => ({ type: 'pollVote', target, options: [] })],
			['a forwarding', (target) => ({ type: 'forward', target })],
		])('%s of a message that nobody knows', async (_what, contentOf) => {
			expect(await refused(BOB, contentOf(ref('NEVER')))).toMatchObject({
				code: 'UNKNOWN_MESSAGE',
				message: 'Message NEVER is not known.',
			});
		});

		test('a deletion of what others sent to us alone', async () => {
			const target = ref(await stage.theirs(BOB));
			expect(await refused(BOB, { type: 'delete', target })).toMatchObject({
				code: 'NOT_ALLOWED',
				hint: expect.stringContaining('Set Delete For to Me'),
			});
		});

		test('a vote for an option that is none', async () => {
			const target = ref(
				await stage.came(await stage.bob.createPoll(OWNER, 'Lunch?', ['Pie', 'Soup'])),
			);
			expect(await refused(BOB, { type: 'pollVote', target, options: ['Cake'] })).toMatchObject({
				code: 'INVALID_CONTENT',
				hint: 'Its options are: "Pie", "Soup".',
			});
		});

		test.each([
			['a star', { chat: BOB, target: ref('NEVER'), starred: true }, 'message.star'],
			['a deletion for us', { chat: BOB, target: ref('NEVER') }, 'message.deleteForMe'],
			['marking as read', { chat: BOB, targets: [ref('NEVER')] }, 'message.markRead'],
		] as const)('%s where nobody knows the message', async (_what, input, command) => {
			const { host, account } = stage.bench;
			await expect(host.request(account, command, input as never)).rejects.toMatchObject({
				code: 'UNKNOWN_MESSAGE',
			});
		});

		test.each<
			[string, string, (target: MessageRef) => Partial<Pick<SendMessage, 'replyTo' | 'content'>>]
		>([
			['an answer with the words', '4', (replyTo) => ({ replyTo })],
			['an edit', '5', (target) => ({ content: { type: 'editText', target, text: 'better' } })],
		])('%s of another person', async (_what, digit, of) => {
			const { bench, bob, carol, events } = stage;
			await stage.ours(BOB);
			const { messageId } = await send(bench, text(CAROL, 'between us'));
			await carol.waitForMessage(messageId);
			const sendTo = (to: string) => send(bench, text(to, 'hello', of(ref(messageId))));
			for (const to of [BOB, bob.lid]) {
				await expect(sendTo(to)).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
			}

			// Written in a way that WhatsApp must be asked about first.
			const alias = `551190000000${digit}`;
			const dave = await bench.simulator.contact(`55110000000${digit}`, { alias });
			const late = await sendTo(alias);
			const failed = await events.next(
				'message.failed',
				(event) => event.messageId === late.messageId,
			);
			expect(failed.error).toMatchObject({ code: 'UNKNOWN_MESSAGE' });
			expect([...dave.received, ...bob.received].filter(said('hello'))).toEqual([]);
		});

		test('marking our own message as read', async () => {
			const { host, account } = stage.bench;
			const targets = [ref(await stage.ours(BOB))];
			await expect(
				host.request(account, 'message.markRead', { chat: BOB, targets }),
			).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
		});
	});
});

describe('what is done later', () => {
	const stage = useStage({ each: true });

	test('an edit is refused after 15 minutes, also when it waited so long', async () => {
		const { bench, act, ours, events } = stage;
		const { clock } = bench;
		const id = await ours(BOB);
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections();
		await events.next('session.disconnected');
		const waiting = await act(BOB, { type: 'editText', target: ref(id), text: 'better' });
		expect(waiting.status).toBe('QUEUED');
		clock.skip(16 * MINUTE);
		await expect(
			act(BOB, { type: 'editText', target: ref(id), text: 'best' }),
		).rejects.toMatchObject({ code: 'TOO_LATE' });
		const starring = bench.host.request(bench.account, 'message.star', {
			chat: BOB,
			target: ref(id),
			starred: true,
		});
		const refused = expect(starring).rejects.toMatchObject({
			code: 'DISCONNECTED',
			retryable: true,
		});
		clock.skip(10_000);
		await refused;
		bench.simulator.faults.refuseConnections(false);
		clock.skip(10 * MINUTE);
		expect(
			await events.next('message.failed', ({ messageId }) => messageId === waiting.messageId),
		).toMatchObject({ error: { code: 'TOO_LATE' } });
	});

	test('after a restart the messages are still known', async () => {
		const { bench, bob, seenByBob, ours, theirs, came } = stage;
		const own = await ours(BOB);
		const other = await theirs(BOB);
		const poll = await came(await bob.createPoll(OWNER, 'Lunch?', ['Fish', 'Pie']));
		await bench.restart();
		await untilConnected(bench);
		expect(
			await seenByBob(BOB, { type: 'editText', target: ref(own), text: 'better' }),
		).toMatchObject({ text: 'better' });
		expect(
			await seenByBob(BOB, { type: 'reaction', target: ref(other), emoji: '👍' }),
		).toMatchObject({ text: '👍' });
		await seenByBob(BOB, { type: 'pollVote', target: ref(poll), options: ['Pie'] });
		expect(bob.votesFor(poll)).toMatchObject([{ options: ['Pie'] }]);
	});
});

describe('where no content is kept', () => {
	const stage = useStage({ settings: { keepContentHours: 0 } });

	test('a reference brings it', async () => {
		const { bob, carol, events, act, seenByBob, ours, came } = stage;
		const poll = await came(await bob.createPoll(OWNER, 'Lunch?', ['Fish', 'Pie']));
		const vote = (target: MessageRef): MessageContent => ({
			type: 'pollVote',
			target,
			options: ['Fish'],
		});
		await expect(act(BOB, vote(ref(poll)))).rejects.toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			hint: expect.stringContaining('Original Message'),
		});
		const { reference } = await events.next(
			'message.incoming',
			({ messageId }) => messageId === poll,
		);
		await seenByBob(BOB, vote({ messageId: poll, reference: reference ?? '' }));
		expect(bob.votesFor(poll)).toMatchObject([{ options: ['Fish'] }]);

		const words = await came(await bob.sendText(OWNER, 'pass it on'));
		const said = await events.next('message.incoming', ({ messageId }) => messageId === words);
		const target = { messageId: words, reference: said.reference ?? '' };
		const { messageId } = await act(CAROL, { type: 'forward', target });
		expect(await carol.waitForMessage(messageId)).toMatchObject({ text: 'pass it on' });

		// What needs only the address of the message needs no more than its ID.
		const own = await ours(BOB);
		expect(
			await seenByBob(BOB, { type: 'editText', target: ref(own), text: 'better' }),
		).toMatchObject({ text: 'better' });
		expect(
			await seenByBob(BOB, { type: 'reaction', target: ref(words), emoji: '👍' }),
		).toMatchObject({ text: '👍' });
	});
});
