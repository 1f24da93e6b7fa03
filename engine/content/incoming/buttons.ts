import type { proto } from '@whiskeysockets/baileys';
import type {
	IncomingButton,
	IncomingButtons,
	IncomingCard,
	IncomingHeader,
	IncomingList,
} from '../../gateway/contract';
import { locationOf } from './location';
import { mediaOf } from './media';
import { orderDetails, pix } from './native-order';
import type { Read } from './reader';
import { atMost, listIn, parseJson, stringIn, words } from './values';

/** Messages with something to press. WhatsApp has made them anew twice; all three kinds are still sent. */

const MOST_CARDS = 30;
const MOST_BUTTONS = 30;

// --- The oldest: buttonsMessage and listMessage ---

export function plainButtons(body: proto.Message.IButtonsMessage): Read {
	return buttonsRead(body.contentText, {
		style: 'plain',
		templateId: null,
		title: words(body.text),
		footer: words(body.footerText),
		header: headerOf(body),
		buttons: atMost(body.buttons, MOST_BUTTONS).map(({ buttonId, buttonText }) => ({
			type: 'reply',
			id: buttonId ?? '',
			text: buttonText?.displayText ?? '',
		})),
	});
}

export function list(body: proto.Message.IListMessage): Read {
	const { title, description, footerText, buttonText, sections } = body;
	return {
		type: 'list',
		text: words(description) ?? words(title),
		list: {
			title: words(title),
			footer: words(footerText),
			buttonText: words(buttonText),
			sections: atMost(sections, MOST_BUTTONS).map((section) => ({
				title: words(section.title),
				rows: atMost(section.rows, MOST_BUTTONS).map((row) => ({
					id: row.rowId ?? '',
					title: row.title ?? '',
					description: words(row.description),
				})),
			})),
		},
	};
}

// --- Templates: what businesses send by the official API ---

export function template(body: proto.Message.ITemplateMessage): Read {
	const { hydratedTemplate, hydratedFourRowTemplate, interactiveMessageTemplate } = body;
	const rows = hydratedTemplate ?? hydratedFourRowTemplate;
	if (!rows && interactiveMessageTemplate) return interactive(interactiveMessageTemplate);
	return buttonsRead(rows?.hydratedContentText, {
		style: 'template',
		templateId: words(rows?.templateId) ?? words(body.templateId),
		title: words(rows?.hydratedTitleText),
		footer: words(rows?.hydratedFooterText),
		header: headerOf(rows ?? {}),
		buttons: atMost(rows?.hydratedButtons, MOST_BUTTONS).map(templateButton),
	});
}

function templateButton(button: proto.IHydratedTemplateButton): IncomingButton {
	const { quickReplyButton, urlButton, callButton } = button;
	if (urlButton) {
		return { type: 'url', text: urlButton.displayText ?? '', url: urlButton.url ?? '' };
	}
	if (callButton) {
		return {
			type: 'call',
			text: callButton.displayText ?? '',
			phone: callButton.phoneNumber ?? '',
		};
	}
	return {
		type: 'reply',
		text: quickReplyButton?.displayText ?? '',
		id: quickReplyButton?.id ?? '',
	};
}

// --- The newest: interactiveMessage ---

export function interactive(body: proto.Message.IInteractiveMessage): Read {
	const text = words(body.body?.text);
	if (body.carouselMessage) {
		const cards = atMost(body.carouselMessage.cards, MOST_CARDS).map(cardOf);
		return { type: 'carousel', text, carousel: { cards } };
	}
	const flows = flowsOf(body);
	for (const { name, params } of flows) {
		if (name === 'payment_info') return { type: 'pix', text, pix: pix(params) };
		if (name === 'review_and_pay') {
			return { type: 'orderDetails', text, orderDetails: orderDetails(params, false) };
		}
		if (name === 'review_order' || name === 'order_status' || name === 'payment_status') {
			return { type: 'orderDetails', text, orderDetails: orderDetails(params, true) };
		}
		if (name === 'single_select') return { type: 'list', text, list: flowList(params, body) };
	}
	const { text: _, ...card } = cardOf(body);
	return buttonsRead(text, { ...card, style: 'interactive', templateId: null });
}

interface Flow {
	name: string;
	params: unknown;
}

function flowsOf({ nativeFlowMessage }: proto.Message.IInteractiveMessage): Flow[] {
	return atMost(nativeFlowMessage?.buttons, MOST_BUTTONS).map(({ name, buttonParamsJson }) => ({
		name: name ?? '',
		params: parseJson(buttonParamsJson),
	}));
}

function cardOf(body: proto.Message.IInteractiveMessage): IncomingCard {
	return {
		title: words(body.header?.title),
		text: words(body.body?.text),
		footer: words(body.footer?.text),
		header: headerOf(body.header ?? {}),
		buttons: flowsOf(body).map(flowButton),
	};
}

function flowButton({ name, params }: Flow): IncomingButton {
	const text = stringIn(params, 'display_text') ?? '';
	switch (name) {
		case 'quick_reply':
			return { type: 'reply', text, id: stringIn(params, 'id') ?? '' };
		case 'cta_url':
			return { type: 'url', text, url: stringIn(params, 'url') ?? '' };
		case 'cta_call':
			return {
				type: 'call',
				text,
				phone: stringIn(params, 'phone_number') ?? stringIn(params, 'id') ?? '',
			};
		case 'cta_copy':
			return {
				type: 'copy',
				text,
				code: stringIn(params, 'copy_code') ?? stringIn(params, 'id') ?? '',
			};
		default:
			return { type: 'other', text, name };
	}
}

function flowList(params: unknown, body: proto.Message.IInteractiveMessage): IncomingList {
	return {
		title: words(body.header?.title),
		footer: words(body.footer?.text),
		buttonText: stringIn(params, 'title'),
		sections: listIn(params, 'sections').map((section) => ({
			title: stringIn(section, 'title'),
			rows: listIn(section, 'rows').map((row) => ({
				id: stringIn(row, 'id') ?? '',
				title: stringIn(row, 'title') ?? '',
				description: stringIn(row, 'description'),
			})),
		})),
	};
}

// --- What all have ---

function buttonsRead(text: string | null | undefined, buttons: IncomingButtons): Read {
	return { type: 'buttons', text: words(text), buttons };
}

type HeaderFields = Pick<
	proto.Message.IButtonsMessage,
	'imageMessage' | 'videoMessage' | 'documentMessage' | 'locationMessage'
>;

function headerOf(fields: HeaderFields): IncomingHeader | null {
	const { imageMessage, videoMessage, documentMessage, locationMessage } = fields;
	if (imageMessage) return { type: 'image', media: mediaOf(imageMessage) };
	if (videoMessage) return { type: 'video', media: mediaOf(videoMessage) };
	if (documentMessage) return { type: 'document', media: mediaOf(documentMessage) };
	if (locationMessage) return { type: 'location', location: locationOf(locationMessage) };
	return null;
}
