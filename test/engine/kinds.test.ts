import { Readable } from 'node:stream';
import type { proto } from '@whiskeysockets/baileys';
import type { Button, MediaKind, MessageContent, SendMessage } from '../../engine/gateway/contract';
import type { ReceivedMessage, VirtualGroup } from '../simulator';
import { mp4, png } from '../support/files';
import { BOB, collect, OWNER, send, useBench } from './support';

const CAROL = '5511900000003';

describe('what is sent:', () => {
	const bench = useBench();
	let group: VirtualGroup;

	beforeAll(async () => {
		group = await bench.simulator.group({ subject: 'Team', members: [OWNER, BOB] });
	});

	let sends = 0;
	const request = (content: MessageContent, to = BOB): SendMessage => ({
		to,
		content,
		origin: { key: `kind-${sends++}` },
	});

	/** Sends it through the engine; what Bob has decrypted. */
	async function arrives(content: MessageContent, to?: string): Promise<ReceivedMessage> {
		const { messageId } = await send(bench, request(content, to));
		return await bench.bob.waitForMessage(messageId);
	}

	async function stored(kind: MediaKind, file: Buffer): Promise<string> {
		const stream = Readable.from([Buffer.from(file)]);
		return (await bench.host.storeMedia(bench.account, { kind }, stream)).mediaId;
	}

	/** Downloads and decrypts a file that is a part of a message. */
	const open = (
		kind: 'image' | 'video',
		message: proto.Message.IImageMessage | proto.Message.IVideoMessage | null | undefined,
	) => {
		const { mediaKey, directPath, fileEncSha256 } = message ?? {};
		if (!mediaKey || !directPath || !fileEncSha256) throw new Error('There is no file');
		return bench.bob.openFile({ kind, mediaKey, directPath, fileEncSha256 });
	};

	const wait = (messageId: string) =>
		bench.host.request(bench.account, 'message.wait', {
			messageId,
			status: 'SENT',
			timeoutMs: 120_000,
		});

	test('a location arrives', async () => {
		const { message } = await arrives({
			type: 'location',
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

	test('one contact and several arrive', async () => {
		const ana = { name: 'Ana', phones: ['+55 11 90000-0004'] };
		const one = await arrives({ type: 'contacts', contacts: [ana] });
		expect(one.message.contactMessage).toMatchObject({
			displayName: 'Ana',
			vcard: expect.stringContaining('waid=5511900000004:+5511900000004'),
		});
		expect(one.encAttributes).toMatchObject({ mediatype: 'vcard' });
		const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Dan\nEND:VCARD';
		const two = await arrives({ type: 'contacts', contacts: [ana, { vcard }] });
		expect(two.message.contactsArrayMessage?.contacts).toMatchObject([
			{ displayName: 'Ana' },
			{ displayName: 'Dan', vcard },
		]);
		expect(two.encAttributes).toMatchObject({ mediatype: 'contact_array' });
	});

	test('an old vCard goes out with its words as everybody reads them', async () => {
		const vcard = [
			'BEGIN:VCARD',
			'VERSION:2.1',
			'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Concei=C3=A7=C3=A3o;Jo=C3=',
			'=A3o;;;',
			'TEL;CELL:+55 11 90000-0004',
			'END:VCARD',
		].join('\r\n');
		const { message } = await arrives({ type: 'contacts', contacts: [{ vcard }] });
		expect(message.contactMessage).toMatchObject({
			displayName: 'João Conceição',
			vcard: expect.stringContaining('\r\nFN:João Conceição\r\nN:Conceição;João;;;\r\n'),
		});
	});

	test('a text arrives with the image of a link in it', async () => {
		const url = 'https://example.com';
		const mediaId = await stored('linkThumbnail', png());
		const preview = { url, title: 'Example', description: null, mediaId };
		const before = bench.simulator.media.uploads.length;
		const { message } = await arrives({ type: 'text', text: `See ${url}`, preview });
		const { jpegThumbnail, ...card } = message.extendedTextMessage ?? {};
		expect(card).toMatchObject({ matchedText: url, title: 'Example' });
		expect(Buffer.from(jpegThumbnail ?? []).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
		// Trouble with the media host keeps no text from leaving.
		expect(bench.simulator.media.uploads).toHaveLength(before);
	});

	test('a link arrives with a card', async () => {
		const { message, text } = await arrives({
			type: 'link',
			text: 'Look',
			url: 'https://example.com/offers',
			title: 'Offers',
			description: 'Until Sunday',
			size: 'small',
		});
		expect(text).toBe('Look\nhttps://example.com/offers');
		expect(message.extendedTextMessage).toMatchObject({
			matchedText: 'https://example.com/offers',
			title: 'Offers',
			description: 'Until Sunday',
		});
	});

	test.each(['small', 'large'] as const)('a link arrives with a %s image', async (size) => {
		const { message } = await arrives({
			type: 'link',
			text: '',
			url: 'https://example.com',
			title: 'Offers',
			mediaId: await stored('linkThumbnail', png()),
			size,
		});
		const { jpegThumbnail, mediaKey, thumbnailDirectPath, thumbnailEncSha256, thumbnailWidth } =
			message.extendedTextMessage ?? {};
		expect(Buffer.from(jpegThumbnail ?? []).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
		if (size === 'small') return expect(thumbnailDirectPath ?? '').toBe('');
		expect(thumbnailWidth).toBeGreaterThan(0);
		const image = await bench.bob.openFile({
			kind: 'thumbnail-link',
			mediaKey: mediaKey ?? Buffer.alloc(0),
			directPath: thumbnailDirectPath ?? '',
			fileEncSha256: thumbnailEncSha256 ?? Buffer.alloc(0),
		});
		expect(image.subarray(1, 4).toString()).toBe('PNG');
	});

	test('a link to a catalog arrives', async () => {
		const { message } = await arrives({ type: 'catalog', business: CAROL, title: 'Bakery' });
		expect(message.extendedTextMessage).toMatchObject({
			text: `https://wa.me/c/${CAROL}`,
			title: 'Bakery',
		});
	});

	test('a poll arrives and can be voted in', async () => {
		const { id, message, attributes, extras } = await arrives({
			type: 'poll',
			question: 'Lunch?',
			options: ['Fish', 'Soup'],
			selectable: 1,
		});
		expect(message.pollCreationMessageV3).toMatchObject({
			name: 'Lunch?',
			options: [{ optionName: 'Fish' }, { optionName: 'Soup' }],
			selectableOptionsCount: 1,
		});
		expect(attributes).toMatchObject({ type: 'poll' });
		expect(extras).toContainEqual(
			expect.objectContaining({ tag: 'meta', attrs: { polltype: 'creation' } }),
		);
		// Sealed with the secret of the poll: without it there is no vote.
		await bench.bob.vote(id, ['Soup']);
	});

	describe('text that was cut in the middle of an emoji', () => {
		const cut = (words: string) => `${words}${'😀'.charAt(0)}`;
		const mended = (words: string) => `${words}\uFFFD`;

		test.each<[string, MessageContent, object]>([
			[
				'a text',
				{ type: 'text', text: cut('Hi') },
				{ extendedTextMessage: { text: mended('Hi') } },
			],
			[
				'a name in a contact card',
				{ type: 'contacts', contacts: [{ name: cut('Ana'), phones: [CAROL] }] },
				{
					contactMessage: {
						displayName: mended('Ana'),
						vcard: expect.stringContaining(`FN:${mended('Ana')}\r\n`),
					},
				},
			],
			[
				'a row of a list',
				{
					type: 'list',
					text: 'Drink?',
					buttonText: 'Menu',
					sections: [{ title: '', rows: [{ id: cut('tea'), title: cut('Tea') }] }],
				},
				{ listMessage: { sections: [{ rows: [{ rowId: mended('tea'), title: mended('Tea') }] }] } },
			],
		])('%s arrives as text', async (_, content, expected) => {
			expect((await arrives(content)).message).toMatchObject(expected);
		});

		test('the name of a file arrives as text', async () => {
			const file = Readable.from([Buffer.from('words')]);
			const details = { kind: 'document', fileName: `${cut('report')}.txt` } as const;
			const { mediaId, fileName } = await bench.host.storeMedia(bench.account, details, file);
			expect(fileName).toBe(`${mended('report')}.txt`);
			const { message } = await arrives({ type: 'document', mediaId, caption: cut('see') });
			const document =
				message.documentMessage ?? message.documentWithCaptionMessage?.message?.documentMessage;
			expect(document).toMatchObject({
				fileName: `${mended('report')}.txt`,
				caption: mended('see'),
			});
		});

		test('an option of a poll can be voted for, by them and by us', async () => {
			const heard = await collect(bench, ['message.pollVote']);
			const options = [cut('Fish'), 'Soup'];
			const poll = await arrives({ type: 'poll', question: cut('Lunch?'), options, selectable: 1 });
			const vote = await bench.bob.vote(poll.id, [mended('Fish')]);
			const { pollVote } = await heard.next(
				'message.pollVote',
				(event) => event.messageId === vote,
			);
			expect(pollVote).toMatchObject({ question: mended('Lunch?'), options: [mended('Fish')] });
			const target = { messageId: poll.id, fromMe: true };
			await arrives({ type: 'pollVote', target, options: [cut('Fish')] });
			expect(bench.bob.votesFor(poll.id)).toMatchObject([
				{ voter: OWNER, options: [mended('Fish')] },
			]);
			await heard.close();
		});

		test('is mended in what others send, too, so that it can be answered and forwarded', async () => {
			const heard = await collect(bench, ['message.incoming']);
			const message = { conversation: cut('odd') };
			const messageId = await bench.bob.sendMessage(OWNER, message);
			const event = await heard.next('message.incoming', (some) => some.messageId === messageId);
			expect(event.text).toBe(mended('odd'));
			const target = { messageId, reference: event.reference ?? '' };
			const forwarded = await arrives({ type: 'forward', target });
			expect(forwarded.text).toBe(mended('odd'));
			await heard.close();
		});

		test('an ID of the user is one, however it was cut', async () => {
			const origin = { key: cut('order 7 ') };
			const content = { type: 'text', text: 'once' } as const;
			const first = await send(bench, { to: BOB, content, origin });
			const again = await send(bench, { to: BOB, content, origin: { key: mended('order 7 ') } });
			expect(again).toMatchObject({ messageId: first.messageId, duplicate: true });
		});
	});

	test('a poll with several answers arrives in a group', async () => {
		const { message } = await arrives(
			{ type: 'poll', question: 'When?', options: ['Mon', 'Tue', 'Wed'], selectable: 2 },
			group.id,
		);
		expect(message.pollCreationMessage).toMatchObject({ name: 'When?', selectableOptionsCount: 2 });
	});

	test('an event with a call arrives in a group', async () => {
		const { id, message, attributes, extras } = await arrives(
			{
				type: 'event',
				event: {
					name: 'Breakfast',
					startsAt: '2030-01-02T09:30:00Z',
					endsAt: '2030-01-02T10:30:00Z',
					location: 'Café',
					call: 'video',
				},
			},
			group.id,
		);
		expect(message.eventMessage).toMatchObject({
			name: 'Breakfast',
			location: { name: 'Café' },
			joinLink: expect.stringMatching(/^https:\/\/call\.whatsapp\.com\/video\/[\w-]{22}$/),
			isCanceled: false,
		});
		expect(Number(message.eventMessage?.startTime)).toBe(Date.UTC(2030, 0, 2, 9, 30) / 1000);
		expect(Number(message.eventMessage?.endTime)).toBe(Date.UTC(2030, 0, 2, 10, 30) / 1000);
		expect(attributes).toMatchObject({ type: 'event' });
		expect(extras).toContainEqual(
			expect.objectContaining({ tag: 'meta', attrs: { event_type: 'creation' } }),
		);
		await bench.bob.answerEvent(id, 'GOING');
	});

	test('a list arrives and can be chosen from', async () => {
		const { id, message, encAttributes, extras } = await arrives({
			type: 'list',
			text: 'Drink?',
			buttonText: 'Menu',
			sections: [{ title: '', rows: [{ id: 'tea', title: 'Tea', description: 'Hot' }] }],
		});
		expect(message.listMessage).toMatchObject({
			description: 'Drink?',
			buttonText: 'Menu',
			sections: [{ rows: [{ rowId: 'tea', title: 'Tea', description: 'Hot' }] }],
		});
		expect(encAttributes).toMatchObject({ mediatype: 'list' });
		expect(extras).toMatchObject([
			{ tag: 'biz', content: [{ tag: 'list', attrs: { v: '2', type: 'product_list' } }, {}] },
		]);
		await bench.bob.chooseRow(id, 'tea');
	});

	const BUTTONS: Button[] = [
		{ type: 'reply', text: 'Yes', id: 'yes' },
		{ type: 'url', text: 'Open', url: 'https://example.com' },
		{ type: 'call', text: 'Call', phone: '+55 11 90000-0003' },
		{ type: 'copy', text: 'Copy', code: '123456' },
	];
	const drawn = ({ interactiveMessage }: proto.IMessage) =>
		interactiveMessage?.nativeFlowMessage?.buttons?.map(({ name, buttonParamsJson }) => [
			name,
			JSON.parse(buttonParamsJson ?? '') as unknown,
		]);
	const MIXED = [
		{
			tag: 'biz',
			content: [
				{ tag: 'interactive', content: [{ tag: 'native_flow', attrs: { v: '9', name: 'mixed' } }] },
				{ tag: 'quality_control' },
			],
		},
	];

	test('buttons arrive and can be pressed', async () => {
		const { id, message, extras } = await arrives({
			type: 'buttons',
			text: 'Well?',
			title: 'Order',
			footer: 'Bye',
			buttons: BUTTONS,
		});
		expect(message.interactiveMessage).toMatchObject({
			header: { title: 'Order', hasMediaAttachment: false },
			body: { text: 'Well?' },
			footer: { text: 'Bye' },
		});
		expect(drawn(message)).toEqual([
			['quick_reply', { display_text: 'Yes', id: 'yes' }],
			[
				'cta_url',
				{
					display_text: 'Open',
					url: 'https://example.com',
					merchant_url: 'https://example.com',
				},
			],
			['cta_call', { display_text: 'Call', phone_number: '+5511900000003' }],
			['cta_copy', { display_text: 'Copy', copy_code: '123456' }],
		]);
		expect(extras).toMatchObject(MIXED);
		await bench.bob.pressButton(id, 'yes');
	});

	test.each<['image' | 'video', () => Buffer | Promise<Buffer>]>([
		['image', png],
		['video', mp4],
	])('buttons arrive with an %s', async (kind, make) => {
		const file = await make();
		const { message, extras } = await arrives(
			{
				type: 'buttons',
				text: 'Well?',
				header: { kind, mediaId: await stored(kind, file) },
				buttons: BUTTONS.slice(0, 1),
			},
			group.id,
		);
		const { header } = message.interactiveMessage ?? {};
		expect(header?.hasMediaAttachment).toBe(true);
		expect(await open(kind, header?.[`${kind}Message`])).toEqual(file);
		expect(extras).toMatchObject(MIXED);
	});

	test('a carousel arrives', async () => {
		const images = [png(), png()];
		const ids = await Promise.all(images.map((image) => stored('image', image)));
		const { id, message, extras } = await arrives({
			type: 'carousel',
			text: 'New',
			cards: ids.map((mediaId, index) => ({
				mediaId,
				text: `Card ${index}`,
				buttons: [{ type: 'reply', text: 'Buy', id: `buy-${index}` }],
			})),
		});
		const { body, carouselMessage } = message.interactiveMessage ?? {};
		expect(body?.text).toBe('New');
		const { cards = [], messageVersion, carouselCardType } = carouselMessage ?? {};
		expect([messageVersion, carouselCardType]).toEqual([1, 1]);
		expect(cards?.map((card) => card.body?.text)).toEqual(['Card 0', 'Card 1']);
		const files = cards?.map(({ header }) => open('image', header?.imageMessage)) ?? [];
		expect(await Promise.all(files)).toEqual(images);
		expect(extras).toMatchObject(MIXED);
		await bench.bob.pressButton(id, 'buy-1');
	});

	describe('a product', () => {
		test('comes from the catalog of the business, with its image', async () => {
			const image = png();
			const carol = await bench.simulator.contact(CAROL);
			const bread = { name: 'Bread', price: 12_500, currency: 'BRL', image };
			carol.catalogue = Array.from({ length: 101 }, (_, i) => ({ ...bread, id: `product-${i}` }));
			const { message, encAttributes } = await arrives({
				type: 'product',
				business: CAROL,
				productId: 'product-100',
				text: 'This one',
				footer: 'Fresh',
			});
			expect(message.productMessage).toMatchObject({
				businessOwnerJid: carol.jid,
				body: 'This one',
				footer: 'Fresh',
				product: {
					productId: 'product-100',
					title: 'Bread',
					currencyCode: 'BRL',
					productImageCount: 1,
				},
			});
			const { product } = message.productMessage ?? {};
			expect(Number(product?.priceAmount1000)).toBe(12_500);
			expect(await open('image', product?.productImage)).toEqual(image);
			expect(encAttributes).toMatchObject({ mediatype: 'product' });
		});

		test.each([
			[CAROL, 'other'],
			[BOB, 'bread'],
		])('fails in words where there is none (%s, %s)', async (business, productId) => {
			const message = `There is no product ${productId} in the catalog of +${business}, or it has no catalog.`;
			const content = { type: 'product', business, productId } as const;
			const { messageId } = await send(bench, request(content));
			await expect(wait(messageId)).rejects.toMatchObject({ code: 'INVALID_CONTENT', message });
		});
	});

	test('a PIX key arrives', async () => {
		const { message, extras } = await arrives({
			type: 'pix',
			key: '529.982.247-25',
			keyType: 'CPF',
			merchantName: 'Ana Ltda',
		});
		const [button] = message.interactiveMessage?.nativeFlowMessage?.buttons ?? [];
		expect(button?.name).toBe('payment_info');
		expect(JSON.parse(button?.buttonParamsJson ?? '')).toMatchObject({
			payment_settings: [
				{ pix_static_code: { key: '52998224725', key_type: 'CPF', merchant_name: 'Ana Ltda' } },
				{},
			],
		});
		expect(extras).toMatchObject([
			{
				tag: 'biz',
				content: [
					{
						tag: 'interactive',
						content: [{ tag: 'native_flow', attrs: { name: 'payment_info' } }],
					},
				],
			},
		]);
	});

	describe('an invite to become admin of a channel', () => {
		test('is noted by the server and tells when it ends', async () => {
			const channel = await bench.simulator.channel({ name: 'News', admins: [OWNER] });
			const { message } = await arrives({
				type: 'channelInvite',
				channel: channel.id,
				text: 'Join us',
			});
			const { expiresAt } = await channel.waitForInvite(BOB);
			expect(message.newsletterAdminInviteMessage).toMatchObject({
				newsletterJid: channel.id,
				newsletterName: 'News',
				caption: 'Join us',
			});
			expect(Number(message.newsletterAdminInviteMessage?.inviteExpiration)).toBe(expiresAt);
		});

		test('names the channel by its link, too', async () => {
			const { id, inviteCode } = await bench.simulator.channel({ name: 'Link', admins: [OWNER] });
			const channel = `https://whatsapp.com/channel/${inviteCode}`;
			const { message } = await arrives({ type: 'channelInvite', channel });
			expect(message.newsletterAdminInviteMessage).toMatchObject({ newsletterJid: id });
		});

		test('is not for oneself', async () => {
			const { id, invites } = await bench.simulator.channel({ name: 'Mine', admins: [OWNER] });
			const self = { ...request({ type: 'channelInvite', channel: id }), to: OWNER };
			await expect(send(bench, self)).rejects.toMatchObject({
				code: 'INVALID_CONTENT',
				message: 'The linked number cannot invite itself to become admin of a channel.',
			});
			expect(invites).toEqual([]);
		});

		test('fails for a channel of somebody else', async () => {
			const channel = await bench.simulator.channel({ name: 'Theirs', admins: [BOB] });
			const { messageId } = await send(
				bench,
				request({ type: 'channelInvite', channel: channel.id }),
			);
			await expect(wait(messageId)).rejects.toMatchObject({
				code: 'NOT_ALLOWED',
				message: expect.stringContaining('not an admin'),
			});
			expect(channel.invites).toEqual([]);
		});
	});

	const event = { name: 'E', startsAt: '2030-01-02T09:30:00Z' };
	const sections = [{ title: '', rows: [{ id: 'a', title: 'A' }] }];
	const options = [...'abcdefghijklm'];

	// What is wrong in which way is tested with each kind.
	test.each<[string, 'Bob' | 'group', MessageContent]>([
		['a location off the map', 'Bob', { type: 'location', latitude: 91, longitude: 0 }],
		['a broken vCard', 'Bob', { type: 'contacts', contacts: [{ vcard: 'FN:Ana' }] }],
		['a poll of 13', 'group', { type: 'poll', question: 'Q', options, selectable: 1 }],
		['an event for one person', 'Bob', { type: 'event', event }],
		['a list for a group', 'group', { type: 'list', text: 'Q', buttonText: 'B', sections }],
		['no buttons', 'Bob', { type: 'buttons', text: 'Q', buttons: [] }],
		['a carousel without cards', 'Bob', { type: 'carousel', text: 'Q', cards: [] }],
		['a PIX key of another type', 'Bob', { type: 'pix', key: '1', keyType: 'CPF' }],
	])('%s is refused before anything is queued', async (_, to, content) => {
		const refused = send(bench, request(content, to === 'group' ? group.id : BOB));
		await expect(refused).rejects.toMatchObject({ code: 'INVALID_CONTENT' });
		expect(await bench.host.request(bench.account, 'queue.getMany', { limit: 10 })).toEqual([]);
	});
});
