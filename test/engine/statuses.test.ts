import { getBinaryNodeChildren, proto, type BinaryNode } from '@whiskeysockets/baileys';
import { Readable } from 'node:stream';
import type {
	MessageContent,
	MessageRecord,
	SendMessage,
	StatusAudience,
} from '../../engine/gateway/contract';
import type { VirtualContact } from '../simulator';
import { png } from '../support/files';
import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	runLater,
	send,
	untilAcked,
	untilConnected,
	useBench,
	type Collected,
} from './support';

const STATUSES = 'status@broadcast';
const CAROL = '5511900000003';
const DAVE = '5511900000004';

const bench = useBench();
let carol: VirtualContact;
let dave: VirtualContact;
let events: Collected;

beforeAll(async () => {
	const { simulator } = bench;
	carol = await simulator.contact(CAROL, { name: 'Carol' });
	dave = await simulator.contact(DAVE, { name: 'Dave' });
	// Dave has written, and is nobody's contact.
	for (const [contact, fullName] of [
		[BOB, 'Bob'],
		[CAROL, 'Carol'],
	] as const) {
		await runLater(bench, 'contact.save', { contact, fullName });
	}
	events = await collect(bench);
	const hello = await dave.sendText(OWNER, 'hello');
	await events.next('message.incoming', ({ messageId }) => messageId === hello);
});

let posts = 0;

const CONTACTS: StatusAudience = { visibleTo: 'contacts' };
const only = (...people: string[]): StatusAudience => ({ visibleTo: 'only', people });

const post = async (
	content: MessageContent,
	audience: StatusAudience | undefined = CONTACTS,
	more: Partial<SendMessage> = {},
): Promise<MessageRecord> =>
	await send(bench, {
		to: STATUSES,
		...(audience && { audience }),
		content,
		origin: { key: `status-${posts++}` },
		...more,
	});

const words = (text: string): MessageContent => ({ type: 'statusText', text });

const untilSent = async ({ messageId }: MessageRecord) =>
	await events.next('message.sent', (event) => event.messageId === messageId);

/** Nobody gets anything that was not there when something later has arrived. */
async function got(person: VirtualContact): Promise<string[]> {
	await person.settled();
	return person.received.filter(({ chat }) => chat === STATUSES).map(({ text }) => text);
}

test('a text is posted for the contacts, and for the phone', async () => {
	const posted = await post({
		type: 'statusText',
		text: 'Fresh sunflowers',
		background: '#102030',
		font: 'exo2',
	});
	expect(posted).toMatchObject({ chat: STATUSES, status: 'QUEUED' });
	for (const person of [bench.bob, carol]) {
		const { message, chat, enc, from } = await person.waitForMessage(posted.messageId);
		expect({ chat, enc, from }).toEqual({ chat: STATUSES, enc: 'skmsg', from: OWNER });
		expect(message.extendedTextMessage).toMatchObject({
			text: 'Fresh sunflowers',
			backgroundArgb: 0xff102030,
			textArgb: 0xffffffff,
			font: 9,
		});
	}
	await bench.phone.waitForCopy(posted.messageId);
	await untilSent(posted);
	expect(await got(dave)).not.toContain('Fresh sunflowers');
});

test('all contacts but some, however their numbers are written', async () => {
	const spaced = '+55 (11) 90000-0002';
	const posted = await post(words('not for Bob'), {
		visibleTo: 'contactsExcept',
		people: [spaced, bench.bob.lid],
	});
	await carol.waitForMessage(posted.messageId);
	expect(await got(bench.bob)).not.toContain('not for Bob');
});

test('only some people, contacts or not; who is not on WhatsApp is left out', async () => {
	const posted = await post(words('for Dave'), only(DAVE, '5511900000098'));
	await dave.waitForMessage(posted.messageId);
	expect(await got(carol)).not.toContain('for Dave');
	await untilSent(posted);
	const { progress } = await bench.host.request(bench.account, 'message.status', posted);
	expect(progress).toMatchObject({ participants: 1 });
});

