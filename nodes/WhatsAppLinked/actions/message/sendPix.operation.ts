import { choice, named, optionalText, text } from '../../../shared/fields';
import { defineSend } from './define-send';
import { PIX_KEY_TYPES } from './pix-key-types';

export const sendPix = defineSend({
	name: 'Send PIX',
	action: 'Send PIX key',
	description: 'Send a button that copies a PIX key, for payments in Brazil',
	notice:
		'Not every WhatsApp shows the PIX button, and some show nothing at all: also send the key as text where it matters. WhatsApp only shows the key; it does not tell whether somebody paid.',
	type: 'pix',
	fields: {
		keyType: choice({
			displayName: 'Key Type',
			options: PIX_KEY_TYPES,
			default: 'CPF',
			description: 'What kind of PIX key it is',
		}),
		key: named(
			'pixKey',
			text({
				displayName: 'PIX Key',
				required: true,
				placeholder: 'e.g. 529.982.247-25',
				description: 'The key that payments go to',
			}),
		),
	},
	options: {
		merchantName: optionalText({
			displayName: 'Receiver Name',
			placeholder: 'e.g. Example Ltd',
			description: 'Who gets the money, as it is shown above the key. "Pix" without it.',
		}),
	},
});
