import { MAX_CAROUSEL_CARDS, type CarouselContent } from '../../gateway/contract';
import { invalid } from './checks';
import { checkFile } from './file-message';
import { firstLine } from './first-line';
import { checkInteractive, interactiveMessage } from './interactive';
import type { Kind } from './kind';
import { checkText } from './text';

const MIN_CARDS = 2;

/** `proto.Message.InteractiveMessage.CarouselMessage.CarouselCardType.HSCROLL_CARDS` */
const HORIZONTAL = 1;

export const carousel: Kind<CarouselContent> = {
	check({ text, cards }) {
		checkText(text);
		if (cards.length < MIN_CARDS || cards.length > MAX_CAROUSEL_CARDS) {
			throw invalid(
				`The carousel has ${cards.length === 1 ? '1 card' : `${cards.length} cards`}; it takes ${MIN_CARDS} to ${MAX_CAROUSEL_CARDS}.`,
				cards.length < MIN_CARDS ? 'Add cards.' : 'Remove cards, or send several carousels.',
			);
		}
		cards.forEach((card, index) => {
			checkInteractive(card, `Card ${index + 1}`);
			checkFile(card.mediaId);
		});
	},
	summary: ({ text }) => firstLine(`Carousel: ${text}`),
	files: ({ cards }) => cards.map(({ mediaId }) => mediaId),
	build: ({ text, cards }, { file }) => ({
		interactiveMessage: {
			body: { text },
			carouselMessage: {
				cards: cards.map((card) => interactiveMessage(card, file(card.mediaId))),
				messageVersion: 1,
				carouselCardType: HORIZONTAL,
			},
		},
	}),
};