test('each status has a key of its own, which nobody has of an earlier one', async () => {
	const keys = new Set<number>();
	for (const audience of [only(BOB, CAROL), only(CAROL)]) {
		const { messageId } = await post(words('sealed anew'), audience);
		await carol.waitForMessage(messageId);
		const { stanza } = await bench.simulator.traffic.waitFor(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' && tag === 'message' && attrs.id === messageId,
		);
		const [enc] = getBinaryNodeChildren(stanza, 'enc');
		const [version, signature] = [1, 64];
		const sealed = (enc?.content as Uint8Array).subarray(version, -signature);
		keys.add(proto.SenderKeyMessage.decode(sealed).id ?? 0);
	}
	expect(keys.size).toBe(2);
});

test('one origin posts once', async () => {
	const origin = { executionId: 'one', nodeId: 'node', runIndex: 0, itemIndex: 0 };
	const [first, second] = [
		await post(words('once'), CONTACTS, { origin }),
		await post(words('once'), CONTACTS, { origin }),
	];
	expect(second.messageId).toBe(first.messageId);
	await carol.waitForMessage(first.messageId);
	expect((await got(carol)).filter((text) => text === 'once')).toHaveLength(1);
});

test('what WhatsApp lost is posted again, for the same people', async () => {
	const { simulator } = bench;
	simulator.faults.loseMessage(({ to }) => to === STATUSES);
	const reconnected = await collect(bench, ['session.disconnected']);
	const posted = await post(words('lost at first'), only(CAROL));
	await simulator.traffic.waitFor(
		({ direction, stanza: { attrs } }) => direction === 'in' && attrs.id === posted.messageId,
	);
	simulator.faults.dropConnections(OWNER);
	await reconnected.next('session.disconnected');
	await untilConnected(bench);
	expect(await carol.waitForMessage(posted.messageId)).toMatchObject({ copies: 1 });
	await untilSent(posted);
	await reconnected.close();
});

/** More than get a status by one stanza; the first and the last of them. */
async function crowdOf(count: number) {
	const crowd: VirtualContact[] = [];
	for (let i = 0; i < count; i++) {
		crowd.push(await bench.simulator.contact(`55119001${String(i).padStart(5, '0')}`));
	}
	const audience = only(...crowd.map(({ number }) => number));
	return {
		crowd,
		audience,
		first: crowd[0] as VirtualContact,
		last: crowd.at(-1) as VirtualContact,
	};
}

const isFor = ({ jid }: VirtualContact, stanza: BinaryNode) =>
	JSON.stringify(stanza.content).includes(jid);

test('a crowd gets it by several stanzas, and it is sent when WhatsApp has taken the last one', async () => {
	const { simulator } = bench;
	const { crowd, audience, first, last } = await crowdOf(260);
	const held = simulator.faults.withholdAck(
		({ to, stanza }) => to === STATUSES && isFor(last, stanza),
	);
	const posted = await post(words('for a crowd'), audience);
	for (const person of [first, last, ...crowd]) await person.waitForMessage(posted.messageId);
	await bench.phone.waitForCopy(posted.messageId);
	await simulator.traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'out' && tag === 'ack' && attrs.id === posted.messageId,
	);
	await meanwhile(bench);
	const standing = await bench.host.request(bench.account, 'message.status', posted);
	expect(standing).toMatchObject({ status: 'SENDING', progress: { participants: 260 } });
	const stanzas = simulator.traffic
		.entries(OWNER)
		.filter(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' && tag === 'message' && attrs.id === posted.messageId,
		);
	expect(stanzas.map(({ stanza }) => [isFor(first, stanza), isFor(last, stanza)])).toEqual([
		[true, false],
		[false, true],
	]);
	held.release();
	await untilSent(posted);
	expect(bench.phone.received.find(({ id }) => id === posted.messageId)).toMatchObject({
		copies: 1,
	});
});

test('who has it already does not make it sent: the others get it after a break, and are told of after that', async () => {
	const { simulator } = bench;
	const { audience, first, last } = await crowdOf(251);
	simulator.faults.loseMessage(({ to, stanza }) => to === STATUSES && isFor(last, stanza));
	const reconnected = await collect(bench, ['session.disconnected']);
	const posted = await post(words('half of it was lost'), audience);
	await first.waitForMessage(posted.messageId);
	await untilAcked(simulator, { class: 'receipt', id: posted.messageId, participant: first.jid });
	await simulator.traffic.waitFor(
		({ direction, stanza }) =>
			direction === 'in' &&
			stanza.tag === 'message' &&
			stanza.attrs.id === posted.messageId &&
			isFor(last, stanza),
	);
	simulator.faults.dropConnections(OWNER);
	await reconnected.next('session.disconnected');
	expect(await last.waitForMessage(posted.messageId)).toMatchObject({ copies: 1 });
	await untilSent(posted);
	await events.next(
		'message.received',
		({ messageId, participant }) =>
			messageId === posted.messageId && participant?.phone === last.number,
	);
	const told = events.all.filter(
		(event) => 'messageId' in event && event.messageId === posted.messageId,
	);
	expect(told[0]?.event).toBe('message.sent');
	const ofFirst = told.filter(
		(event) => event.event === 'message.received' && event.participant?.phone === first.number,
	);
	expect(ofFirst).toHaveLength(1);
	await reconnected.close();
});

