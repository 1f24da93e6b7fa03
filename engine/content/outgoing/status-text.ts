import { STATUS_FONTS, type StatusFont, type StatusTextContent } from '../../gateway/contract';
import { checkOneOf, checkWords } from './checks';
import { argbOf, checkColor } from './color';
import { firstLine } from './first-line';
import type { Kind } from './kind';

/** WhatsApp's own apps take no more. */
const MAX_STATUS = 700;

/** `ExtendedTextMessage.FontType`, which has no 3, 4 and 5. */
const FONTS: Readonly<Record<StatusFont, number>> = {
	system: 0,
	systemText: 1,
	script: 2,
	systemBold: 6,
	morningBreeze: 7,
	calistoga: 8,
	exo2: 9,
	courierPrime: 10,
};

const WHITE = '#FFFFFF';
/** Without one the words would stand on nothing. */
const DEFAULT_BACKGROUND = '#128C7E';

export const statusText: Kind<StatusTextContent> = {
	check({ text, background, font }) {
		checkWords('The text', text, MAX_STATUS);
		checkColor(background);
		if (font !== undefined) checkOneOf('a font', font, STATUS_FONTS);
	},
	summary: ({ text }) => firstLine(text),
	build: ({ text, background = DEFAULT_BACKGROUND, font = 'system' }) => ({
		extendedTextMessage: {
			text,
			textArgb: argbOf(WHITE),
			backgroundArgb: argbOf(background),
			font: FONTS[font],
		},
	}),
};
