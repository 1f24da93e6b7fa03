import type { Execution } from '../../../scripts/n8n/rest.mjs';
import { TRIGGER_NAME, whatsAppTrigger, workflow } from '../../../scripts/n8n/workflows.mjs';
import { png } from '../../support/files';
import { spaced, useStage, WITHIN_MS } from '../harness';

/** What published triggers put out when something comes in: every output format, files as binary, events of their own. */

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const NEW = stage.number(3);
const OTHER = stage.number(4);

/** A published trigger; what it returns yields the item that a message started a workflow with. */
async function publish(name: string, events: string[], options: object = {}) {
	const trigger = whatsAppTrigger(stage.credential, events, options);
	const published = await stage.rest.createWorkflow(workflow(name, trigger));
	await stage.rest.publish(published);
	return async (messageId: string) => {
		const itemOf = ({ output }: Execution) =>
			(output[TRIGGER_NAME] ?? []).find(({ json }) => JSON.stringify(json).includes(messageId));
		const started = await stage.rest.executionWhere(
			published.id,
			`${name} of ${messageId}`,
			WITHIN_MS,
			(execution) => itemOf(execution) !== undefined,
		);
		expect(started).toMatchObject({ status: 'success' });
		return itemOf(started) as NonNullable<ReturnType<typeof itemOf>>;
	};
}

test('Download Media puts the file out as binary', async () => {
	const itemOf = await publish('Files', ['message.incoming'], { downloadMedia: true });
	const picture = png();
	const details = { mimetype: 'image/png', caption: 'Look' };
	const messageId = await stage.contact.sendMedia(OWNER, 'image', picture, details);

	const { json, binary } = await itemOf(messageId);

	expect(json).toMatchObject({ event: 'message.incoming', type: 'image', text: 'Look' });
	expect(binary?.['data']).toMatchObject({ mimeType: 'image/png' });
	expect(await stage.rest.binary(binary?.['data'])).toEqual(picture);
});

test('Collect Albums starts a workflow once with all files of an album', async () => {
	const options = { albums: true, downloadMedia: true };
	const itemOf = await publish('Albums', ['message.incoming'], options);
	const pictures = [png(), png({ bytes: 3_000 })];
	const [album = '', ...ids] = await stage.contact.sendAlbum(
		OWNER,
		pictures.map((content) => ({
			kind: 'image' as const,
			content,
			details: { caption: 'Garden' },
		})),
	);

	const { json, binary } = await itemOf(album);

	expect(json).toMatchObject({
		event: 'message.incoming',
		type: 'album',
		text: 'Garden',
		album: {
			missing: 0,
			items: [
				{ messageId: ids[0], binaryField: 'data' },
				{ messageId: ids[1], binaryField: 'data1' },
			],
		},
	});
	const files = [binary?.['data'], binary?.['data1']];
	expect(await Promise.all(files.map((file) => stage.rest.binary(file)))).toEqual(pictures);
});

test('Collect Messages starts a workflow once with what is written one after another', async () => {
	const times = { quietSeconds: 30, longestSeconds: 120, most: 20 };
	const itemOf = await publish('Collected', ['message.incoming'], {
		collect: { entry: { ...times, endWords: 'that is all' } },
		downloadMedia: true,
	});
	const pictures = [png(), png({ bytes: 3_000 })];
	const details = { mimetype: 'image/png', caption: 'This one' };
	const ids = [
		await stage.contact.sendText(OWNER, 'Hello'),
		await stage.contact.sendMedia(OWNER, 'image', pictures[0] as Buffer, details),
		await stage.contact.sendText(OWNER, 'and'),
		await stage.contact.sendMedia(OWNER, 'image', pictures[1] as Buffer, details),
		await stage.contact.sendText(OWNER, 'That is all.'),
	];

	const { json, binary } = await itemOf(ids[4] as string);

	expect(json).toMatchObject({
		event: 'message.incoming',
		messageId: ids[4],
		type: 'text',
		text: 'Hello\nThis one\nand\nThis one\nThat is all.',
		messages: [
			{ messageId: ids[0], text: 'Hello' },
			{ messageId: ids[1], type: 'image', text: 'This one', binaryField: 'data' },
			{ messageId: ids[2], text: 'and' },
			{ messageId: ids[3], type: 'image', text: 'This one', binaryField: 'data_1' },
			{ messageId: ids[4], text: 'That is all.' },
		],
	});
	const files = [binary?.['data'], binary?.['data_1']];
	expect(await Promise.all(files.map((file) => stage.rest.binary(file)))).toEqual(pictures);
});

test('a file that cannot be downloaded does not hold the message back', async () => {
	const itemOf = await publish('Too large', ['message.incoming'], {
		downloadMedia: true,
		maxSize: 1,
	});
	const large = Buffer.alloc(1024 * 1024 + 1);
	const messageId = await stage.contact.sendMedia(OWNER, 'document', large, { fileName: 'a.bin' });

	const { json, binary } = await itemOf(messageId);

	expect(json).toMatchObject({ type: 'document', media: { downloadError: expect.any(String) } });
	expect(binary).toBeUndefined();
});

