import {
	aesEncryptGCM,
	type BinaryNode,
	decryptEventResponse,
	decryptPollVote,
	hmacSign,
	normalizeMessageContent,
	proto,
	type WAMessage,
} from '@whiskeysockets/baileys';
import { createHash, randomBytes } from 'node:crypto';
import type { Simulator, VirtualContact, VirtualPhone } from '../simulator';
import type { RawClient } from '../simulator/raw-client';
import { setStage, type Stage } from './simulator-support';

let stage: Stage;
let sim: Simulator;
let client: RawClient;
let phone: VirtualPhone;
let bob: VirtualContact;

beforeAll(async () => {
	stage = await setStage(5511900001000);
	({ sim } = stage);
	phone = sim.phone(stage.newNumber());
	client = await stage.linked(phone.number);
	bob = await sim.contact(stage.newNumber(), { name: 'Bob' });
});
afterEach(() => stage.check());
afterAll(async () => await stage.close());

const hashOf = (option: string) => createHash('sha256').update(option).digest();

/** The message with this id, as the client received it. */
const received = (id: string) =>
	client.messages.waitFor(({ key, message }) => key.id === id && Boolean(message));

/** What is inside, whatever it is wrapped in. */
async function contentOf(id: string): Promise<proto.IMessage> {
	return normalizeMessageContent((await received(id)).message) ?? {};
}

/** The stanza of a message, as the client received it. */
const stanzaOf = (id: string) =>
	client.stanzas.waitFor(({ tag, attrs }) => tag === 'message' && attrs.id === id);

const childrenOf = ({ content }: BinaryNode) => (Array.isArray(content) ? content : []);

const idOf = (sent: WAMessage | undefined) => sent?.key.id ?? '';

/** Both ends of the key of a vote or an answer, written here from rc14's decryptPollVote. */
function seal(
	plaintext: Uint8Array,
	secret: Uint8Array,
	[id, creator, actor, purpose]: [string, string, string, string],
) {
	const sign = Buffer.concat([Buffer.from(id + creator + actor + purpose), Buffer.of(1)]);
	const key = hmacSign(sign, hmacSign(secret, Buffer.alloc(32)));
	const aad = purpose === 'Event Edit' ? Buffer.alloc(0) : Buffer.from(`${id}\u0000${actor}`);
	const encIv = randomBytes(12);
	return { encPayload: aesEncryptGCM(plaintext, key, encIv, aad), encIv };
}

const secretOf = (message: proto.IMessage | null | undefined) =>
	message?.messageContextInfo?.messageSecret ?? Buffer.alloc(0);

