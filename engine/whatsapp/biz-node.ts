import { createHash } from 'node:crypto';
import { proto, type BinaryNode } from '@whiskeysockets/baileys';

/**
 * What the stanza of a message with buttons says besides: without it the server takes the message and no app draws it.
 * The shape is what WhatsApp accepts from linked devices: a bare `<interactive>` is refused with 479, and no `<biz>` at
 * all gets lost in silence (measured in tulir/whatsmeow#1235).
 */
export function bizNode(message: proto.IMessage): BinaryNode | undefined {
	if (message.listMessage) {
		// `product_list` whatever the list is of, as in all implementations that get theirs drawn (zapo, evolution-api).
		const list = { tag: 'list', attrs: { v: '2', type: 'product_list' } };
		return { tag: 'biz', attrs: SENDER, content: [list, qualityControl(message)] };
	}
	const { nativeFlowMessage, carouselMessage } = message.interactiveMessage ?? {};
	const flow = FLOW_OF[nativeFlowMessage?.buttons?.[0]?.name ?? ''];
	if (flow) {
		// As WhatsApp's own apps send it. With more around it phones draw no button to pay.
		return { tag: 'biz', attrs: {}, content: [interactive({ name: flow })] };
	}
	if (nativeFlowMessage || carouselMessage) {
		const mixed = interactive({ v: '9', name: 'mixed' });
		return { tag: 'biz', attrs: SENDER, content: [mixed, qualityControl(message)] };
	}
	return undefined;
}

/** What WhatsApp Web calls payments and orders, by the name of their button (getNativeFlowNameByButtonName). */
const FLOW_OF: Readonly<Record<string, string>> = {
	payment_info: 'payment_info',
	review_and_pay: 'order_details',
	review_order: 'order_status',
	payment_status: 'payment_status',
};

/** Who a business is, as far as privacy goes: it stores and answers by itself, since a time long past. */
const SENDER = { actual_actors: '2', host_storage: '2', privacy_mode_ts: '1700000000' };

function interactive(flow: Record<string, string>): BinaryNode {
	return {
		tag: 'interactive',
		attrs: { type: 'native_flow', v: '1' },
		content: [{ tag: 'native_flow', attrs: flow }],
	};
}

/** The ID is 20 bytes of the sender's choice; taken from the message, so that one that is sent again has the same. */
function qualityControl(message: proto.IMessage): BinaryNode {
	const hash = createHash('sha256').update(proto.Message.encode(message).finish());
	return {
		tag: 'quality_control',
		attrs: { decision_id: hash.digest('hex').slice(0, 40), source_type: 'third_party' },
		content: [{ tag: 'decision_source', attrs: { value: 'df' } }],
	};
}
