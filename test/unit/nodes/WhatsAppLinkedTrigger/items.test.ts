import type { EventChat } from '../../../../engine/gateway/contract';
import { itemsFrom, wanted } from '../../../../nodes/WhatsAppLinkedTrigger/items';
import { chatTypeOptions } from '../../../../nodes/WhatsAppLinkedTrigger/options';
import { FILE } from '../../../support/incoming';
import { BUTTONS, direct, disconnected, group, incoming, status } from './events';

const image = incoming({ type: 'image', media: FILE });
const file = { mimeType: 'image/png', data: 'aaaa' };

describe('The events that are wanted', () => {
	const read = (chat: EventChat) => status('message.read', { chat });
	const all = { chats: chatTypeOptions.map(({ value }) => value), messageTypes: null };

	it('are all, without a filter', () => {
		const events = [read(direct), read(group), image, disconnected];
		expect(wanted(events, all)).toEqual(events);
	});

	it('are those of the wanted chats', () => {
		expect(wanted([read(direct), read(group)], { ...all, chats: ['group'] })).toEqual([
			read(group),
		]);
	});

	it('are those of the wanted kinds, where they have one', () => {
		const events = [incoming(), image, read(direct)];
		expect(wanted(events, { ...all, messageTypes: ['image'] })).toEqual([image, read(direct)]);
	});

	it.each(['message.reaction' as const, 'message.pollVote' as const])(
		'are %ss, whatever kinds of messages are wanted',
		(event) => {
			const events = [{ ...incoming(), event }];
			expect(wanted(events, { ...all, messageTypes: ['image'] })).toEqual(events);
		},
	);

	it('are those of the session, whatever else is wanted', () => {
		const filter = { chats: ['direct' as const], messageTypes: ['image' as const] };
		expect(wanted([disconnected], filter)).toEqual([disconnected]);
	});
});

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
