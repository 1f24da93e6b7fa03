import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import { bizNode } from '../../../../engine/whatsapp/biz-node';
import { stanzaDetails } from '../../../../engine/whatsapp/stanza-details';

const buttons = (name: string, text = 'Well?'): proto.IMessage => ({
	interactiveMessage: {
		body: { text },
		nativeFlowMessage: { buttons: [{ name, buttonParamsJson: '{}' }] },
	},
});

/** The children of `<biz>`: their tags and attributes, with the ID of its sender's choice left out. */
function inside(message: proto.IMessage) {
	const children = (bizNode(message)?.content ?? []) as BinaryNode[];
	return children.map(({ tag, attrs: { decision_id, ...attrs }, content }) => ({
		tag,
		attrs,
		content,
	}));
}

const QUALITY = {
	tag: 'quality_control',
	attrs: { source_type: 'third_party' },
	content: [{ tag: 'decision_source', attrs: { value: 'df' } }],
};
const MIXED = {
	tag: 'interactive',
	attrs: { type: 'native_flow', v: '1' },
	content: [{ tag: 'native_flow', attrs: { v: '9', name: 'mixed' } }],
};

describe('The stanza of a message with buttons', () => {
	test.each<[string, proto.IMessage]>([
		['buttons', buttons('quick_reply')],
		['a carousel', { interactiveMessage: { carouselMessage: { cards: [] } } }],
	])('says so for %s', (_, message) => {
		expect(bizNode(message)?.attrs).toEqual({
			actual_actors: '2',
			host_storage: '2',
			privacy_mode_ts: expect.stringMatching(/^\d{10}$/),
		});
		expect(inside(message)).toEqual([MIXED, QUALITY]);
	});

	test('says so for a list', () => {
		expect(inside({ listMessage: { buttonText: 'Menu' } })).toStrictEqual([
			{ tag: 'list', attrs: { v: '2', type: 'product_list' }, content: undefined },
			QUALITY,
		]);
	});

	test.each([
		['payment_info', 'payment_info'],
		['review_and_pay', 'order_details'],
		['review_order', 'order_status'],
		['payment_status', 'payment_status'],
	])('is plain for payments and orders: %s is %s', (button, name) => {
		expect(bizNode(buttons(button))).toEqual({
			tag: 'biz',
			attrs: {},
			content: [{ ...MIXED, content: [{ tag: 'native_flow', attrs: { name } }] }],
		});
	});

	test('is the same when the message is sent again, and another for another message', () => {
		const id = (message: proto.IMessage) =>
			(bizNode(message)?.content as BinaryNode[]).at(-1)?.attrs.decision_id;
		expect(id(buttons('quick_reply'))).toMatch(/^[0-9a-f]{40}$/);
		expect(id(buttons('quick_reply'))).toBe(id(buttons('quick_reply')));
		expect(id(buttons('quick_reply', 'Other'))).not.toBe(id(buttons('quick_reply')));
	});

	test('is found inside of envelopes, and nowhere else', () => {
		const wrapped = { ephemeralMessage: { message: buttons('cta_url') } };
		expect(stanzaDetails(wrapped).additionalNodes).toMatchObject([{ tag: 'biz' }]);
		expect(stanzaDetails({ conversation: 'hello' }).additionalNodes).toEqual([]);
	});
});
