import type { proto } from '@whiskeysockets/baileys';
import {
	recipient,
	startedBy,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import type { ReceivedMessage, VirtualGroup } from '../../simulator';
import { startFileServer } from '../../support/file-server';
import { mp4, ogg, pdf, png, wav } from '../../support/files';
import {
	messageOutput,
	type SourceFile,
	spaced,
	useFeatures,
	useStage,
	WITHIN_MS,
} from '../harness';

/** The features of messages: from the node in a real n8n to what the virtual contact decrypted. */
useFeatures('messages');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const MEMBER = stage.number(3);
const BIA = stage.number(4);

let group: VirtualGroup;
/** A published workflow that starts on everything that comes in. */
let listener: string;

beforeAll(async () => {
	await stage.simulator.contact(MEMBER);
	group = await stage.simulator.group({ subject: 'Team', members: [OWNER, CONTACT, MEMBER] });
	const trigger = whatsAppTrigger(stage.credential, ['message.incoming']);
	const published = await stage.rest.createWorkflow(workflow('Listener', trigger));
	await stage.rest.publish(published);
	listener = published.id;
});

const file = (content: Buffer, fileName: string, mimeType: string): SourceFile => ({
	content,
	fileName,
	mimeType,
});
const fromItem = { fileFrom: 'binary', binaryField: 'data' };

interface Sent extends ReceivedMessage {
	/** What the node put out. */
	output: Record<string, unknown>;
}

/** Runs the operation on one item, and returns what the contact got. */
async function send(operation: string, parameters: object, source?: SourceFile): Promise<Sent> {
	const to = { to: recipient(CONTACT), ...parameters };
	const { json } = await messageOutput(stage, stage.credential, operation, to, source);
	// A deletion is a message, too, with an ID beside that of the message that it deletes.
	const message = await stage.contact.waitForMessage(
		String(json['deletionId'] ?? json['messageId']),
	);
	return { ...message, output: json };
}

/** Resolves when n8n has started a workflow with the message: the engine knows it from then on. */
async function known(messageId: string): Promise<void> {
	const what = `the event of ${messageId}`;
	const isIt = startedBy('message.incoming', messageId);
	await stage.rest.executionWhere(listener, what, WITHIN_MS, isIt);
}

/** A message of the contact that the engine knows. */
async function incoming(text: string, to = OWNER): Promise<string> {
	const messageId = await stage.contact.sendText(to, text);
	await known(messageId);
	return messageId;
}

const content = (message: ReceivedMessage): proto.IMessage => message.message;

/** A file that is a part of a message. */
async function fileIn(
	kind: 'image' | 'video' | 'document',
	part: proto.Message.IImageMessage | null | undefined,
): Promise<Buffer> {
	const { mediaKey, directPath, fileEncSha256 } = part ?? {};
	if (!mediaKey || !directPath || !fileEncSha256) throw new Error('There is no file');
	return await stage.contact.openFile({ kind, mediaKey, directPath, fileEncSha256 });
}

test('Text', async () => {
	expect(await send('sendText', { text: 'Hello *Ana*' })).toMatchObject({ text: 'Hello *Ana*' });
});

test('Reply', async () => {
	const question = await incoming('How much?');
	const answer = await send('sendText', { text: 'Ten', options: { replyTo: question } });
	expect(content(answer).extendedTextMessage?.contextInfo).toMatchObject({
		stanzaId: question,
		quotedMessage: { conversation: 'How much?' },
	});
});

test('Text as a person sends it', async () => {
	const question = await incoming('What do you have?');
	const paragraphs = [
		'**Two plans:**',
		'- Basic: '.concat('for one. '.repeat(40)),
		'[More](https://example.com)',
	];
	const options = { automaticTyping: true, convertMarkdown: true, markAsRead: true, split: 3 };
	const { output } = await send('sendText', { text: paragraphs.join('\n\n'), options });
	const ids = output['messageIds'] as string[];
	for (const id of ids) await stage.contact.waitForMessage(id, WITHIN_MS);
	const arrived = stage.contact.received.filter(({ id }) => ids.includes(id));
	expect(arrived.map(({ id }) => id)).toEqual(ids);
	expect(arrived.map(({ text }) => text)).toEqual([
		'*Two plans:*',
		paragraphs[1]?.trim(),
		'More (https://example.com)',
	]);
	expect(ids.at(-1)).toBe(output['messageId']);
	expect(stage.contact.typing).toContain('composing');
	expect(stage.contact.receipts).toContainEqual(
		expect.objectContaining({ ids: expect.arrayContaining([question]) as string[], type: 'read' }),
	);
});

test('Private answer to a group message', async () => {
	const question = await incoming('Who can help?', group.id);
	const answer = await send('sendText', {
		to: recipient(group.id),
		text: 'I can',
		options: { replyTo: question, replyPrivately: true },
	});
	expect(answer.chat).not.toBe(group.id);
	expect(content(answer).extendedTextMessage?.contextInfo).toMatchObject({
		stanzaId: question,
		remoteJid: group.id,
	});
});

test('Mention participants', async () => {
	const message = await send('sendText', {
		to: recipient(group.id),
		text: `@${CONTACT} please`,
		options: { mentions: `+${CONTACT}` },
	});
	const mentioned = [`${CONTACT}@s.whatsapp.net`];
	expect(content(message).extendedTextMessage?.contextInfo?.mentionedJid).toEqual(mentioned);
	const picture = await send('sendImage', {
		to: recipient(group.id),
		fileFrom: 'base64',
		base64: png().toString('base64'),
		caption: `@${CONTACT} look`,
		options: { mentions: `+${CONTACT}` },
	});
	expect(content(picture).imageMessage?.contextInfo?.mentionedJid).toEqual(mentioned);
});

test('Mention everyone silently', async () => {
	const message = await send('sendText', {
		to: recipient(group.id),
		text: 'To all',
		options: { mentionEveryone: true },
	});
	expect(content(message).extendedTextMessage?.contextInfo?.nonJidMentions).toBe(1);
});

test('Mention groups of a community', async () => {
	const message = await send('sendText', {
		to: recipient(group.id),
		text: `See @${group.id}`,
		options: { mentionGroups: { group: [{ chat: group.id, name: 'Team' }] } },
	});
	expect(content(message).extendedTextMessage?.contextInfo?.groupMentions).toMatchObject([
		{ groupJid: group.id, groupSubject: 'Team' },
	]);
});

test('Disappearing message', async () => {
	const message = await send('sendText', { text: 'Soon gone', options: { disappearAfter: 86400 } });
	expect(content(message).extendedTextMessage?.contextInfo?.expiration).toBe(86400);
});

test('Image', async () => {
	const picture = png();
	const message = await send(
		'sendImage',
		{ ...fromItem, caption: 'Look' },
		file(picture, 'a.png', 'image/png'),
	);
	expect(message.text).toBe('Look');
	expect(content(message).imageMessage).toMatchObject({ mimetype: 'image/png', width: 26 });
	expect(await stage.contact.openMedia(message.id)).toEqual(picture);
});

test('View once', async () => {
	const once = async (operation: string, bytes: Buffer) => {
		const { message } = await send(operation, {
			fileFrom: 'base64',
			base64: bytes.toString('base64'),
			options: { viewOnce: true },
		});
		return (message.viewOnceMessageV2 ?? message.viewOnceMessageV2Extension)?.message;
	};
	expect((await once('sendImage', png()))?.imageMessage?.viewOnce).toBe(true);
	expect((await once('sendVideo', await mp4()))?.videoMessage?.viewOnce).toBe(true);
	expect((await once('sendAudio', await ogg()))?.audioMessage?.viewOnce).toBe(true);
});

test('Sticker', async () => {
	const message = await send(
		'sendSticker',
		{ ...fromItem, options: { author: 'Ana', pack: 'Greetings' } },
		file(png(), 'a.png', 'image/png'),
	);
	expect(content(message).stickerMessage).toMatchObject({ mimetype: 'image/webp', width: 512 });
	const webp = await stage.contact.openMedia(message.id);
	expect(webp.toString('latin1')).toMatch(/^RIFF.{4}WEBP/s);
	expect(webp.toString('latin1')).toContain('"sticker-pack-publisher":"Ana"');
});

test('Album', async () => {
	const clip = await mp4();
	const files = [
		{ base64: png().toString('base64'), caption: 'Outside' },
		{ kind: 'video', base64: clip.toString('base64'), caption: 'Inside' },
	];
	const { id, message, output } = await send('sendAlbum', {
		filesDefine: 'json',
		filesJson: JSON.stringify(files),
	});
	expect(message.albumMessage).toMatchObject({ expectedImageCount: 1, expectedVideoCount: 1 });
	const items = output['items'] as { messageId: string }[];
	const [outside, inside] = await Promise.all(
		items.map(({ messageId }) => stage.contact.waitForMessage(messageId)),
	);
	expect([outside?.text, inside?.text]).toEqual(['Outside', 'Inside']);
	for (const part of [outside, inside]) {
		expect(part?.message.messageContextInfo?.messageAssociation?.parentMessageKey?.id).toBe(id);
	}
	expect(await stage.contact.openMedia(inside?.id ?? '')).toEqual(clip);
});

test('GIF', async () => {
	const clip = await mp4();
	const message = await send(
		'sendGif',
		{ ...fromItem, caption: '' },
		file(clip, 'a.mp4', 'video/mp4'),
	);
	expect(content(message).videoMessage).toMatchObject({ gifPlayback: true });
	expect(await stage.contact.openMedia(message.id)).toEqual(clip);
});

test('Audio', async () => {
	const recorded = file(await ogg(), 'a.ogg', 'audio/ogg');
	const tone = file(wav(), 'a.wav', 'audio/wav');
	for (const source of [recorded, tone]) {
		const voice = await send('sendAudio', { ...fromItem, sendAs: 'voice' }, source);
		expect(content(voice).audioMessage).toMatchObject({
			ptt: true,
			mimetype: 'audio/ogg; codecs=opus',
			seconds: 1,
			waveform: expect.objectContaining({ length: 64 }),
		});
		expect((await stage.contact.openMedia(voice.id)).toString('latin1')).toMatch(/^OggS/);
	}
	const plain = await send('sendAudio', { ...fromItem, sendAs: 'audio' }, tone);
	expect(content(plain).audioMessage).toMatchObject({ ptt: false, mimetype: 'audio/wav' });
	expect(await stage.contact.openMedia(plain.id)).toEqual(tone.content);
});

test('Video', async () => {
	const clip = await mp4();
	const message = await send(
		'sendVideo',
		{ ...fromItem, caption: 'Watch' },
		file(clip, 'a.mp4', 'video/mp4'),
	);
	expect(content(message).videoMessage).toMatchObject({ caption: 'Watch', mimetype: 'video/mp4' });
	expect(await stage.contact.openMedia(message.id)).toEqual(clip);
});

test('Video note', async () => {
	const clip = await mp4();
	const message = await send('sendVideoNote', fromItem, file(clip, 'a.mp4', 'video/mp4'));
	expect(content(message).ptvMessage).toMatchObject({ mimetype: 'video/mp4' });
	expect(await stage.contact.openMedia(message.id)).toEqual(clip);
});

test('Document', async () => {
	const document = pdf({ pages: 3 });
	const message = await send(
		'sendDocument',
		{ ...fromItem, caption: 'Please pay', options: { fileName: 'Invoice 1042.pdf' } },
		file(document, 'a.pdf', 'application/pdf'),
	);
	const inner = content(message).documentWithCaptionMessage?.message ?? content(message);
	expect(inner.documentMessage).toMatchObject({
		fileName: 'Invoice 1042.pdf',
		mimetype: 'application/pdf',
		pageCount: 3,
		caption: 'Please pay',
	});
	expect(await stage.contact.openMedia(message.id)).toEqual(document);
});

test('Link with custom card', async () => {
	const { message } = await send('sendLink', {
		linkUrl: 'https://example.com/offers',
		title: 'Offers',
		description: 'Until Sunday',
		text: 'Have a look',
		cardImage: 'small',
		fileFrom: 'base64',
		base64: png().toString('base64'),
	});
	expect(message.extendedTextMessage).toMatchObject({
		text: 'Have a look\nhttps://example.com/offers',
		matchedText: 'https://example.com/offers',
		title: 'Offers',
		description: 'Until Sunday',
		jpegThumbnail: expect.anything(),
	});
});

test('Link preview', async () => {
	const web = await startFileServer();
	try {
		const picture = web.serve('shop.png', png());
		const head = `<title>Caf\xe9</title><meta property="og:image" content="${picture}">`;
		const url = web.serve('shop_(tea)', Buffer.from(head, 'latin1'), {
			'content-type': 'text/html; charset=ISO-8859-1',
		});
		const { message } = await send('sendText', {
			text: `(see ${url}).`,
			options: { linkPreview: true },
		});
		expect(message.extendedTextMessage).toMatchObject({ matchedText: url, title: 'Café' });
		expect(message.extendedTextMessage?.jpegThumbnail?.length).toBeGreaterThan(0);
	} finally {
		await web.close();
	}
});

test('A document has the name and type of the file that its address leads to', async () => {
	const web = await startFileServer();
	try {
		const file = web.serve('offers.pdf', pdf({ pages: 2 }), {
			'content-type': 'application/octet-stream',
		});
		const { message } = await send('sendDocument', { fileFrom: 'url', url: web.redirect(file) });
		expect(message.documentMessage).toMatchObject({
			fileName: 'offers.pdf',
			mimetype: 'application/pdf',
			pageCount: 2,
		});
		const name = Buffer.from('attachment; filename="Angebot für Ana"').toString('latin1');
		const url = web.serve('get.php', pdf(), {
			'content-type': 'binary/octet-stream',
			'content-disposition': name,
		});
		const { message: named } = await send('sendDocument', { fileFrom: 'url', url });
		expect(named.documentMessage).toMatchObject({
			fileName: 'Angebot für Ana.pdf',
			mimetype: 'application/pdf',
		});
	} finally {
		await web.close();
	}
});

test('Location', async () => {
	const { message } = await send('sendLocation', {
		latitude: -23.5505,
		longitude: -46.6333,
		name: 'Store',
		address: 'Praça da Sé',
	});
	expect(message.locationMessage).toMatchObject({
		degreesLatitude: -23.5505,
		degreesLongitude: -46.6333,
		name: 'Store',
		address: 'Praça da Sé',
	});
});

test('Contact', async () => {
	const { message } = await send('sendContact', {
		contactsDefine: 'fields',
		contacts: {
			entry: [{ name: 'Bia', phones: spaced(BIA), businessDescription: 'Flowers every day' }],
		},
	});
	expect(message.contactMessage).toMatchObject({ displayName: 'Bia' });
	expect(message.contactMessage?.vcard).toContain(`waid=${BIA}`);
	expect(message.contactMessage?.vcard).toContain('X-WA-BIZ-DESCRIPTION:Flowers every day');
});

test('Several contacts', async () => {
	const card = (name: string) => `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nTEL:+${BIA}\nEND:VCARD\n`;
	const { message } = await send('sendContact', {
		contactsDefine: 'vcard',
		vcard: card('Bia') + card('Caio'),
	});
	expect(message.contactsArrayMessage?.contacts).toMatchObject([
		{ displayName: 'Bia' },
		{ displayName: 'Caio' },
	]);
});

test('Product card', async () => {
	const image = png();
	stage.contact.catalogue = [{ id: 'bread', name: 'Bread', price: 12_500, currency: 'BRL', image }];
	const { message } = await send('sendProduct', {
		business: CONTACT,
		productId: 'bread',
		text: 'This one',
	});
	expect(message.productMessage).toMatchObject({
		businessOwnerJid: stage.contact.jid,
		body: 'This one',
		product: { productId: 'bread', title: 'Bread', currencyCode: 'BRL' },
	});
	const { product } = message.productMessage ?? {};
	expect(Number(product?.priceAmount1000)).toBe(12_500);
	expect(await fileIn('image', product?.productImage)).toEqual(image);
});

test('Catalog card', async () => {
	const { message } = await send('sendCatalog', {
		business: CONTACT,
		text: 'Our catalog',
		options: { title: 'Bakery', description: 'Bread and cakes' },
	});
	const url = `https://wa.me/c/${CONTACT}`;
	expect(message.extendedTextMessage).toMatchObject({
		text: `Our catalog\n${url}`,
		matchedText: url,
		title: 'Bakery',
		description: 'Bread and cakes',
	});
});

const drawn = ({ interactiveMessage }: proto.IMessage) =>
	interactiveMessage?.nativeFlowMessage?.buttons?.map(({ name, buttonParamsJson }) => [
		name,
		JSON.parse(buttonParamsJson ?? '') as unknown,
	]);
const business = expect.objectContaining({ tag: 'biz' }) as unknown;

test('Button – action', async () => {
	const { message, extras } = await send('sendButtons', {
		text: 'Need help?',
		buttons: {
			entry: [
				{ type: 'url', text: 'Open', url: 'https://example.com' },
				{ type: 'call', text: 'Call', phone: spaced(MEMBER) },
			],
		},
	});
	expect(drawn(message)).toEqual([
		['cta_url', expect.objectContaining({ display_text: 'Open', url: 'https://example.com' })],
		['cta_call', { display_text: 'Call', phone_number: `+${MEMBER}` }],
	]);
	expect(extras).toContainEqual(business);
});

test('Button – simple text', async () => {
	const { id, message } = await send('sendButtons', {
		text: 'Do you come?',
		buttons: { entry: [{ type: 'reply', text: 'Yes', id: 'yes' }] },
	});
	expect(drawn(message)).toEqual([['quick_reply', { display_text: 'Yes', id: 'yes' }]]);
	await stage.contact.pressButton(id, 'yes');
});

/** The file above the text of buttons. */
async function header(kind: 'image' | 'video', file: Buffer) {
	const { message } = await send('sendButtons', {
		text: 'Do you come?',
		buttons: { entry: [{ type: 'reply', text: 'Yes', id: 'yes' }] },
		header: kind,
		fileFrom: 'base64',
		base64: file.toString('base64'),
	});
	return await fileIn(kind, message.interactiveMessage?.header?.[`${kind}Message`]);
}

test('Button – with image', async () => {
	const picture = png();
	expect(await header('image', picture)).toEqual(picture);
});

test('Button – with video', async () => {
	const clip = await mp4();
	expect(await header('video', clip)).toEqual(clip);
});

test('Option list', async () => {
	const { id, message } = await send('sendList', {
		text: 'Drink?',
		buttonText: 'Menu',
		rows: {
			entry: [
				{ title: 'Tea', description: 'Hot', id: 'tea', section: 'Hot drinks' },
				{ title: 'Juice', description: '', id: 'juice', section: 'Cold drinks' },
			],
		},
	});
	expect(message.listMessage).toMatchObject({
		description: 'Drink?',
		buttonText: 'Menu',
		sections: [
			{ title: 'Hot drinks', rows: [{ rowId: 'tea', title: 'Tea', description: 'Hot' }] },
			{ title: 'Cold drinks', rows: [{ rowId: 'juice', title: 'Juice' }] },
		],
	});
	await stage.contact.chooseRow(id, 'tea');
});

test('Copy-code (OTP) button', async () => {
	const { message } = await send('sendButtons', {
		text: 'Your code',
		buttons: { entry: [{ type: 'copy', text: 'Copy', code: '123456' }] },
	});
	expect(drawn(message)).toEqual([['cta_copy', { display_text: 'Copy', copy_code: '123456' }]]);
});

test('PIX button', async () => {
	const { message, extras } = await send('sendPix', {
		keyType: 'EMAIL',
		pixKey: 'ana@example.com',
		options: { merchantName: 'Ana Ltda' },
	});
	const [[name, details] = []] = drawn(message) ?? [];
	expect(name).toBe('payment_info');
	expect(JSON.stringify(details)).toContain('"key":"ana@example.com"');
	expect(extras).toContainEqual(business);
});

test('Carousel', async () => {
	const base64 = png().toString('base64');
	const card = (text: string) => ({
		fileFrom: 'base64',
		base64,
		text,
		buttons: { entry: [{ type: 'reply', text: 'Buy', id: text }] },
	});
	const { id, message } = await send('sendCarousel', {
		text: 'New',
		cards: { entry: [card('Pot'), card('Cup')] },
	});
	const { cards } = message.interactiveMessage?.carouselMessage ?? {};
	expect(cards?.map(({ body }) => body?.text)).toEqual(['Pot', 'Cup']);
	expect(cards?.[1]?.header?.imageMessage?.directPath).toBeTruthy();
	await stage.contact.pressButton(id, 'Cup');
});

/** A poll in the chat with the contact. */
const sendPoll = async () =>
	await send('sendPoll', {
		question: 'When?',
		pollOptions: { entry: [{ name: 'Today' }, { name: 'Tomorrow' }] },
	});

test('Poll', async () => {
	const { id, message } = await sendPoll();
	expect(message.pollCreationMessageV3).toMatchObject({
		name: 'When?',
		options: [{ optionName: 'Today' }, { optionName: 'Tomorrow' }],
		selectableOptionsCount: 1,
	});
	await stage.contact.vote(id, ['Today']);
});

/** An event in the group. */
const sendEvent = async () =>
	await send('sendEvent', {
		to: recipient(group.id),
		name: 'Breakfast',
		startsAt: '2030-01-02T09:30:00Z',
		options: { location: 'Café' },
	});

test('Event', async () => {
	const { id, message } = await sendEvent();
	expect(message.eventMessage).toMatchObject({
		name: 'Breakfast',
		location: { name: 'Café' },
		isCanceled: false,
	});
	expect(Number(message.eventMessage?.startTime)).toBe(Date.UTC(2030, 0, 2, 9, 30) / 1000);
	await stage.contact.answerEvent(id, 'GOING');
});

test('Channel admin invite', async () => {
	const channel = await stage.simulator.channel({ name: 'News', admins: [OWNER] });
	const { message } = await send('sendChannelInvite', { channel: channel.id, text: 'Join us' });
	expect(message.newsletterAdminInviteMessage).toMatchObject({
		newsletterJid: channel.id,
		newsletterName: 'News',
		caption: 'Join us',
	});
	await channel.waitForInvite(CONTACT);
});

/** A message of ours that the contact has. */
const sendText = async (text: string) => await send('sendText', { text });

const REVOKE = 0;
const MESSAGE_EDIT = 14;

test('Edit text', async () => {
	const { id } = await sendText('Frday');
	const { message, attributes } = await send('editText', { messageId: id, text: 'Friday' });
	expect(message.protocolMessage).toMatchObject({ key: { id }, type: MESSAGE_EDIT });
	expect(message.protocolMessage?.editedMessage?.extendedTextMessage?.text).toBe('Friday');
	expect(attributes).toMatchObject({ edit: '1' });
});

test('Edit caption', async () => {
	const document = pdf();
	const { id } = await send('sendDocument', {
		fileFrom: 'base64',
		base64: document.toString('base64'),
		caption: 'Plase pay',
		options: { fileName: 'a.pdf' },
	});
	const { text, message } = await send('editCaption', { messageId: id, caption: 'Please pay' });
	expect(text).toBe('Please pay');
	const edited = message.protocolMessage?.editedMessage?.documentMessage;
	expect(edited).toMatchObject({ caption: 'Please pay', fileName: 'a.pdf' });
	expect(await fileIn('document', edited)).toEqual(document);
});

test('Reaction', async () => {
	const id = await incoming('It is done');
	const { message } = await send('react', { messageId: id, emoji: '👍🏽' });
	expect(message.reactionMessage).toMatchObject({ key: { id, fromMe: false }, text: '👍🏽' });
});

test('Remove reaction', async () => {
	const id = await incoming('It is done');
	const { message } = await send('removeReaction', { messageId: id });
	expect(message.reactionMessage).toMatchObject({ key: { id }, text: '' });
});

test('Delete message for everyone', async () => {
	const { id } = await sendText('Forget this');
	const deletion = { messageId: id, deleteFor: 'everyone' };
	const { message, attributes, output } = await send('delete', deletion);
	expect(output).toMatchObject({ deleted: true, messageId: id });
	expect(message.protocolMessage).toMatchObject({ key: { id, fromMe: true }, type: REVOKE });
	expect(attributes).toMatchObject({ edit: '7' });
});

test('Delete message for me', async () => {
	const messageId = await incoming('Spam');
	const to = recipient(CONTACT);
	const { json } = await messageOutput(stage, stage.credential, 'delete', {
		to,
		messageId,
		deleteFor: 'me',
	});
	expect(json).toMatchObject({ deleted: true, messageId });
	await stage.simulator
		.phone(OWNER)
		.waitForAppState(({ index }) => index[0] === 'deleteMessageForMe' && index[2] === messageId);
});

test('Read message', async () => {
	const messageId = await incoming('Did you see this?');
	await messageOutput(stage, stage.credential, 'markAsRead', {
		to: recipient(CONTACT),
		messageIds: messageId,
	});
	await stage.contact.settled();
	expect(stage.contact.receipts).toContainEqual(
		expect.objectContaining({ ids: [messageId], type: 'read' }),
	);
});

test('Forward', async () => {
	const id = await incoming('Pass it on', group.id);
	const { text, message } = await send('forward', {
		messageId: id,
		options: { disappearAfter: 86400 },
	});
	expect(text).toBe('Pass it on');
	expect(message.extendedTextMessage?.contextInfo).toMatchObject({
		isForwarded: true,
		expiration: 86400,
	});
});

test('Pin / unpin message', async () => {
	const id = await incoming('Meet at noon');
	const pinned = await send('pin', { messageId: id, duration: 604_800 });
	expect(pinned.message.pinInChatMessage).toMatchObject({ key: { id }, type: 1 });
	const unpinned = await send('unpin', { messageId: id });
	expect(unpinned.message.pinInChatMessage).toMatchObject({ key: { id }, type: 2 });
});

test('Star / unstar message', async () => {
	const messageId = await incoming('The door code is 42');
	const phone = stage.simulator.phone(OWNER);
	for (const [operation, starred] of [
		['star', true],
		['unstar', false],
	] as const) {
		await messageOutput(stage, stage.credential, operation, { to: recipient(CONTACT), messageId });
		await phone.waitForAppState(
			({ index, action }) =>
				index[0] === 'star' && index[2] === messageId && action.starAction?.starred === starred,
		);
	}
});

test('Vote in poll', async () => {
	const id = await stage.contact.createPoll(OWNER, 'Which?', ['Red', 'Blue']);
	await known(id);
	await send('votePoll', { messageId: id, pollOptions: 'Blue' });
	expect(stage.contact.votesFor(id)).toMatchObject([{ options: ['Blue'] }]);
});

test('Respond to event', async () => {
	const startTime = Date.UTC(2030, 0, 2) / 1000;
	const id = await stage.contact.createEvent(group.id, { name: 'Party', startTime });
	await known(id);
	await send('answerEvent', { to: recipient(group.id), messageId: id, answer: 'going' });
	expect(stage.contact.answersTo(id)).toMatchObject([{ answer: 'GOING' }]);
});

test('Edit / cancel event', async () => {
	const { id } = await sendEvent();
	const to = recipient(group.id);
	const edited = await send('editEvent', {
		to,
		messageId: id,
		name: 'Late breakfast',
		startsAt: '2030-01-02T11:00:00Z',
	});
	expect(stage.contact.openEventEdit(edited.id)).toMatchObject({ name: 'Late breakfast' });
	const other = await sendEvent();
	const canceled = await send('cancelEvent', { to, messageId: other.id });
	const event = stage.contact.openEventEdit(canceled.id);
	expect(event).toMatchObject({ isCanceled: true, name: 'Breakfast' });
	expect(Number(event.startTime)).toBe(Date.UTC(2030, 0, 2, 9, 30) / 1000);
});

test('Download media of a message', async () => {
	const picture = png();
	const messageId = await stage.contact.sendMedia(OWNER, 'image', picture, {
		mimetype: 'image/png',
	});
	await known(messageId);
	const { json, binary } = await messageOutput(stage, stage.credential, 'downloadMedia', {
		messageId,
	});
	expect(json).toMatchObject({ messageId, kind: 'image', mimetype: 'image/png' });
	expect(await stage.rest.binary(binary?.['data'])).toEqual(picture);
});

test('Status of a message', async () => {
	const { id } = await send('sendText', { to: recipient(group.id), text: 'Read this please' });
	await stage.contact.read(id);
	const run = async () =>
		await messageOutput(stage, stage.credential, 'getStatus', { messageId: id });
	const { json } = await run();
	expect(json).toMatchObject({ messageId: id, chat: group.id });
	expect(json['participants']).toContainEqual(
		expect.objectContaining({ phone: CONTACT, status: 'READ' }),
	);
});
