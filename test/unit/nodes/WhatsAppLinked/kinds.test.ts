import type { IDataObject } from 'n8n-workflow';

import type { SendMessage } from '../../../../engine/gateway/contract';
import type { Send } from '../../../../nodes/WhatsAppLinked/actions/message/define-send';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { choice, text } from '../../../../nodes/shared/fields';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble, record } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

/** What an operation of Message makes of its parameters, and the files that it hands over first. */
async function sent(operation: string, parameters: IDataObject) {
	const double = gatewayDouble({ 'message.find': () => null, 'message.send': () => record });
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const to = { __rl: true, mode: 'phone', value: '+55 11 90000-0002' };
	const item = { resource: 'message', operation, to, ...parameters };
	const [output] = await router.call(executeFunctions([item]).functions);
	expect(output?.[0]?.json).toMatchObject({ messageId: record.messageId, status: 'QUEUED' });
	const request = double.requests.find(({ command }) => command === 'message.send');
	const { to: recipient, content } = request?.input as SendMessage;
	expect(recipient).toBe('+55 11 90000-0002');
	return { content, files: double.files };
}

const contentOf = async (operation: string, parameters: IDataObject) =>
	(await sent(operation, parameters)).content;

describe('Send Text', () => {
	it.each<[unknown, string]>([
		[null, ''],
		[7, '7'],
		[{ total: 7 }, '{"total":7}'],
		[new Date('2027-01-02T12:30:00Z'), '2027-01-02T12:30:00.000Z'],
	])('sends as text what an expression yields (%j)', async (value, text) => {
		expect(await contentOf('sendText', { text: value as string })).toEqual({ type: 'text', text });
	});
});

describe('Send Location', () => {
	it('takes numbers, also as text', async () => {
		const place = { latitude: -23.5505, longitude: '-46.6333', name: ' Store ', address: '' };
		expect(await contentOf('sendLocation', place)).toEqual({
			type: 'location',
			latitude: -23.5505,
			longitude: -46.6333,
			name: 'Store',
		});
	});

	it('takes both from one field, as a map shows them', async () => {
		const place = { latitude: '-23,5505; -46,6333', longitude: '' };
		expect(await contentOf('sendLocation', place)).toMatchObject({
			latitude: -23.5505,
			longitude: -46.6333,
		});
	});

	it.each(['', 'north', null])('hands on what is no number as such (%j)', async (latitude) => {
		const content = await contentOf('sendLocation', { latitude, longitude: 1 });
		expect(content).toMatchObject({ latitude: NaN });
	});
});

describe('Send Contact', () => {
	it('takes people from fields', async () => {
		const contacts = {
			entry: [
				{ name: ' Ana ', phones: '+55 11 90000-0002, 5511900000003', email: '' },
				{
					name: 'Bakery',
					phones: ['5511900000004'],
					businessDescription: 'Bread',
					organization: 'Pão',
				},
			],
		};
		expect(await contentOf('sendContact', { contactsDefine: 'fields', contacts })).toEqual({
			type: 'contacts',
			contacts: [
				{ name: 'Ana', phones: ['+55 11 90000-0002', '5511900000003'] },
				{ name: 'Bakery', phones: ['5511900000004'], business: 'Bread', organization: 'Pão' },
			],
		});
	});

	it("takes Z-API's list as JSON", async () => {
		const contactsJson = [
			{ name: 'Ana', phones: ['5511900000002', 5511900000003] },
			{ name: 'Bakery', phones: ['5511900000004'], businessDescription: 'Bread' },
		];
		const parameters = { contactsDefine: 'json', contactsJson };
		const content = {
			type: 'contacts',
			contacts: [
				{ name: 'Ana', phones: ['5511900000002', '5511900000003'] },
				{ name: 'Bakery', phones: ['5511900000004'], business: 'Bread' },
			],
		};
		expect(await contentOf('sendContact', parameters)).toEqual(content);
		const text = { ...parameters, contactsJson: JSON.stringify(contactsJson) };
		expect(await contentOf('sendContact', text)).toEqual(content);
	});

	it('takes the vCards of a file, one below the other', async () => {
		const cards = ['Ana', 'Bob'].map((name) => `BEGIN:VCARD\r\nFN:${name}\r\nEND:VCARD`);
		const vcard = `${cards.join('\r\n\r\n')}\r\n`;
		expect(await contentOf('sendContact', { contactsDefine: 'vcard', vcard })).toEqual({
			type: 'contacts',
			contacts: cards.map((card) => ({ vcard: card })),
		});
	});

	it('hands on what is no vCard: the engine says what is wrong', async () => {
		expect(await contentOf('sendContact', { contactsDefine: 'vcard', vcard: 'Ana' })).toEqual({
			type: 'contacts',
			contacts: [{ vcard: 'Ana' }],
		});
	});
});