describe('polls', () => {
	it('of contacts can be voted in by companions', async () => {
		const id = await bob.createPoll(phone.number, 'Lunch?', ['Fish', 'Soup', 'Pie']);
		const { key, message } = await received(id);
		expect(message?.pollCreationMessageV3).toMatchObject({
			name: 'Lunch?',
			selectableOptionsCount: 1,
		});
		const stanza = await stanzaOf(id);
		expect(stanza.attrs.type).toBe('poll');
		expect(childrenOf(stanza)).toContainEqual(
			expect.objectContaining({ tag: 'meta', attrs: { polltype: 'creation' } }),
		);
		const { PollVoteMessage } = proto.Message;
		const vote = async (option: string) => {
			const selected = PollVoteMessage.create({ selectedOptions: [hashOf(option)] });
			const sealed = seal(PollVoteMessage.encode(selected).finish(), secretOf(message), [
				id,
				bob.jid,
				phone.jid,
				'Poll Vote',
			]);
			return await client.socket.relayMessage(
				bob.jid,
				{ pollUpdateMessage: { pollCreationMessageKey: key, vote: sealed } },
				{ additionalNodes: [{ tag: 'meta', attrs: { polltype: 'vote' } }] },
			);
		};
		const voteId = await vote('Soup');
		expect(await bob.waitForMessage(voteId)).toMatchObject({
			attributes: { type: 'poll' },
			extras: [{ tag: 'meta', attrs: { polltype: 'vote' } }],
		});
		expect(bob.votesFor(id)).toEqual([
			{ voter: phone.number, options: ['Soup'], names: { creator: 'pn', actor: 'pn' } },
		]);
		await bob.waitForMessage(await vote('Pie'));
		expect(bob.votesFor(id)).toMatchObject([{ options: ['Pie'] }]);
		await expect(bob.vote(id, ['Cake'])).rejects.toThrow('has no option Cake');
	});

	it('of companions can be voted in by contacts, and on the phone', async () => {
		const sent = await client.socket.sendMessage(bob.jid, {
			poll: { name: 'When?', values: ['Now', 'Later', 'Never'], selectableCount: 2 },
		});
		const id = idOf(sent);
		await bob.waitForMessage(id);
		const open = ({ message }: WAMessage, voterJid: string) =>
			decryptPollVote(message?.pollUpdateMessage?.vote ?? {}, {
				pollCreatorJid: phone.jid,
				pollMsgId: id,
				pollEncKey: secretOf(sent?.message),
				voterJid,
			}).selectedOptions;
		const vote = await received(await bob.vote(id, ['Now', 'Never']));
		// From the client's side it is a message of its own.
		expect(vote.message?.pollUpdateMessage?.pollCreationMessageKey).toMatchObject({
			id,
			fromMe: true,
			remoteJid: bob.jid,
		});
		expect(open(vote, bob.jid)).toEqual([hashOf('Now'), hashOf('Never')]);

		await phone.waitForCopy(id);
		const own = await received(await phone.vote(id, ['Later']));
		expect(own.key).toMatchObject({ fromMe: true, remoteJid: bob.jid });
		expect(open(own, phone.jid)).toEqual([hashOf('Later')]);

		const hidden = await received(await bob.vote(id, ['Now'], { actor: 'lid' }));
		expect(open(hidden, bob.lid)).toEqual([hashOf('Now')]);
		expect(phone.votesFor(id)).toMatchObject([{ voter: bob.number, options: ['Now'] }]);
	});

	it.each(['pn', 'lid'] as const)('work in groups that go by %s', async (addressing) => {
		const carol = await sim.contact(stage.newNumber());
		const members = [bob.number, carol.number, phone.number];
		const group = await sim.group({ subject: 'Trio', members, addressing });
		const id = await bob.createPoll(group.id, 'Who?', ['Me', 'You'], { selectableCount: 0 });
		const { message } = await received(id);
		expect(message?.pollCreationMessage?.name).toBe('Who?');
		await carol.waitForMessage(id);
		const voteId = await carol.vote(id, ['You']);
		const { message: vote, key } = await received(voteId);
		const name = (who: VirtualContact) => (addressing === 'lid' ? who.lid : who.jid);
		expect(key.participant).toBe(name(carol));
		const { selectedOptions } = decryptPollVote(vote?.pollUpdateMessage?.vote ?? {}, {
			pollCreatorJid: name(bob),
			pollMsgId: id,
			pollEncKey: secretOf(message),
			voterJid: name(carol),
		});
		expect(selectedOptions).toEqual([hashOf('You')]);
		await bob.waitForMessage(voteId);
		expect(bob.votesFor(id)).toMatchObject([{ voter: carol.number, options: ['You'] }]);
	});
});

