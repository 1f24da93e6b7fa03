import type {
	IncomingButton,
	IncomingButtons,
	IncomingCard,
} from '../../../engine/gateway/contract';
import { headerOf } from './media';

/** Z-API's three shapes of messages with buttons. */

export function plainButtons({ buttons }: IncomingButtons, message: string): object {
	return {
		imageUrl: null,
		videoUrl: null,
		message,
		buttons: buttons.map((button) => ({
			buttonId: button.type === 'reply' ? button.id : '',
			type: 1,
			buttonText: { displayText: button.text },
		})),
	};
}

export function template(buttons: IncomingButtons, message: string): object {
	return {
		header: headerOf(buttons.header),
		message,
		footer: buttons.footer ?? '',
		title: buttons.title ?? '',
		templateId: buttons.templateId ?? '',
		hydratedButtons: buttons.buttons.map(hydrated),
	};
}

export function cardOf({ header, text, footer, title, buttons }: IncomingCard): object {
	return {
		header: headerOf(header),
		message: text ?? '',
		footer: footer ?? '',
		title: title ?? '',
		hydratedButtons: buttons.map(hydrated),
	};
}

/** As Z-API tells of a button that copies a code. */
const COPY_CODE = 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=';

function hydrated(button: IncomingButton, index: number): object {
	const displayText = button.text;
	switch (button.type) {
		case 'url':
			return { index, urlButton: { displayText, url: button.url } };
		case 'copy':
			return {
				index,
				urlButton: { displayText, url: `${COPY_CODE}otp${encodeURIComponent(button.code)}` },
			};
		case 'call':
			return { index, callButton: { displayText, phoneNumber: button.phone } };
		default:
			return {
				index,
				quickReplyButton: { displayText, id: button.type === 'reply' ? button.id : button.name },
			};
	}
}