test('whoever opens a status is told of, and listed', async () => {
	const posted = await post(words('who looks?'));
	await bench.bob.waitForMessage(posted.messageId);
	await carol.waitForMessage(posted.messageId);
	const list = async (limit = 50) =>
		await bench.host.request(bench.account, 'status.viewers', { ...posted, limit });
	expect(await list()).toEqual([]);
	await bench.bob.read(posted.messageId);
	const viewed = await events.next(
		'status.viewed',
		(event) => event.messageId === posted.messageId,
	);
	expect(viewed).toMatchObject({
		chat: { id: STATUSES, type: 'status' },
		from: { phone: BOB, lid: bench.bob.lid, name: 'Bob' },
		views: 1,
		audience: 2,
	});
	await carol.read(posted.messageId);
	await events.next(
		'status.viewed',
		({ messageId, from }) => messageId === posted.messageId && from.phone === CAROL,
	);
	expect(await list()).toEqual([
		{ phone: BOB, lid: bench.bob.lid, name: 'Bob', viewedAt: viewed.timestamp },
		{ phone: CAROL, lid: carol.lid, name: 'Carol', viewedAt: expect.any(String) },
	]);
	expect(await list(1)).toHaveLength(1);
	expect(events.all.map(({ event }) => event)).not.toContain('message.read');
});

test('a device that cannot open a status gets it once more, as a status', async () => {
	const posted = await post(words('once more'));
	await bench.bob.waitForMessage(posted.messageId);
	await carol.waitForMessage(posted.messageId);
	await bench.bob.requestRetry(posted.messageId);
	const again = await bench.bob.waitForMessage(
		({ id, copies }) => id === posted.messageId && copies === 2,
	);
	expect(again).toMatchObject({ chat: STATUSES, text: 'once more' });
	await carol.settled();
	expect(carol.received.find(({ id }) => id === posted.messageId)).toMatchObject({ copies: 1 });
});

test('who was not to see a status does not get it by asking', async () => {
	const posted = await post(words('secret'), only(CAROL));
	await carol.waitForMessage(posted.messageId);
	await untilSent(posted);
	bench.simulator.script(OWNER, {
		tag: 'receipt',
		attrs: { id: posted.messageId, from: STATUSES, participant: dave.jid, type: 'retry' },
		content: [{ tag: 'retry', attrs: { count: '1', id: posted.messageId, t: '1', v: '1' } }],
	});
	await bench.simulator.traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'in' && tag === 'ack' && attrs.participant === dave.jid,
	);
	expect(await got(dave)).not.toContain('secret');
});

describe('a status is deleted', () => {
	const remove = async (messageId: string) =>
		await post({ type: 'delete', target: { messageId } }, undefined);

	test('for those who were to see it', async () => {
		const posted = await post(words('wrong price'), only(BOB, CAROL));
		await carol.waitForMessage(posted.messageId);
		const { messageId } = await remove(posted.messageId);
		for (const person of [bench.bob, carol]) {
			const { message, attributes } = await person.waitForMessage(messageId);
			expect(message.protocolMessage).toMatchObject({
				type: 0,
				key: { remoteJid: STATUSES, id: posted.messageId, fromMe: true },
			});
			expect(attributes).toMatchObject({ edit: '7' });
		}
		await dave.settled();
		expect(dave.received.map(({ id }) => id)).not.toContain(messageId);
	});

	test('not where it was not posted from here', async () => {
		const own = await bench.phone.postStatus('by the phone', [BOB]);
		await events.next('message.sentFromPhone', ({ messageId }) => messageId === own);
		await expect(remove(own)).rejects.toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: expect.stringContaining('not posted from here'),
		});
	});

	test('not where somebody else has posted it', async () => {
		const theirs = await bench.bob.postStatus("Bob's", [OWNER]);
		await events.next('status.posted', ({ messageId }) => messageId === theirs);
		await expect(remove(theirs)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
	});

	test('not after a day: it is gone by then', async () => {
		const posted = await post(words('short-lived'));
		await untilSent(posted);
		bench.clock.skip(25 * 60 * 60_000);
		await expect(remove(posted.messageId)).rejects.toMatchObject({
			code: 'TOO_LATE',
			message: expect.stringContaining('gone already'),
		});
	});
});