describe('Send Poll', () => {
	const fields = { entry: [{ name: 'Fish' }, { name: 'Soup' }] };
	const lunch = { question: 'Lunch?', pollOptionsDefine: 'fields', pollOptions: fields };
	const poll = { type: 'poll', question: 'Lunch?', options: ['Fish', 'Soup'] };

	it('lets people choose one answer', async () => {
		expect(await contentOf('sendPoll', lunch)).toEqual({ ...poll, selectable: 1 });
	});

	it.each([
		[0, 0],
		['2', 2],
	])('lets people choose more answers, if so wished (%j)', async (maxAnswers, selectable) => {
		const content = await contentOf('sendPoll', { ...lunch, multipleAnswers: true, maxAnswers });
		expect(content).toEqual({ ...poll, selectable });
	});

	it.each<[string, unknown]>([
		['text', '["Fish", "Soup"]'],
		['a list', ['Fish', 'Soup']],
		['objects', [{ name: 'Fish' }, { name: 'Soup' }]],
	])('takes JSON as %s', async (_, json) => {
		const parameters = { ...lunch, pollOptionsDefine: 'json', pollOptionsJson: json as string };
		expect(await contentOf('sendPoll', parameters)).toEqual({ ...poll, selectable: 1 });
	});

	it.each(['["Fish"', '{"a": 1}', '', 7])('refuses JSON that is no list (%j)', async (json) => {
		const parameters = { ...lunch, pollOptionsDefine: 'json', pollOptionsJson: json };
		await expect(contentOf('sendPoll', parameters)).rejects.toMatchObject({
			message: 'Answers holds no JSON list.',
			context: { itemIndex: 0 },
		});
	});
});

describe('Send Event', () => {
	const breakfast = { name: 'Breakfast', startsAt: '2027-01-02T09:30:00' };

	it("takes times in the workflow's time zone", async () => {
		expect(await contentOf('sendEvent', breakfast)).toEqual({
			type: 'event',
			event: { name: 'Breakfast', startsAt: '2027-01-02T12:30:00.000Z', canceled: false },
		});
	});

	it.each<[string, unknown]>([
		['a time with its zone', '2027-01-02T14:30:00+02:00'],
		['a Date', new Date('2027-01-02T12:30:00Z')],
		['a time with a blank', '2027-01-02 09:30:00'],
		['a time without seconds', '2027-01-02T09:30'],
		['a time of few digits', '2027-1-2 9:30'],
		['a time with slashes, the year first', '2027/01/02 09:30'],
		['a time with an offset of hours', '2027-01-02T14:30:00+02'],
		['a time with an offset and the name of its zone', '2027-01-02T13:30:00+01:00[Europe/Berlin]'],
		['a time as in mails', 'Sat, 02 Jan 2027 14:30:00 +0200'],
		['a time as in HTTP', 'Sat, 02 Jan 2027 12:30:00 GMT'],
		['seconds since 1970', 1_798_893_000],
		['milliseconds since 1970', 1_798_893_000_000],
		['seconds since 1970 as text', '1798893000'],
	])('takes %s', async (_, startsAt) => {
		const content = await contentOf('sendEvent', { ...breakfast, startsAt: startsAt as string });
		expect(content).toMatchObject({ event: { startsAt: '2027-01-02T12:30:00.000Z' } });
	});

	it('takes a day as its first minute', async () => {
		const content = await contentOf('sendEvent', { ...breakfast, startsAt: '2027-01-02' });
		expect(content).toMatchObject({ event: { startsAt: '2027-01-02T03:00:00.000Z' } });
	});

	it.each([
		'05/06/2027',
		'5.6.2027 18:00',
		'31/12/2027',
		'2027-02-30T09:30',
		'09:30',
		'2027',
		'June 5, 2027 18:00',
		'46543',
		'next Friday',
		'',
	])('hands on what is no time, or may be several (%j)', async (startsAt) => {
		const content = await contentOf('sendEvent', { ...breakfast, startsAt });
		expect(content).toMatchObject({ event: { startsAt } });
	});

	it('takes all options', async () => {
		const options = {
			call: 'audio',
			canceled: true,
			description: 'Bring a cup',
			endsAt: '2027-01-02T10:30:00',
			location: 'Café',
		};
		expect(await contentOf('sendEvent', { ...breakfast, options })).toMatchObject({
			event: { ...options, endsAt: '2027-01-02T13:30:00.000Z' },
		});
	});

	it.each([
		['voice', 'audio'],
		['VIDEO', 'video'],
	])("takes Z-API's word for the call (%s)", async (word, call) => {
		const content = await contentOf('sendEvent', { ...breakfast, options: { call: word } });
		expect(content).toMatchObject({ event: { call } });
	});

	it('knows no other calls', async () => {
		const parameters = { ...breakfast, options: { call: 'phone' } };
		await expect(contentOf('sendEvent', parameters)).rejects.toMatchObject({
			message: 'Call is "phone", which is none of its choices.',
			description: expect.stringContaining('audio, video, voice'),
		});
	});
});