describe('events', () => {
	const startTime = 1_900_000_000;

	it('of companions are answered, and can be edited', async () => {
		const sent = await client.socket.sendMessage(bob.jid, {
			event: { name: 'Party', startDate: new Date(startTime * 1000) },
		});
		const id = idOf(sent);
		expect(await bob.waitForMessage(id)).toMatchObject({
			attributes: { type: 'event' },
			message: { eventMessage: { name: 'Party' } },
		});
		const { message } = await received(await bob.answerEvent(id, 'NOT_GOING'));
		const { response } = decryptEventResponse(message?.encEventResponseMessage ?? {}, {
			eventCreatorJid: phone.jid,
			eventMsgId: id,
			eventEncKey: secretOf(sent?.message),
			responderJid: bob.jid,
		});
		expect(response).toBe(proto.Message.EventResponseMessage.EventResponseType.NOT_GOING);

		const edited = proto.Message.create({ eventMessage: { name: 'Party!', isCanceled: true } });
		const sealed = seal(proto.Message.encode(edited).finish(), secretOf(sent?.message), [
			id,
			phone.jid,
			phone.jid,
			'Event Edit',
		]);
		const editId = await client.socket.relayMessage(
			bob.jid,
			{ secretEncryptedMessage: { targetMessageKey: sent?.key, secretEncType: 1, ...sealed } },
			{ additionalAttributes: { type: 'event' } },
		);
		await bob.waitForMessage(editId);
		expect(bob.openEventEdit(editId)).toMatchObject({ name: 'Party!', isCanceled: true });
	});

	it('of contacts are answered by companions', async () => {
		const id = await bob.createEvent(phone.number, { name: 'Run', startTime, location: 'Park' });
		const { key, message } = await received(id);
		expect(message?.eventMessage).toMatchObject({ name: 'Run', location: { name: 'Park' } });
		const { EventResponseMessage } = proto.Message;
		const answer = EventResponseMessage.create({ response: 1, timestampMs: 1 });
		const sealed = seal(EventResponseMessage.encode(answer).finish(), secretOf(message), [
			id,
			bob.jid,
			phone.lid,
			'Event Response',
		]);
		const answerId = await client.socket.relayMessage(
			bob.jid,
			{ encEventResponseMessage: { eventCreationMessageKey: key, ...sealed } },
			{},
		);
		await bob.waitForMessage(answerId);
		expect(bob.answersTo(id)).toEqual([
			{ from: phone.number, answer: 'GOING', names: { creator: 'pn', actor: 'lid' } },
		]);
		const editId = await bob.editEvent(id, { name: 'Walk', startTime });
		expect((await contentOf(editId)).secretEncryptedMessage?.targetMessageKey?.id).toBe(id);
	});

	it('with a call get a link', async () => {
		const sent = await client.socket.sendMessage(bob.jid, {
			event: { name: 'Call', startDate: new Date(startTime * 1000), call: 'video' },
		});
		const { message } = await bob.waitForMessage(idOf(sent));
		expect(message.eventMessage?.joinLink).toMatch(
			/^https:\/\/call.whatsapp.com\/video\/[\w-]{22}$/,
		);
	});
});

describe('a message', () => {
	it('gets reactions, and loses them', async () => {
		const id = await client.sendText(bob.jid, 'hello');
		await bob.waitForMessage(id);
		const { reactionMessage } = await contentOf(await bob.react(id, '👍'));
		expect(reactionMessage).toMatchObject({ text: '👍', key: { id, fromMe: true } });
		const removal = await bob.react(id, '');
		expect((await contentOf(removal)).reactionMessage?.text).toBe('');
		expect((await stanzaOf(removal)).attrs).toMatchObject({ type: 'reaction', edit: '7' });
		await phone.waitForCopy(id);
		const own = await received(await phone.react(id, '🎉'));
		expect(own.key.fromMe).toBe(true);
	});

	it('is edited and deleted, by contacts and on the phone', async () => {
		const id = await bob.sendText(phone.number, 'helo');
		const edit = await bob.edit(id, 'hello');
		expect((await contentOf(edit)).protocolMessage).toMatchObject({
			key: { id, fromMe: true },
			editedMessage: { conversation: 'hello' },
		});
		expect((await stanzaOf(edit)).attrs.edit).toBe('1');
		const deletion = await bob.deleteForEveryone(id);
		expect((await contentOf(deletion)).protocolMessage).toMatchObject({ key: { id }, type: 0 });
		const stanza = await stanzaOf(deletion);
		expect(stanza.attrs.edit).toBe('7');
		expect(childrenOf(stanza).find(({ tag }) => tag === 'enc')?.attrs).toMatchObject({
			'decrypt-fail': 'hide',
		});

		expect(await phone.waitForMessage(edit)).toMatchObject({ text: 'hello' });

		const own = await phone.sendText(bob.number, 'ad');
		const ownEdit = await phone.edit(own, 'and');
		expect((await contentOf(ownEdit)).protocolMessage?.key?.id).toBe(own);
		expect(await bob.waitForMessage(ownEdit)).toMatchObject({ text: 'and' });
		await bob.waitForMessage(await phone.deleteForEveryone(own));
		await expect(bob.edit(own, 'no')).rejects.toThrow('has not written');
		await expect(bob.deleteForEveryone(own)).rejects.toThrow('may not delete');
	});

	it('of others is deleted by admins', async () => {
		const group = await sim.group({ subject: 'Duo', members: [bob.number, phone.number] });
		const id = await client.sendText(group.id, 'nonsense');
		await bob.waitForMessage(id);
		const deletion = await bob.deleteForEveryone(id);
		expect((await stanzaOf(deletion)).attrs.edit).toBe('8');
		expect((await contentOf(deletion)).protocolMessage?.key).toMatchObject({
			id,
			fromMe: false,
			participant: phone.jid,
		});
	});

	it('is pinned for a time', async () => {
		const id = await client.sendText(bob.jid, 'remember');
		await bob.waitForMessage(id);
		const pin = await bob.pin(id, 86_400);
		const message = await contentOf(pin);
		expect(message.pinInChatMessage).toMatchObject({ key: { id }, type: 1 });
		expect(message.messageContextInfo?.messageAddOnDurationInSecs).toBe(86_400);
		expect((await stanzaOf(pin)).attrs.edit).toBe('2');
		expect((await contentOf(await bob.unpin(id))).pinInChatMessage?.type).toBe(2);
	});

	it('shows the recipient what the stanza said', async () => {
		const sent = await client.socket.sendMessage(bob.jid, { text: 'old' });
		const key = sent?.key ?? {};
		const edit = await client.socket.sendMessage(bob.jid, { text: 'new', edit: key });
		expect(await bob.waitForMessage(idOf(edit))).toMatchObject({
			text: 'new',
			attributes: { edit: '1', type: 'text' },
		});
		const reaction = await client.socket.sendMessage(bob.jid, { react: { text: '❤️', key } });
		expect(await bob.waitForMessage(idOf(reaction))).toMatchObject({
			attributes: { type: 'reaction' },
			encAttributes: { 'decrypt-fail': 'hide' },
		});
		const contact = await client.socket.sendMessage(bob.jid, {
			contacts: { displayName: 'Eve', contacts: [{ displayName: 'Eve', vcard: 'BEGIN:VCARD' }] },
		});
		expect(await bob.waitForMessage(idOf(contact))).toMatchObject({
			attributes: { type: 'media' },
			encAttributes: { mediatype: 'vcard' },
		});
	});
});

