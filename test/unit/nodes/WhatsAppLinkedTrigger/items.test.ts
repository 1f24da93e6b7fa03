import { itemsFrom } from '../../../../nodes/WhatsAppLinkedTrigger/items';
import { FILE } from '../../../support/incoming';
import { BUTTONS, direct, disconnected, incoming, status } from './events';

const image = incoming({ type: 'image', media: FILE });
const file = { mimeType: 'image/png', data: 'aaaa' };

describe('Simplified items', () => {
	it('are the events as they are', () => {
		expect(itemsFrom([{ event: incoming() }, { event: disconnected }], 'simplified')).toEqual([
			{ json: incoming() },
			{ json: disconnected },
		]);
	});

	it('begin with what workflows use most', () => {
		const [message, receipt] = itemsFrom(
			[{ event: incoming() }, { event: status('message.read') }],
			'simplified',
		);
		expect(Object.keys(message?.json ?? {}).slice(0, 7)).toEqual([
			'event',
			'messageId',
			'type',
			'text',
			'from',
			'chat',
			'eventId',
		]);
		expect(Object.keys(receipt?.json ?? {}).slice(0, 3)).toEqual(['event', 'messageId', 'chat']);
	});

	it('hold the file, or why there is none', () => {
		expect(itemsFrom([{ event: image, file }], 'simplified')).toEqual([
			{ json: image, binary: { data: file } },
		]);
		expect(itemsFrom([{ event: image, fileError: 'too large' }], 'simplified')).toEqual([
			{ json: { ...image, media: { ...FILE, downloadError: 'too large' } } },
		]);
		const buttons = incoming({ type: 'buttons', buttons: BUTTONS });
		const [item] = itemsFrom([{ event: buttons, fileError: 'too large' }], 'simplified');
		expect(item?.json).toMatchObject({
			buttons: { header: { type: 'image', media: { ...FILE, downloadError: 'too large' } } },
		});
	});
});

describe('Items of messages that were collected', () => {
	const raw = { conversation: 'teste' };
	const messages = ['A1', 'A2'].map((messageId) =>
		incoming({ messageId, eventId: messageId, raw }),
	);
	const collected = { ...messages[1], text: 'teste\nteste', messages } as typeof image;

	it('have each as it would come by itself', () => {
		for (const format of ['simplified', 'raw', 'zapi'] as const) {
			const [item] = itemsFrom([{ event: collected }], format);
			const each = itemsFrom(
				messages.map((event) => ({ event })),
				format,
			);
			expect(item?.json).toMatchObject({ messageId: 'A2' });
			expect(item?.json['messages']).toEqual(each.map(({ json }) => json));
		}
	});

	it('have the words of all', () => {
		const [simplified] = itemsFrom([{ event: collected }], 'simplified');
		expect(simplified?.json).toMatchObject({ text: 'teste\nteste' });
		const [zapi] = itemsFrom([{ event: collected }], 'zapi');
		expect(zapi?.json).toMatchObject({ text: { message: 'teste\nteste' } });
	});
});

describe('Raw items', () => {
	const raw = { imageMessage: { mimetype: 'image/png' } };

	it('are what WhatsApp said, and whose it is', () => {
		expect(itemsFrom([{ event: { ...image, raw }, file }], 'raw')).toEqual([
			{
				json: {
					event: 'message.incoming',
					eventId: 'e1',
					timestamp: image.timestamp,
					account: image.account,
					chat: direct,
					messageId: 'A20',
					from: image.from,
					fromMe: false,
					reference: 'sealed',
					message: raw,
				},
				binary: { data: file },
			},
		]);
	});

	it('say why there is no file', () => {
		const [item] = itemsFrom([{ event: { ...image, raw }, fileError: 'gone' }], 'raw');
		expect(item?.json).toMatchObject({ downloadError: 'gone' });
	});

	it('of events without a message are the simplified ones', () => {
		expect(itemsFrom([{ event: disconnected }], 'raw')).toEqual([{ json: disconnected }]);
	});
});
