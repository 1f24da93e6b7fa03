import { proto } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import type { EngineEvent, MessageContent } from '../../engine/gateway/contract';
import type { VirtualGroup } from '../simulator';
import {
	BOB,
	collect,
	OWNER,
	send,
	untilAcked,
	untilConnected,
	useBench,
	type Collected,
} from './support';

/** What people send and do in WhatsApp, and the events that it becomes. */
describe('receiving', () => {
	const bench = useBench();
	let heard: Collected;

	beforeAll(async () => {
		heard = await collect(bench);
	});

	const incoming = (messageId: string) =>
		heard.next('message.incoming', (event) => event.messageId === messageId);
	const reaction = (messageId: string) =>
		heard.next('message.reaction', (event) => event.messageId === messageId);
	const pollVote = (messageId: string) =>
		heard.next('message.pollVote', (event) => event.messageId === messageId);
	const fromPhone = (messageId: string) =>
		heard.next('message.sentFromPhone', (event) => event.messageId === messageId);
	const ofMessage = (messageId: string) =>
		heard.all.filter((event) => 'messageId' in event && event.messageId === messageId);

	let runs = 0;
	const sendContent = async (to: string, content: MessageContent) => {
		runs++;
		const origin = { executionId: `receiving ${runs}`, nodeId: 'node', runIndex: 0, itemIndex: 0 };
		const { messageId } = await send(bench, { to, content, origin });
		await bench.bob.waitForMessage(messageId);
		return messageId;
	};

	const bobsAddress = () => ({ phone: BOB, lid: bench.bob.lid });

	test('a text comes with who, where, when, and a reference', async () => {
		const id = await bench.bob.sendText(OWNER, 'hello');
		expect(await incoming(id)).toMatchObject({
			event: 'message.incoming',
			chat: { type: 'direct', ...bobsAddress(), name: 'Bob' },
			from: { ...bobsAddress(), name: 'Bob' },
			fromMe: false,
			type: 'text',
			text: 'hello',
			replyTo: null,
			quoted: null,
			mentions: [],
			reference: expect.stringMatching(/^[\w+/=]{40,}$/),
		});
		expect(await incoming(id)).not.toHaveProperty('raw');
	});

	test('an answer says what it answers', async () => {
		const ours = await sendContent(BOB, { type: 'text', text: 'a question' });
		const id = await bench.bob.sendText(OWNER, 'the answer', { replyTo: ours });
		expect(await incoming(id)).toMatchObject({
			replyTo: ours,
			quoted: {
				messageId: ours,
				fromMe: true,
				from: { phone: OWNER },
				type: 'text',
				text: 'a question',
			},
		});
	});

	test.each([
		['image', { mimetype: 'image/png', caption: 'look' }, 'image', 'look'],
		['video', { mimetype: 'video/mp4' }, 'video', null],
		['audio', { mimetype: 'audio/ogg; codecs=opus', ptt: true }, 'voice', null],
		['document', { mimetype: 'application/pdf', fileName: 'a.pdf' }, 'document', null],
		['sticker', { mimetype: 'image/webp' }, 'sticker', null],
	] as const)('a file of the kind %s says what it is', async (kind, details, type, text) => {
		const content = Buffer.from(`bytes of a ${kind}`);
		const id = await bench.bob.sendMedia(OWNER, kind, content, details);
		expect(await incoming(id)).toMatchObject({
			type,
			text,
			media: {
				mimetype: details.mimetype,
				size: content.length,
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			},
		});
	});

	describe.each(['pn', 'lid'] as const)('in a group that goes by %s', (addressing) => {
		let group: VirtualGroup;

		beforeAll(async () => {
			const members = [OWNER, BOB];
			group = await bench.simulator.group({ subject: 'Team', members, owner: BOB, addressing });
		});

		const me = () => ({ phone: OWNER, lid: bench.phone.lid });
		const told = async (contextInfo: proto.IContextInfo) =>
			await incoming(
				await bench.bob.sendMessage(group.id, { extendedTextMessage: { text: 'hi', contextInfo } }),
			);

		test.each([
			['phone number', () => bench.phone.jid],
			['LID', () => bench.phone.lid],
		])('we are told that we are mentioned by our %s', async (_, jid) => {
			const { account, mentions, mentionsMe } = await told({
				mentionedJid: [bench.bob.jid, jid()],
			});
			expect(account).toMatchObject(me());
			expect(mentions).toEqual([bobsAddress(), me()]);
			expect(mentionsMe).toBe(true);
		});

		test('we are told that others are mentioned, and when everyone is', async () => {
			expect(await told({ mentionedJid: [bench.bob.lid] })).toMatchObject({
				mentions: [bobsAddress()],
				mentionsMe: false,
				mentionsEveryone: false,
			});
			expect(await told({ nonJidMentions: 1 })).toMatchObject({
				mentions: [],
				mentionsMe: true,
				mentionsEveryone: true,
			});
		});

		test.each([
			['phone number', () => bench.phone.jid],
			['LID', () => bench.phone.lid],
		])(
			'we are told that a message of ours is answered, named by our %s',
			async (_, participant) => {
				const quotedMessage = { conversation: 'long ago' };
				const contextInfo = { stanzaId: '3EB0LONGAGO', participant: participant(), quotedMessage };
				expect(await told(contextInfo)).toMatchObject({
					repliesToMe: true,
					quoted: { fromMe: true, from: me(), text: 'long ago' },
				});
				expect(await told({ ...contextInfo, participant: bench.bob.lid })).toMatchObject({
					repliesToMe: false,
					quoted: { fromMe: false, from: bobsAddress() },
				});
			},
		);
	});

	describe('a message that belongs to another one', () => {
		const { AssociationType } = proto.MessageAssociation;
		const child = (
			associationType: proto.MessageAssociation.AssociationType,
			parent: string | undefined,
			message: proto.IMessage = { imageMessage: { mimetype: 'image/jpeg' } },
		) => ({
			associatedChildMessage: { message },
			messageContextInfo: {
				messageAssociation: {
					associationType,
					parentMessageKey: parent
						? { id: parent, fromMe: true, remoteJid: bench.bob.jid }
						: undefined,
				},
			},
		});

		test('a picture of an album says of which', async () => {
			const album = await bench.bob.sendMessage(OWNER, { albumMessage: { expectedImageCount: 1 } });
			const picture = await bench.bob.sendMessage(OWNER, child(AssociationType.MEDIA_ALBUM, album));
			expect(await incoming(album)).toMatchObject({ type: 'album', parent: null });
			expect(await incoming(picture)).toMatchObject({
				type: 'image',
				parent: { messageId: album, kind: 'album' },
			});
		});

		test.each([
			['hdVideo', AssociationType.HD_VIDEO_DUAL_UPLOAD],
			['hdImage', AssociationType.HD_IMAGE_DUAL_UPLOAD],
			['motionPhoto', AssociationType.MOTION_PHOTO],
			['hevcVideo', AssociationType.HEVC_VIDEO_DUAL_UPLOAD],
		])(
			'%s: what phones show in the place of another file comes, and says so',
			async (kind, type) => {
				const file = await bench.bob.sendMedia(OWNER, 'image', Buffer.from('small'), {
					mimetype: 'image/jpeg',
				});
				const better = await bench.bob.sendMessage(OWNER, child(type, file));
				expect(await incoming(file)).toMatchObject({ type: 'image', parent: null });
				expect(await incoming(better)).toMatchObject({
					type: 'image',
					parent: { messageId: file, kind },
				});
			},
		);

		test('nothing can be hidden by naming a message that there is none, or none', async () => {
			const words = { conversation: 'hidden?' };
			const { HD_IMAGE_DUAL_UPLOAD, MOTION_PHOTO } = AssociationType;
			const ofNothing = await bench.bob.sendMessage(
				OWNER,
				child(HD_IMAGE_DUAL_UPLOAD, 'NONE', words),
			);
			const ofNone = await bench.bob.sendMessage(OWNER, child(MOTION_PHOTO, undefined, words));
			expect(await incoming(ofNothing)).toMatchObject({ type: 'text', text: 'hidden?' });
			expect(await incoming(ofNone)).toMatchObject({
				text: 'hidden?',
				parent: { messageId: null, kind: 'motionPhoto' },
			});
		});
	});

	test.each<[string, proto.IMessage, object]>([
		[
			'location',
			{ locationMessage: { degreesLatitude: -23.5, degreesLongitude: -46.6, name: 'Shop' } },
			{ type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Shop' } },
		],
		[
			'contact',
			{
				contactMessage: {
					displayName: 'Eve',
					vcard: 'BEGIN:VCARD\nFN:Eve\nTEL;waid=5511900000003:+55 11 90000-0003\nEND:VCARD',
				},
			},
			{ type: 'contacts', contacts: [{ name: 'Eve', phones: ['5511900000003'] }] },
		],
		[
			'contact of an old phone',
			{
				contactMessage: {
					vcard:
						'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Silva;Jo=C3=\r\n=A3o\r\nTEL;CELL:+55 11 1\r\nTEL;VALUE=uri:tel:+55-11-2;ext=9\r\nEND:VCARD',
				},
			},
			{ type: 'contacts', contacts: [{ name: 'João Silva', phones: ['+55 11 1', '+55-11-2'] }] },
		],
		[
			'photo to be seen once',
			{ viewOnceMessageV2: { message: { imageMessage: { viewOnce: true } } } },
			{ type: 'image', viewOnce: true },
		],
		[
			'kind that nobody knows',
			{ encReactionMessage: { encIv: Buffer.from('iv') } },
			{ type: 'unknown', unknown: { kind: 'encReactionMessage' } },
		],
		[
			'lead from an ad',
			{
				extendedTextMessage: {
					text: 'I saw your ad',
					contextInfo: {
						externalAdReply: { title: 'Sale', sourceId: '42', sourceType: 'ad', ctwaClid: 'ARB' },
					},
				},
			},
			{ type: 'text', ad: { title: 'Sale', sourceId: '42', sourceType: 'ad', ctwaClid: 'ARB' } },
		],
	])('a %s says what it is', async (_what, message, told) => {
		expect(await incoming(await bench.bob.sendMessage(OWNER, message))).toMatchObject(told);
	});

	test('a message in too many envelopes is one that nobody can read, and holds up no other', async () => {
		let message: proto.IMessage = { conversation: 'hidden' };
		for (let i = 0; i < 1_500; i++) message = { ephemeralMessage: { message } };
		const id = await bench.bob.sendMessage(OWNER, message);
		const next = await bench.bob.sendText(OWNER, 'behind it');
		expect(await incoming(id)).toMatchObject({
			type: 'unknown',
			text: null,
			reference: null,
			from: bobsAddress(),
			unknown: { kind: 'ephemeralMessage' },
		});
		expect(await incoming(next)).toMatchObject({ text: 'behind it' });
	});

	test('reactions and comments of announcement groups are sealed, and opened', async () => {
		const community = await bench.simulator.group({ subject: 'Community', members: [OWNER, BOB] });
		const messageContextInfo = { messageSecret: randomBytes(32) };
		const news = await bench.bob.sendMessage(community.id, {
			conversation: 'News',
			messageContextInfo,
		});
		await incoming(news);
		const target = { messageId: news, fromMe: false, from: { phone: BOB } };
		expect(await reaction(await bench.bob.reactSealed(news, '🎉'))).toMatchObject({
			type: 'reaction',
			reaction: { emoji: '🎉', target },
		});
		const comment = await bench.bob.comment(news, 'More soon');
		expect(await incoming(comment)).toMatchObject({
			type: 'text',
			text: 'More soon',
			replyTo: news,
			quoted: target,
		});
	});

	test('a reaction comes and goes', async () => {
		const ours = await sendContent(BOB, { type: 'text', text: 'good news' });
		const target = { messageId: ours, fromMe: true, from: { phone: OWNER } };
		expect(await reaction(await bench.bob.react(ours, '🎉'))).toMatchObject({
			type: 'reaction',
			text: null,
			reference: null,
			reaction: { emoji: '🎉', target },
		});
		expect(await reaction(await bench.bob.react(ours, ''))).toMatchObject({
			reaction: { emoji: null, target },
		});
	});

	test('a pin comes and goes', async () => {
		const id = await bench.bob.sendText(OWNER, 'to be pinned');
		expect(await incoming(await bench.bob.pin(id, 86_400))).toMatchObject({
			type: 'pin',
			pin: { pinned: true, seconds: 86_400, target: { messageId: id, fromMe: false } },
		});
		expect(await incoming(await bench.bob.unpin(id))).toMatchObject({
			pin: { pinned: false, seconds: null, target: { messageId: id, from: { phone: BOB } } },
		});
	});

	describe('a poll', () => {
		const QUESTION = 'Lunch?';
		const OPTIONS = ['Fish', 'Soup', 'Pie'];

		test('of a contact says what can be chosen', async () => {
			const id = await bench.bob.createPoll(OWNER, QUESTION, OPTIONS, { selectableCount: 2 });
			expect(await incoming(id)).toMatchObject({
				type: 'poll',
				text: QUESTION,
				poll: { question: QUESTION, options: OPTIONS, selectable: 2 },
			});
		});

		test.each(['pn', 'lid'] as const)('of ours is voted in, by any name (%s)', async (actor) => {
			const poll = await sendContent(BOB, {
				type: 'poll',
				question: QUESTION,
				options: OPTIONS,
				selectable: 0,
			});
			const vote = async (...options: string[]) => {
				const { pollVote: vote } = await pollVote(await bench.bob.vote(poll, options, { actor }));
				return vote;
			};
			expect(await vote('Pie', 'Fish')).toEqual({
				pollMessageId: poll,
				question: QUESTION,
				options: ['Fish', 'Pie'],
				problem: null,
			});
			expect(await vote('Soup')).toMatchObject({ options: ['Soup'] });
			expect(await vote()).toMatchObject({ options: [] });
		});

		test('of the phone is voted in', async () => {
			const poll = await bench.phone.createPoll(BOB, QUESTION, OPTIONS);
			expect(await fromPhone(poll)).toMatchObject({ type: 'poll', fromMe: true });
			await bench.bob.waitForMessage(poll);
			expect(await pollVote(await bench.bob.vote(poll, ['Soup']))).toMatchObject({
				pollVote: { options: ['Soup'] },
			});
		});

		test('that nobody here knows says so', async () => {
			const id = await bench.bob.sendMessage(OWNER, {
				pollUpdateMessage: {
					pollCreationMessageKey: { id: 'UNKNOWN', remoteJid: bench.bob.jid, fromMe: true },
					vote: { encPayload: Buffer.from('sealed'), encIv: Buffer.alloc(12) },
				},
			});
			expect(await pollVote(id)).toMatchObject({
				type: 'pollVote',
				pollVote: { options: null, problem: expect.stringContaining('poll is not known') },
			});
		});
	});

	describe('an event', () => {
		const details = { name: 'Party', startTime: 1_900_000_000, location: 'Park' };

		test('says when and where', async () => {
			expect(await incoming(await bench.bob.createEvent(OWNER, details))).toMatchObject({
				type: 'event',
				text: 'Party',
				eventDetails: {
					name: 'Party',
					startsAt: '2030-03-17T17:46:40.000Z',
					location: { name: 'Park' },
					canceled: false,
				},
			});
		});

		test('is answered', async () => {
			const event = await bench.phone.createEvent(BOB, details);
			await fromPhone(event);
			await bench.bob.waitForMessage(event);
			expect(await incoming(await bench.bob.answerEvent(event, 'NOT_GOING'))).toMatchObject({
				type: 'eventAnswer',
				eventAnswer: {
					target: { messageId: event, fromMe: true },
					eventName: 'Party',
					answer: 'notGoing',
					problem: null,
				},
			});
		});

		test('is edited', async () => {
			const event = await bench.bob.createEvent(OWNER, details);
			await incoming(event);
			const editId = await bench.bob.editEvent(event, {
				...details,
				name: 'Party!',
				isCanceled: true,
			});
			const edited = await heard.next('message.edited', (found) => found.editId === editId);
			expect(edited).toMatchObject({
				messageId: event,
				type: 'event',
				eventDetails: { name: 'Party!', canceled: true },
			});
		});
	});

	describe('a change', () => {
		const edit = (editId: string) =>
			heard.next('message.edited', (event) => event.editId === editId);
		const deletion = (messageId: string) =>
			heard.next('message.deleted', (event) => event.messageId === messageId);

		test('of a text says how it reads now, and answers quote that', async () => {
			const id = await bench.bob.sendText(OWNER, 'helo');
			await incoming(id);
			expect(await edit(await bench.bob.edit(id, 'hello!'))).toMatchObject({
				messageId: id,
				fromMe: false,
				from: { phone: BOB },
				type: 'text',
				text: 'hello!',
			});
			expect(await edit(await bench.bob.edit(id, 'hello!!'))).toMatchObject({ text: 'hello!!' });
			runs++;
			const { messageId } = await send(bench, {
				to: BOB,
				content: { type: 'text', text: 'quoting' },
				origin: { key: `quoting ${runs}` },
				replyTo: { messageId: id },
			});
			const { message } = await bench.bob.waitForMessage(messageId);
			expect(message.extendedTextMessage?.contextInfo).toMatchObject({
				stanzaId: id,
				quotedMessage: { conversation: 'hello!!' },
			});
		});

		test.each(['pn', 'lid'] as const)(
			'that is sealed is opened, by any name (%s)',
			async (name) => {
				const names = { creator: name, actor: name };
				const messageContextInfo = { messageSecret: randomBytes(32) };
				const id = await bench.bob.sendMessage(OWNER, { conversation: 'helo', messageContextInfo });
				await incoming(id);
				for (const text of ['hello!', 'hello!!']) {
					expect(
						await edit(await bench.bob.editSealed(id, { conversation: text }, names)),
					).toMatchObject({
						messageId: id,
						from: { phone: BOB },
						type: 'text',
						text,
					});
				}
				expect(ofMessage(id).filter(({ event }) => event === 'message.incoming')).toHaveLength(1);
			},
		);

		test('that is sealed, of a message that is not known, says that it cannot be read', async () => {
			const id = await bench.bob.sendMessage(OWNER, {
				secretEncryptedMessage: {
					targetMessageKey: { id: 'BEFORE', remoteJid: bench.bob.jid, fromMe: true },
					secretEncType: proto.Message.SecretEncryptedMessage.SecretEncType.MESSAGE_EDIT,
					encPayload: Buffer.from('sealed'),
					encIv: Buffer.alloc(12),
				},
			});
			expect(await edit(id)).toMatchObject({
				messageId: 'BEFORE',
				type: 'unknown',
				text: null,
				reference: null,
				unknown: { problem: expect.stringContaining('could not be read') },
			});
		});

		test('of a caption leaves the file', async () => {
			const id = await bench.bob.sendMedia(OWNER, 'image', Buffer.from('picture'), {
				mimetype: 'image/png',
				caption: 'befor',
			});
			await incoming(id);
			const editId = await bench.bob.editTo(id, { imageMessage: { caption: 'before' } });
			expect(await edit(editId)).toMatchObject({
				messageId: id,
				type: 'image',
				text: 'before',
				media: { mimetype: 'image/png', size: 7 },
			});
		});

		test('for everyone deletes a message, and what was kept of it', async () => {
			const id = await bench.bob.sendText(OWNER, 'a secret');
			await incoming(id);
			await bench.bob.deleteForEveryone(id);
			expect(await deletion(id)).toMatchObject({
				chat: { phone: BOB },
				fromMe: false,
				from: { phone: BOB },
				author: { fromMe: false, from: { phone: BOB } },
			});
			const origin = { key: 'quoting what is gone' };
			const content: MessageContent = { type: 'text', text: 'what?' };
			const answer = send(bench, { to: BOB, content, origin, replyTo: { messageId: id } });
			await expect(answer).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
		});

		test('that somebody else makes of our messages is none', async () => {
			const ours = await sendContent(BOB, { type: 'text', text: 'mine' });
			const { MESSAGE_EDIT, REVOKE } = proto.Message.ProtocolMessage.Type;
			const key = { id: ours, fromMe: true, remoteJid: bench.bob.jid };
			const editedMessage = { conversation: 'forged' };
			await bench.bob.sendMessage(OWNER, { protocolMessage: { type: REVOKE, key } });
			await bench.bob.sendMessage(OWNER, {
				protocolMessage: { type: MESSAGE_EDIT, key, editedMessage },
			});
			await incoming(await bench.bob.sendText(OWNER, 'after the forgeries'));
			const told = ofMessage(ours).map(({ event }) => event);
			expect(told).not.toContain('message.deleted');
			expect(told).not.toContain('message.edited');
		});

		test('of a message whose ID somebody took from another chat leaves that one as it is', async () => {
			const carol = await bench.simulator.contact('5511900000003', { name: 'Carol' });
			const members = [BOB, carol.number, OWNER];
			const group = await bench.simulator.group({ subject: 'Trio', members });
			const id = await bench.bob.sendText(group.id, 'I said this');
			await incoming(id);
			await carol.sendText(OWNER, 'mine', { id });
			const { MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
			const key = { id, fromMe: true, remoteJid: OWNER };
			const editedMessage = { conversation: 'forged' };
			expect(
				await edit(
					await carol.sendMessage(OWNER, {
						protocolMessage: { type: MESSAGE_EDIT, key, editedMessage },
					}),
				),
			).toMatchObject({ from: { phone: carol.number }, text: 'forged' });
			const origin = { key: 'quoting what Bob said' };
			const content: MessageContent = { type: 'text', text: 'quoting' };
			const answer = { to: group.id, content, origin, replyTo: { messageId: id } };
			const { message } = await bench.bob.waitForMessage((await send(bench, answer)).messageId);
			expect(message.extendedTextMessage?.contextInfo).toMatchObject({
				participant: expect.stringContaining(BOB),
				quotedMessage: { conversation: 'I said this' },
			});
		});

		test('that the phone makes is told, too', async () => {
			const id = await bench.phone.sendText(BOB, 'from the phon');
			await fromPhone(id);
			expect(await edit(await bench.phone.edit(id, 'from the phone'))).toMatchObject({
				messageId: id,
				fromMe: true,
				text: 'from the phone',
			});
			await bench.phone.deleteForEveryone(id);
			expect(await deletion(id)).toMatchObject({ fromMe: true, author: { fromMe: true } });
		});
	});

	describe('buttons and lists', () => {
		test('of a contact say what can be pressed', async () => {
			const id = await bench.bob.sendMessage(OWNER, {
				buttonsMessage: {
					contentText: 'Choose',
					buttons: [{ buttonId: '1', buttonText: { displayText: 'One' }, type: 1 }],
				},
			});
			expect(await incoming(id)).toMatchObject({
				type: 'buttons',
				text: 'Choose',
				buttons: { style: 'plain', buttons: [{ type: 'reply', id: '1', text: 'One' }] },
			});
		});

		test('of ours say which was pressed', async () => {
			const list = await bench.phone.sendMessage(BOB, {
				listMessage: {
					description: 'Choose',
					buttonText: 'Open',
					listType: 1,
					sections: [{ title: 'All', rows: [{ rowId: 'r1', title: 'Row one' }] }],
				},
			});
			await bench.bob.waitForMessage(list);
			expect(await incoming(await bench.bob.chooseRow(list, 'r1'))).toMatchObject({
				type: 'listAnswer',
				text: 'Row one',
				replyTo: list,
				listAnswer: { id: 'r1', title: 'Row one' },
			});
			const buttonParamsJson = JSON.stringify({ id: 'yes', display_text: 'Yes!' });
			const buttons = await bench.phone.sendMessage(BOB, {
				interactiveMessage: {
					nativeFlowMessage: { buttons: [{ name: 'quick_reply', buttonParamsJson }] },
				},
			});
			await bench.bob.waitForMessage(buttons);
			expect(await incoming(await bench.bob.pressButton(buttons, 'yes'))).toMatchObject({
				type: 'buttonAnswer',
				text: 'Yes!',
				buttonAnswer: { id: 'yes', text: 'Yes!' },
			});
		});
	});

	test.each(['pn', 'lid'] as const)(
		'in groups that go by %s it is the same',
		async (addressing) => {
			const carol = await bench.simulator.contact('5511900000003', { name: 'Carol' });
			const members = [BOB, carol.number, OWNER];
			const group = await bench.simulator.group({ subject: 'Trio', members, addressing });
			const poll = await bench.bob.createPoll(group.id, 'Who?', ['Me', 'You']);
			const asked = await incoming(poll);
			expect(asked).toMatchObject({
				chat: { id: group.id, type: 'group', name: 'Trio' },
				from: { ...bobsAddress(), name: 'Bob' },
				type: 'poll',
			});
			await carol.waitForMessage(poll);
			expect(await pollVote(await carol.vote(poll, ['You']))).toMatchObject({
				from: { phone: carol.number },
				pollVote: { options: ['You'] },
			});
			expect(await reaction(await carol.react(poll, '👍'))).toMatchObject({
				reaction: { emoji: '👍', target: { messageId: poll, fromMe: false, from: bobsAddress() } },
			});
			const ours = await bench.phone.sendText(group.id, 'by the phone');
			expect(await fromPhone(ours)).toMatchObject({
				chat: { id: group.id },
				from: { phone: OWNER },
				text: 'by the phone',
			});
			await carol.waitForMessage(ours);
			expect(await reaction(await carol.react(ours, '🎉'))).toMatchObject({
				reaction: { target: { messageId: ours, fromMe: true, from: { phone: OWNER } } },
			});
			const nonsense = await carol.sendText(group.id, 'nonsense');
			await incoming(nonsense);
			await bench.bob.waitForMessage(nonsense);
			await bench.bob.deleteForEveryone(nonsense);
			const deleted = await heard.next('message.deleted', (event) => event.messageId === nonsense);
			expect(deleted).toMatchObject({
				from: { phone: BOB },
				author: { fromMe: false, from: { phone: carol.number } },
			});
		},
	);

	test('a status of a contact, and an answer to one of ours', async () => {
		const status = await bench.bob.postStatus('sunny here', [OWNER]);
		expect(await incoming(status)).toMatchObject({
			chat: { id: 'status@broadcast', type: 'status', phone: null },
			from: { phone: BOB },
			text: 'sunny here',
		});
		const own = await bench.phone.postStatus('rainy here', [BOB]);
		await bench.bob.waitForMessage(own);
		expect(await incoming(await bench.bob.reply(own, 'poor you'))).toMatchObject({
			chat: { type: 'direct', phone: BOB },
			isStatusReply: true,
			quoted: { text: 'rainy here', fromMe: true },
		});
	});

	describe('what the phone sends', () => {
		test('is an event of its own, in the chat with whom it went to', async () => {
			const id = await bench.phone.sendText(BOB, 'typed by hand');
			expect(await fromPhone(id)).toMatchObject({
				fromMe: true,
				chat: { type: 'direct', ...bobsAddress(), name: 'Bob' },
				from: { phone: OWNER },
				text: 'typed by hand',
			});
		});

		test('is none of what the engine sends', async () => {
			const id = await sendContent(BOB, { type: 'text', text: 'by the engine' });
			await bench.phone.waitForCopy(id);
			await fromPhone(await bench.phone.sendText(BOB, 'after it'));
			expect(ofMessage(id).map(({ event }) => event)).not.toContain('message.sentFromPhone');
		});
	});

	test('WhatsApp’s own message comes to those who ask for it, without its keys', async () => {
		const raw = await (async () => {
			const all: EngineEvent[] = [];
			const handle = await bench.host.subscribe(
				bench.account,
				{ events: ['message.incoming'], start: 'now', raw: true },
				async ({ events }) => void all.push(...events),
			);
			const id = await bench.bob.sendMedia(OWNER, 'image', Buffer.from('x'), {
				mimetype: 'image/png',
			});
			await incoming(id);
			await handle.close();
			return all.find((event) => 'messageId' in event && event.messageId === id);
		})();
		expect(raw).toMatchObject({
			raw: { imageMessage: { mimetype: 'image/png', fileLength: '1' } },
		});
		expect(JSON.stringify(raw)).not.toContain('mediaKey');
		expect(heard.all.some((event) => 'raw' in event)).toBe(false);
	});

	test('what WhatsApp gives to the phone only is asked of the phone', async () => {
		const id = await bench.bob.sendText(OWNER, 'From the ad', { phoneOnly: true });
		expect(await incoming(id)).toMatchObject({
			chat: { type: 'direct', ...bobsAddress(), name: 'Bob' },
			from: { ...bobsAddress(), name: 'Bob' },
			text: 'From the ad',
		});
	});

	describe('while the engine is away', () => {
		test('everything waits, comes once, and in order', async () => {
			await heard.close();
			const durable = { durableId: 'workflow:receiving' };
			const before = await collect(bench, undefined, durable);
			const question = await sendContent(BOB, {
				type: 'poll',
				question: 'Back?',
				options: ['Yes', 'No'],
				selectable: 1,
			});
			await before.close();
			await bench.host.close();

			const text = await bench.bob.sendText(OWNER, 'while you were away');
			const edit = await bench.bob.edit(text, 'while you were out');
			const vote = await bench.bob.vote(question, ['Yes']);
			const byHand = await bench.phone.sendText(BOB, 'by hand');
			const reaction = await bench.bob.react(text, '👍');
			const deleted = await bench.bob.sendText(OWNER, 'a mistake');
			const deletion = await bench.bob.deleteForEveryone(deleted);

			await bench.restart();
			heard = await collect(bench, undefined, { ...durable, start: 'resume' });
			await untilConnected(bench);
			await heard.next('message.deleted', (event) => event.messageId === deleted);
			await fromPhone(byHand);

			const told = heard.all.filter((event) => 'fromMe' in event);
			const named = told.map((event) => {
				if (event.event === 'message.edited') return event.editId;
				if (event.event === 'message.deleted') return deletion;
				return event.messageId;
			});
			// The copy of what the phone wrote comes in a stream of its own.
			expect(named.filter((id) => id !== byHand)).toEqual([
				text,
				edit,
				vote,
				reaction,
				deleted,
				deletion,
			]);
			expect(named.filter((id) => id === byHand)).toHaveLength(1);
			expect(told.find((event) => event.messageId === vote)).toMatchObject({
				pollVote: { question: 'Back?', options: ['Yes'] },
			});
		});

		test('what WhatsApp gives to the phone only is asked for, though the engine ended before it had asked', async () => {
			const id = await bench.bob.sendText(OWNER, 'I saw your ad', { phoneOnly: true });
			await untilAcked(bench.simulator, { id });
			await heard.close();
			await bench.restart();
			heard = await collect(bench);
			expect(await incoming(id)).toMatchObject({
				chat: { type: 'direct', phone: BOB },
				from: { phone: BOB },
				text: 'I saw your ad',
			});
		});

		test('a message that comes twice is told once', async () => {
			bench.simulator.faults.duplicateNext(OWNER);
			const id = await bench.bob.sendText(OWNER, 'only once');
			await incoming(id);
			await incoming(await bench.bob.sendText(OWNER, 'and this'));
			expect(ofMessage(id)).toHaveLength(1);
		});

		test('a reaction to nothing, which Baileys drops, is told in its place', async () => {
			const id = await bench.bob.sendMessage(OWNER, { reactionMessage: { text: '?' } });
			const next = await bench.bob.sendText(OWNER, 'after the reaction to nothing');
			expect(await reaction(id)).toMatchObject({
				type: 'reaction',
				reaction: { emoji: '?', target: { messageId: '' } },
			});
			await incoming(next);
			const ids = heard.all.map((event) => 'messageId' in event && event.messageId);
			expect(ids.indexOf(id)).toBeLessThan(ids.indexOf(next));
		});
	});
});

describe('where no content is kept', () => {
	const bench = useBench({ settings: { keepContentHours: 0 } });

	test('votes and edits are read all the same, and references stand in for what messages say', async () => {
		const { bob } = bench;
		const { messageId: poll } = await send(bench, {
			to: BOB,
			content: { type: 'poll', question: 'Kept?', options: ['Yes', 'No'], selectable: 1 },
			origin: { key: 'poll' },
		});
		await bob.waitForMessage(poll);
		await bench.restart();
		const heard = await collect(bench);
		const vote = await bob.vote(poll, ['No']);
		const voted = await heard.next('message.pollVote', (event) => event.messageId === vote);
		expect(voted.pollVote).toMatchObject({ question: 'Kept?', options: ['No'] });

		const messageContextInfo = { messageSecret: randomBytes(32) };
		const typo = await bob.sendMessage(OWNER, { conversation: 'helo', messageContextInfo });
		await heard.next('message.incoming', (event) => event.messageId === typo);
		const editId = await bob.editSealed(typo, { conversation: 'hello' });
		const edited = await heard.next('message.edited', (event) => event.editId === editId);
		expect(edited).toMatchObject({ messageId: typo, text: 'hello' });

		const text = await bob.sendText(OWNER, 'remember this');
		const { reference } = await heard.next('message.incoming', (event) => event.messageId === text);
		const { messageId } = await send(bench, {
			to: BOB,
			content: { type: 'text', text: 'I do' },
			origin: { key: 'answer' },
			replyTo: { messageId: text, reference: reference ?? undefined },
		});
		const { message } = await bob.waitForMessage(messageId);
		expect(message.extendedTextMessage?.contextInfo).toMatchObject({
			stanzaId: text,
			quotedMessage: { conversation: 'remember this' },
		});

		const file = Buffer.from('bytes of a picture');
		const image = await bob.sendMedia(OWNER, 'image', file, { mimetype: 'image/png' });
		const picture = await heard.next('message.incoming', (event) => event.messageId === image);
		const { info, content } = await bench.host.openMedia(bench.account, {
			messageId: image,
			reference: picture.reference ?? undefined,
			maxSize: 1_000,
		});
		expect(info).toMatchObject({ kind: 'image', mimetype: 'image/png', size: file.length });
		expect(Buffer.concat(await content.toArray())).toEqual(file);
	});
});