describe('buttons and lists', () => {
	const biz = { tag: 'biz', attrs: {}, content: [{ tag: 'interactive', attrs: { v: '1' } }] };

	/** Sends content that rc14 has no method for. */
	const relay = (message: proto.IMessage) =>
		client.socket.relayMessage(bob.jid, message, { additionalNodes: [biz] });

	it('of the new kind arrive with their <biz>, and are pressed', async () => {
		const buttonParamsJson = JSON.stringify({ id: 'yes', display_text: 'Yes!' });
		const id = await relay({
			viewOnceMessage: {
				message: {
					interactiveMessage: {
						nativeFlowMessage: { buttons: [{ name: 'quick_reply', buttonParamsJson }] },
					},
				},
			},
		});
		const { extras } = await bob.waitForMessage(id);
		expect(extras).toMatchObject([
			{ tag: 'biz', content: [{ tag: 'interactive', attrs: { v: '1' } }] },
		]);
		const { interactiveResponseMessage } = await contentOf(await bob.pressButton(id, 'yes'));
		expect(interactiveResponseMessage).toMatchObject({
			body: { text: 'Yes!' },
			nativeFlowResponseMessage: { name: 'quick_reply', paramsJson: '{"id":"yes"}' },
			contextInfo: { stanzaId: id },
		});
		await expect(bob.pressButton(id, 'no')).rejects.toThrow('offers no no');
	});

	it('of the old kinds are pressed', async () => {
		const buttons = [{ buttonId: '1', buttonText: { displayText: 'One' }, type: 1 }];
		const plain = await relay({ buttonsMessage: { contentText: 'Choose', buttons } });
		await bob.waitForMessage(plain);
		const answer = await contentOf(await bob.pressButton(plain, '1'));
		expect(answer.buttonsResponseMessage).toMatchObject({
			selectedButtonId: '1',
			selectedDisplayText: 'One',
		});
		const hydratedButtons = [
			{ index: 0, urlButton: { displayText: 'Web', url: 'https://example.com' } },
			{ index: 1, quickReplyButton: { displayText: 'Two', id: '2' } },
		];
		const template = await relay({ templateMessage: { hydratedTemplate: { hydratedButtons } } });
		await bob.waitForMessage(template);
		const reply = await contentOf(await bob.pressButton(template, '2'));
		expect(reply.templateButtonReplyMessage).toMatchObject({
			selectedId: '2',
			selectedDisplayText: 'Two',
			selectedIndex: 1,
		});
	});

	it('with rows are chosen from', async () => {
		const rows = [
			{ rowId: 'a', title: 'Apple' },
			{ rowId: 'b', title: 'Banana', description: 'ripe' },
		];
		const id = await relay({ listMessage: { title: 'Fruit', listType: 1, sections: [{ rows }] } });
		expect(await bob.waitForMessage(id)).toMatchObject({ encAttributes: { mediatype: 'list' } });
		const { listResponseMessage } = await contentOf(await bob.chooseRow(id, 'b'));
		expect(listResponseMessage).toMatchObject({
			title: 'Banana',
			description: 'ripe',
			singleSelectReply: { selectedRowId: 'b' },
		});
		await expect(bob.chooseRow(id, 'c')).rejects.toThrow('offers no c');
	});
});