describe('files', () => {
	const store = async (kind: 'image' | 'video', file: Buffer) =>
		await bench.host.storeMedia(
			bench.account,
			{ kind, forStatus: true, mimetype: kind === 'image' ? 'image/png' : 'video/mp4' },
			Readable.from([Buffer.from(file)]),
		);

	test('a picture with its caption', async () => {
		const picture = png();
		const { mediaId } = await store('image', picture);
		const posted = await post({ type: 'image', mediaId, caption: 'New in the shop' });
		const { message, encAttributes } = await carol.waitForMessage(posted.messageId);
		expect(message.imageMessage).toMatchObject({ caption: 'New in the shop' });
		expect(encAttributes).toMatchObject({ mediatype: 'image' });
		expect(await carol.openMedia(posted.messageId)).toEqual(picture);
	});

	test('a video of more than 10 MB is too large', async () => {
		const video = Buffer.alloc(11 * 1024 * 1024);
		Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex').copy(
			video,
		);
		await expect(store('video', video)).rejects.toMatchObject({
			code: 'MEDIA_TOO_LARGE',
			message: expect.stringContaining('10 MB'),
			hint: 'Use a smaller file.',
		});
	});

	test('what is no picture is said to be none, and a document is no way out', async () => {
		await expect(store('image', Buffer.from('%PDF-1.7 ...'))).rejects.toMatchObject({
			code: 'UNSUPPORTED_MEDIA',
			hint: 'Choose an image, for example a JPEG or PNG.',
		});
	});
});

describe('is refused', () => {
	test.each<[string, MessageContent, StatusAudience | undefined, string, RegExp]>([
		['a status for nobody', words('hi'), only(), 'INVALID_RECIPIENT', /no people are given/],
		['for nobody but ourselves', words('hi'), only(OWNER), 'INVALID_RECIPIENT', /left out/],
		[
			'for contacts who are all excepted',
			words('hi'),
			{ visibleTo: 'contactsExcept', people: [BOB, CAROL] },
			'INVALID_RECIPIENT',
			/left out/,
		],
		['for a group', words('hi'), only('120363000000000001@g.us'), 'INVALID_RECIPIENT', /group/],
		['for what is no number', words('hi'), only('Bob'), 'INVALID_RECIPIENT', /phone number/],
		['for people that are not said', words('hi'), undefined, 'INVALID_RECIPIENT', /not said/],
		['an empty text', words(' '), CONTACTS, 'INVALID_CONTENT', /empty/],
		['a long text', words('x'.repeat(701)), CONTACTS, 'INVALID_CONTENT', /at most 700/],
		[
			'a color that is none',
			{ type: 'statusText', text: 'hi', background: 'red' },
			CONTACTS,
			'INVALID_CONTENT',
			/"red" is not a color/,
		],
		[
			'a font that is none',
			{ type: 'statusText', text: 'hi', font: 'Comic Sans' as never },
			CONTACTS,
			'INVALID_CONTENT',
			/not a font/,
		],
	])('%s', async (_, content, audience, code, message) => {
		const asked = send(bench, {
			to: STATUSES,
			...(audience && { audience }),
			content,
			origin: { key: `refused-${posts++}` },
		});
		await expect(asked).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
	});

	test('people none of whom is on WhatsApp: the status fails', async () => {
		const { messageId } = await post(words('anybody?'), only('5511900000097', '5511900000098'));
		expect(
			await events.next('message.failed', (event) => event.messageId === messageId),
		).toMatchObject({
			error: { code: 'NOT_ON_WHATSAPP', message: expect.stringContaining('Nobody of those') },
		});
	});

	test('a list of who has seen what was not posted from here', async () => {
		const asked = bench.host.request(bench.account, 'status.viewers', { messageId: 'X', limit: 5 });
		await expect(asked).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
	});
});
