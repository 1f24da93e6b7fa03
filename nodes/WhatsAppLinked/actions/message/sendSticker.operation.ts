import { optionalText } from '../../../shared/fields';
import { defineSend } from './define-send';
import { file } from './file';

export const sendSticker = defineSend({
	name: 'Send Sticker',
	action: 'Send sticker',
	description:
		'Send any image as a sticker. Animated GIF and WebP stay animated; the image is converted for WhatsApp.',
	type: 'sticker',
	fields: {
		mediaId: file('sticker', 'image', 'e.g. https://example.com/sticker.png', {
			author: optionalText({
				displayName: 'Author',
				placeholder: 'e.g. My shop',
				description: 'Who made the sticker, shown when somebody taps it',
			}),
			pack: optionalText({
				displayName: 'Pack',
				placeholder: 'e.g. Greetings',
				description: 'Name of the sticker pack, shown when somebody taps it',
			}),
		}),
	},
});
