import type { MessageBody } from '../../../engine/gateway/contract';
import { millis, personOf, phoneOf, seconds, thousandths } from './address';
import { order, orderDetails, pix, product } from './business';
import { cardOf, plainButtons, template } from './buttons';
import { eventAnswer, eventDetails, listAnswer, pin, poll, pollVote, reaction } from './addons';
import { audio, document, image, location, video } from './media';
import type { ReceivedEvent } from './received-event';

/**
 * The one object of a message, under Z-API's name for it. Kinds that Z-API does not document come as in the simplified
 * format, under the simplified name.
 */
export function contentOf(event: ReceivedEvent, fileError: string | null): object {
	const { media, viewOnce } = event;
	const text = event.text ?? '';
	const missing = fileError !== null && { downloadError: fileError };
	switch (event.type) {
		case 'text':
			return { text: textOf(event) };
		case 'image':
			return { image: media && image(media, { text, viewOnce, fileError }) };
		case 'audio':
		case 'voice':
			return { audio: media && { ...audio(media, event.type === 'voice', viewOnce), ...missing } };
		case 'video':
		case 'gif':
		case 'videoNote':
			return { video: media && { ...video(media, text, viewOnce), ...missing } };
		case 'document':
			return { document: media && { ...document(media, event.text), ...missing } };
		case 'sticker':
			return { sticker: media && { stickerUrl: null, mimeType: media.mimetype, ...missing } };
		case 'location':
			return { location: event.location && location(event.location) };
		case 'contacts':
			return contacts(event);
		case 'reaction':
			return { reaction: reaction(event) };
		case 'pin':
			return { pinMessage: pin(event) };
		case 'poll':
			return { poll: poll(event) };
		case 'pollVote':
			return { pollVote: pollVote(event) };
		case 'event':
			return { event: eventDetails(event) };
		case 'eventAnswer':
			return { eventResponse: eventAnswer(event) };
		case 'buttonAnswer':
			return {
				buttonsResponseMessage: {
					buttonId: event.buttonAnswer?.id,
					message: event.buttonAnswer?.text,
				},
			};
		case 'listAnswer':
			return { listResponseMessage: listAnswer(event) };
		case 'buttons':
			if (!event.buttons) return {};
			return event.buttons.style === 'plain'
				? { buttonsMessage: { ...plainButtons(event.buttons, text), ...missing } }
				: { hydratedTemplate: { ...template(event.buttons, text), ...missing } };
		case 'carousel':
			return { carouselMessage: { text, cards: event.carousel?.cards.map(cardOf) } };
		case 'pix':
			return { pixKeyMessage: pix(event) };
		case 'product':
			return { product: product(event) };
		case 'order':
			return { order: order(event) };
		case 'orderDetails':
			return event.orderDetails?.isUpdate
				? { reviewOrder: orderDetails(event.orderDetails) }
				: { reviewAndPay: { type: event.orderDetails?.type, ...orderDetails(event.orderDetails) } };
		case 'payment':
			return payment(event);
		case 'channelInvite':
			return channelInvite(event);
		case 'unavailable':
			return { viewOnce };
		default:
			return own(event);
	}
}

function textOf({ text, link }: MessageBody): object {
	return {
		message: text ?? '',
		...(link?.description && { description: link.description }),
		...(link?.title && { title: link.title }),
		...(link && { url: link.url, thumbnailUrl: null }),
	};
}

function contacts({ contacts: cards = [] }: MessageBody): object {
	const all = cards.map(({ name, vcard, phones }) => ({ displayName: name, vCard: vcard, phones }));
	return all.length === 1 ? { contact: all[0] } : { contacts: all };
}

function payment(event: ReceivedEvent): object {
	const { kind, amount, currency, expiresAt, requestFrom } = event.payment ?? {};
	const requestPhone = requestFrom ? personOf(requestFrom) : null;
	const paymentInfo = {
		receiverPhone: kind === 'request' ? personOf(event.from) : null,
		value: amount,
		currencyCode: currency,
		status: null,
		transactionStatus: null,
	};
	switch (kind) {
		case 'request':
			return {
				requestPayment: {
					value: amount,
					currencyCode: currency,
					expiration: expiresAt ? millis(expiresAt) : null,
					requestPhone,
					paymentInfo,
				},
			};
		case 'sent':
			return { sendPayment: { paymentInfo } };
		case 'declined':
			return {
				notification: 'PAYMENT_ACTION_REQUEST_DECLINED',
				notificationParameters: [
					phoneOf(event.chat),
					currency,
					thousandths(amount)?.toString() ?? null,
				],
			};
		default:
			return own(event);
	}
}

function channelInvite(event: ReceivedEvent): object {
	const invite = event.channelInvite;
	if (invite?.role !== 'admin') return own(event);
	return {
		newsletterAdminInvite: {
			newsletterId: invite.channel,
			newsletterName: invite.name,
			text: event.text ?? '',
			inviteExpiration: seconds(invite.expiresAt),
		},
	};
}

const OWN_OBJECTS = [
	'stickerPack',
	'album',
	'location',
	'pollResult',
	'list',
	'formAnswer',
	'catalog',
	'payment',
	'groupInvite',
	'channelInvite',
	'call',
	'unknown',
] as const;

function own(event: ReceivedEvent): object {
	const found = OWN_OBJECTS.find((name) => event[name] !== undefined);
	return {
		...(event.text && { text: { message: event.text } }),
		...(found && { [found]: event[found] }),
	};
}