describe('Send List', () => {
	it('puts rows together by section', async () => {
		const rows = {
			entry: [
				{ title: 'Tea', description: 'With lemon', section: 'Hot', id: '' },
				{ title: 'Water', section: 'Cold', id: 'w' },
				{ title: 'Coffee', section: 'Hot' },
			],
		};
		const parameters = { text: 'Drink?', buttonText: 'Menu', rowsDefine: 'fields', rows };
		const options = { title: 'Bar', footer: 'Open' };
		expect(await contentOf('sendList', { ...parameters, options })).toEqual({
			type: 'list',
			text: 'Drink?',
			buttonText: 'Menu',
			title: 'Bar',
			footer: 'Open',
			sections: [
				{
					title: 'Hot',
					rows: [
						{ id: 'Tea', title: 'Tea', description: 'With lemon' },
						{ id: 'Coffee', title: 'Coffee' },
					],
				},
				{ title: 'Cold', rows: [{ id: 'w', title: 'Water' }] },
			],
		});
	});

	it('takes JSON, and hands on what is no row as an empty one', async () => {
		const rowsJson = [{ title: 'Tea', id: 1 }, 'Water'];
		const parameters = { text: 'Drink?', buttonText: 'Menu', rowsDefine: 'json', rowsJson };
		expect(await contentOf('sendList', parameters)).toMatchObject({
			sections: [
				{
					title: '',
					rows: [
						{ id: '1', title: 'Tea' },
						{ id: '', title: '' },
					],
				},
			],
		});
	});
});

describe('Send Buttons', () => {
	const entry = [
		{ type: 'reply', text: 'Yes', id: '' },
		{ type: 'reply', text: 'No', id: 'no', url: 'https://left.over' },
		{ type: 'url', text: 'Open', url: 'https://example.com' },
		{ type: 'call', text: 'Call', phone: '+55 11 90000-0001' },
		{ type: 'copy', text: 'Copy', code: '123' },
	];
	const buttons = [
		{ type: 'reply', text: 'Yes', id: 'Yes' },
		{ type: 'reply', text: 'No', id: 'no' },
		{ type: 'url', text: 'Open', url: 'https://example.com' },
		{ type: 'call', text: 'Call', phone: '+55 11 90000-0001' },
		{ type: 'copy', text: 'Copy', code: '123' },
	];
	const shared = { text: 'Well?', header: 'none', options: { footer: 'Bye' } };

	it('takes all types, from fields and from JSON', async () => {
		const content = { type: 'buttons', text: 'Well?', footer: 'Bye', buttons };
		const byFields = { ...shared, buttonsDefine: 'fields', buttons: { entry } };
		const byJson = { ...shared, buttonsDefine: 'json', buttonsJson: JSON.stringify(entry) };
		expect(await contentOf('sendButtons', byFields)).toEqual(content);
		expect(await contentOf('sendButtons', byJson)).toEqual(content);
	});

	it.each(['image', 'video'])('has an %s above', async (header) => {
		const { content, files } = await sent('sendButtons', {
			...shared,
			buttonsDefine: 'fields',
			buttons: { entry },
			header,
			fileFrom: 'base64',
			base64: Buffer.from('file').toString('base64'),
		});
		expect(content).toMatchObject({ header: { kind: header, mediaId: 'media-1' } });
		expect(files).toMatchObject([{ kind: header, content: 'file' }]);
	});
});