describe('statuses', () => {
	it('of contacts reach companions, and are confirmed', async () => {
		const id = await bob.postStatus('on holiday', [phone.number]);
		const { key, message, broadcast } = await received(id);
		expect(key).toMatchObject({
			remoteJid: 'status@broadcast',
			participant: bob.jid,
			fromMe: false,
		});
		expect(message?.extendedTextMessage?.text).toBe('on holiday');
		expect(broadcast).toBe(true);
		const encs = childrenOf(await stanzaOf(id)).filter(({ tag }) => tag === 'enc');
		expect(encs.map(({ attrs }) => attrs.type)).toEqual(['msg', 'skmsg']);
		await client.socket.readMessages([key]);
		await sim.traffic.waitFor(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' && tag === 'receipt' && attrs.id === id && attrs.type === 'read',
		);
		await bob.settled();
		expect(bob.receipts.filter(({ ids }) => ids[0] === id)).toContainEqual({
			ids: [id],
			type: 'read',
			from: 'status@broadcast',
			participant: phone.jid,
		});
		const answer = await received(await bob.sendText(phone.number, 'back'));
		expect(answer.key.remoteJid).toBe(bob.jid);
		const deletion = await received(await bob.deleteForEveryone(id));
		expect(deletion.key.remoteJid).toBe('status@broadcast');
		expect(deletion.message?.protocolMessage?.key?.id).toBe(id);
	});

	it('of companions reach those they are for, and nobody else', async () => {
		const [carol, dave] = [
			await sim.contact(stage.newNumber()),
			await sim.contact(stage.newNumber()),
		];
		const sent = await client.socket.sendMessage(
			'status@broadcast',
			{ text: 'busy' },
			{ statusJidList: [bob.jid, carol.jid], broadcast: true },
		);
		const id = idOf(sent);
		await client.ack(id);
		expect(await bob.waitForMessage(id)).toMatchObject({
			text: 'busy',
			from: phone.number,
			chat: 'status@broadcast',
			enc: 'skmsg',
			attributes: { from: 'status@broadcast', participant_lid: phone.lid },
		});
		await carol.waitForMessage(id);
		await dave.settled();
		expect(dave.received).toEqual([]);
		await carol.read(id);
		const read = await client.receipt(id, 'read');
		expect(read.attrs).toMatchObject({ from: 'status@broadcast', participant: carol.jid });
		const reply = await received(await carol.reply(id, 'with what?'));
		expect(reply.key.remoteJid).toBe(carol.jid);
		expect(reply.message?.extendedTextMessage?.contextInfo).toMatchObject({
			stanzaId: id,
			remoteJid: 'status@broadcast',
		});
		const like = await received(await bob.react(id, '💚'));
		expect(like.key).toMatchObject({ remoteJid: 'status@broadcast', participant: bob.jid });
	});

	it('from the phone reach its companions', async () => {
		const id = await phone.postStatus('hello all', [bob.number]);
		await bob.waitForMessage(id);
		expect((await received(id)).key).toMatchObject({
			remoteJid: 'status@broadcast',
			fromMe: true,
		});
	});

	it('are sent again to a companion that cannot open them', async () => {
		const frank = await sim.contact(stage.newNumber());
		// From here on Frank's client does not repeat the opening of the session.
		await frank.waitForMessage(await client.sendText(frank.jid, 'hello'));
		await client.keys.set({ session: { [`${frank.lid.split('@')[0]}_1.0`]: null } });
		const id = await frank.postStatus('two', [phone.number]);
		const { message } = await received(id);
		expect(message?.extendedTextMessage?.text).toBe('two');
		const stanzas = client.stanzas.all.filter(
			({ tag, attrs }) => tag === 'message' && attrs.id === id,
		);
		expect(stanzas).toHaveLength(2);
	});
});