test("Z-API's format has their fields", async () => {
	const itemOf = await publish('Z-API', ['message.incoming'], { format: 'zapi' });
	const messageId = await stage.contact.sendText(OWNER, 'Hi');

	expect((await itemOf(messageId)).json).toMatchObject({
		type: 'ReceivedCallback',
		messageId,
		phone: CONTACT,
		connectedPhone: OWNER,
		fromMe: false,
		senderName: 'Ana',
		text: { message: 'Hi' },
	});
});

test("the raw format is WhatsApp's own message", async () => {
	const itemOf = await publish('Raw', ['message.incoming'], { format: 'raw' });
	const messageId = await stage.contact.sendText(OWNER, 'Hi');

	expect(JSON.stringify((await itemOf(messageId)).json)).toContain('"conversation":"Hi"');
});

test('edits, deletions and what the phone sends are events of their own', async () => {
	const itemOf = await publish('Others', [
		'message.edited',
		'message.deleted',
		'message.sentFromPhone',
	]);
	const messageId = await stage.contact.sendText(OWNER, 'Frday');

	const edit = await stage.contact.edit(messageId, 'Friday');
	expect((await itemOf(edit)).json).toMatchObject({
		event: 'message.edited',
		messageId,
		text: 'Friday',
	});
	const deletion = await stage.contact.deleteForEveryone(messageId);
	expect((await itemOf(deletion)).json).toMatchObject({ event: 'message.deleted', messageId });
	const own = await stage.simulator.phone(OWNER).sendText(CONTACT, 'From my pocket');
	expect((await itemOf(own)).json).toMatchObject({
		event: 'message.sentFromPhone',
		text: 'From my pocket',
		from: { phone: OWNER },
	});
});

test('a vote in a poll of ours comes with the names of the options', async () => {
	const itemOf = await publish('Votes', ['message.pollVote']);
	const pollId = await stage.simulator.phone(OWNER).createPoll(CONTACT, 'When?', ['Now', 'Later']);
	await stage.contact.waitForMessage(pollId);
	const vote = await stage.contact.vote(pollId, ['Later']);

	expect((await itemOf(vote)).json).toMatchObject({
		event: 'message.pollVote',
		pollVote: { pollMessageId: pollId, options: ['Later'] },
	});
});

/** Chats is Direct where nobody says more: it is no filter of what happens to groups, nor of calls. */
test('who comes into a group, and calls, start workflows whatever chats are chosen', async () => {
	const itemOf = await publish('Groups and calls', [
		'message.incoming',
		'group.participantsChanged',
		'call.received',
	]);
	const group = await stage.simulator.group({ subject: 'Trip', members: [CONTACT, OWNER] });
	await stage.contact.sendText(group.id, 'Nobody hears this');
	await group.add(NEW);

	expect((await itemOf(NEW)).json).toMatchObject({
		event: 'group.participantsChanged',
		change: 'added',
		chat: { id: group.id, name: 'Trip' },
		by: { phone: CONTACT },
	});
	const callId = stage.contact.call(OWNER, { group: group.id, video: true, notice: true });
	expect((await itemOf(callId)).json).toMatchObject({
		event: 'call.received',
		chat: { id: group.id },
		from: { phone: CONTACT, name: 'Ana' },
		isVideo: true,
	});
});

test('options choose chats, senders and words', async () => {
	const other = await stage.simulator.contact(OTHER, { name: 'Carla' });
	const who = (mode: string, value: string) => ({ who: { __rl: true, mode, value } });
	const trigger = whatsAppTrigger(stage.credential, ['message.incoming'], {
		chats: { entry: [who('phone', spaced(CONTACT)), who('id', other.lid)] },
		notSenders: { entry: [who('id', other.lid)] },
		texts: { entry: [{ match: 'startsWith', text: 'order' }] },
	});
	const published = await stage.rest.createWorkflow(workflow('Only some', trigger));
	await stage.rest.publish(published);
	await other.sendText(OWNER, 'Order 1');
	await stage.contact.sendText(OWNER, 'An order?');
	await stage.contact.sendText(OWNER, 'ORDER 2');

	await stage.rest.executionWhere(published.id, 'the order', WITHIN_MS, ({ output }) =>
		JSON.stringify(output).includes('ORDER 2'),
	);
	expect(await stage.rest.executions(published.id)).toHaveLength(1);
});

test('what happens to a group, presence, and what is done to a chat start workflows', async () => {
	const itemOf = await publish('Groups, presence and chats', [
		'group.changed',
		'presence.changed',
		'chat.changed',
	]);
	const group = await stage.simulator.group({ subject: 'Choir', members: [CONTACT, OWNER] });
	group.rename('Quartet');

	expect((await itemOf('Quartet')).json).toMatchObject({
		event: 'group.changed',
		change: 'name',
		name: 'Quartet',
		chat: { id: group.id, name: 'Quartet' },
		by: { phone: CONTACT },
	});
	const gone = { from: stage.contact.jid, type: 'unavailable', last: '1782907200' };
	stage.simulator.script(OWNER, { tag: 'presence', attrs: gone });
	expect((await itemOf('2026-07-01T12:00:00.000Z')).json).toMatchObject({
		event: 'presence.changed',
		presence: 'unavailable',
		from: { phone: CONTACT },
	});
	await stage.simulator.phone(OWNER).changeChat(CONTACT, { pinned: true });
	expect((await itemOf('pinned')).json).toMatchObject({
		event: 'chat.changed',
		change: 'pinned',
		chat: { phone: CONTACT },
		by: { phone: OWNER },
	});
});