describe('Send Carousel', () => {
	const base64 = Buffer.from('image').toString('base64');
	const button = { type: 'reply', text: 'Buy', id: 'buy' };

	it('takes cards from fields and from JSON', async () => {
		const content = {
			type: 'carousel',
			text: 'New',
			cards: [
				{ mediaId: 'media-1', text: 'Pot', title: 'Tea pot', buttons: [button] },
				{ mediaId: 'media-1', text: 'Cup', footer: 'In stock', buttons: [] },
			],
		};
		const fields = [
			{
				fileFrom: 'base64',
				base64,
				text: 'Pot',
				title: 'Tea pot',
				footer: '',
				buttons: { entry: [button] },
			},
			{ fileFrom: 'base64', base64, text: 'Cup', footer: 'In stock', buttons: {} },
		];
		const json = [
			{ base64, text: 'Pot', title: 'Tea pot', buttons: [button] },
			{ base64, text: 'Cup', footer: 'In stock', buttons: [] },
		];
		const byFields = await sent('sendCarousel', {
			text: 'New',
			cardsDefine: 'fields',
			cards: { entry: fields },
		});
		expect(byFields.content).toEqual(content);
		expect(byFields.files).toMatchObject([
			{ kind: 'image', content: 'image' },
			{ kind: 'image', content: 'image' },
		]);
		const byJson = { text: 'New', cardsDefine: 'json', cardsJson: json };
		expect(await contentOf('sendCarousel', byJson)).toEqual(content);
	});

	it('leaves no images with the engine when one of them cannot be had', async () => {
		const double = gatewayDouble({ 'message.find': () => null, 'media.discard': () => null });
		jest.mocked(gateway).mockReturnValue(double.gateway);
		const to = { __rl: true, mode: 'phone', value: '+55 11 90000-0002' };
		const cardsJson = [
			{ base64, text: 'Pot' },
			{ base64: '?', text: 'Cup' },
		];
		const item = { resource: 'message', operation: 'sendCarousel', to, text: 'New' };
		const { functions } = executeFunctions([{ ...item, cardsDefine: 'json', cardsJson }]);
		await expect(router.call(functions)).rejects.toThrow('The Base64 field holds no Base64 text');
		expect(double.files).toHaveLength(1);
		expect(double.requests.at(-1)).toMatchObject({
			command: 'media.discard',
			input: { mediaIds: ['media-1'] },
		});
	});

	it('opens no images when there are too many', async () => {
		const cardsJson = Array.from({ length: 11 }, () => ({ url: 'https://example.com/a.jpg' }));
		await expect(
			contentOf('sendCarousel', { text: 'New', cardsDefine: 'json', cardsJson }),
		).rejects.toThrow('The carousel has 11 cards; it takes 2 to 10.');
	});
});

describe('Send Link', () => {
	const card = { linkUrl: ' https://example.com ', title: 'Offers', text: 'Look', description: '' };
	const link = { type: 'link', url: 'https://example.com', title: 'Offers', text: 'Look' };

	it('needs no image', async () => {
		const { content, files } = await sent('sendLink', { ...card, cardImage: 'none' });
		expect(content).toEqual({ ...link, size: 'small' });
		expect(files).toEqual([]);
	});

	it.each(['small', 'large'])('has a %s image', async (size) => {
		const { content, files } = await sent('sendLink', {
			...card,
			cardImage: size,
			fileFrom: 'base64',
			base64: Buffer.from('image').toString('base64'),
		});
		expect(content).toEqual({ ...link, size, mediaId: 'media-1' });
		expect(files).toMatchObject([{ kind: 'linkThumbnail', content: 'image' }]);
	});
});

describe('Of the other operations', () => {
	it.each<[string, IDataObject, object]>([
		[
			'sendPix',
			{ pixKey: '529.982.247-25', keyType: 'CPF', options: { merchantName: ' Ana ' } },
			{ type: 'pix', key: '529.982.247-25', keyType: 'CPF', merchantName: 'Ana' },
		],
		['sendPix', { pixKey: 1, keyType: 'PHONE' }, { type: 'pix', key: '1', keyType: 'PHONE' }],
		[
			'sendChannelInvite',
			{ channel: ' 120363041234567890@newsletter ', text: '' },
			{ type: 'channelInvite', channel: '120363041234567890@newsletter' },
		],
		[
			'sendCatalog',
			{ business: 5511900000003, text: 'Look', options: { title: 'Bakery', description: 'Bread' } },
			{
				type: 'catalog',
				business: '5511900000003',
				text: 'Look',
				title: 'Bakery',
				description: 'Bread',
			},
		],
		[
			'sendProduct',
			{
				business: '5511900000003',
				productId: 5327486330123456,
				text: '',
				options: { footer: 'New' },
			},
			{ type: 'product', business: '5511900000003', productId: '5327486330123456', footer: 'New' },
		],
	])('%s sends what its fields say', async (operation, parameters, content) => {
		expect(await contentOf(operation, parameters)).toEqual(content);
	});
});

// What does not fit its message does not compile: `npm run typecheck` complains of an expected error that is none.
type Pix = Send<'pix'>;
const key = text({ displayName: 'Key' });
const options = [
	{ name: 'CPF', value: 'CPF' as const },
	{ name: 'Email', value: 'EMAIL' as const },
];
const keyType = choice({ displayName: 'Key Type', options, default: 'CPF' });
// @ts-expect-error -- the message calls it key
void ({ pixKey: key, keyType } satisfies Pix['fields']);
// @ts-expect-error -- the message needs a key type
void ({ key } satisfies Pix['fields']);
// @ts-expect-error -- not every text is a key type
void ({ key, keyType: key } satisfies Pix['fields']);
// @ts-expect-error -- the message calls it merchantName
void ({ receiverName: key } satisfies Pix['options']);
// @ts-expect-error -- what must be there is no option
void ({ key } satisfies Pix['options']);
void ({ key, keyType } satisfies Pix['fields']);
void ({ merchantName: key } satisfies Pix['options']);
