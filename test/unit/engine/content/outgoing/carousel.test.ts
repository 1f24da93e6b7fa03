import { carousel } from '../../../../../engine/content/outgoing/carousel';
import type { CarouselCard, CarouselContent } from '../../../../../engine/gateway/contract';
import { buildContext, checkContext, FILE, refusal } from './support';

const card = (mediaId: string, change: Partial<CarouselCard> = {}): CarouselCard => ({
	mediaId,
	text: `Card ${mediaId}`,
	buttons: [{ type: 'reply', text: 'Buy', id: mediaId }],
	...change,
});
const cards = (length: number) => Array.from({ length }, (_, i) => card(`m${i}`));
const content = (given: CarouselCard[]): CarouselContent => ({
	type: 'carousel',
	text: 'New',
	cards: given,
});

describe('A carousel', () => {
	test('is made of cards with images', () => {
		const two = content([card('m0', { title: 'Pot', footer: 'In stock' }), card('m1')]);
		const files = { m0: FILE, m1: FILE };
		expect(carousel.files?.(two)).toEqual(['m0', 'm1']);
		const { interactiveMessage } = carousel.build(two, buildContext(undefined, { files }));
		expect(interactiveMessage).toMatchObject({
			body: { text: 'New' },
			carouselMessage: { messageVersion: 1, carouselCardType: 1 },
		});
		expect(interactiveMessage?.carouselMessage?.cards).toEqual([
			{
				header: {
					title: 'Pot',
					hasMediaAttachment: true,
					imageMessage: expect.objectContaining({ directPath: FILE.directPath }),
				},
				body: { text: 'Card m0' },
				footer: { text: 'In stock' },
				nativeFlowMessage: expect.objectContaining({ messageVersion: 1 }),
			},
			expect.objectContaining({ body: { text: 'Card m1' } }),
		]);
		expect(carousel.summary(two)).toBe('Carousel: New');
	});

	test.each([2, 10])('may have %d cards', (length) => {
		expect(() => carousel.check(content(cards(length)), checkContext())).not.toThrow();
	});

	test.each<[string, CarouselCard[], string]>([
		['no cards', [], 'The carousel has 0 cards; it takes 2 to 10.'],
		['1 card', cards(1), 'The carousel has 1 card; it takes 2 to 10.'],
		['11 cards', cards(11), 'The carousel has 11 cards; it takes 2 to 10.'],
		['a card without text', [card('a'), card('b', { text: '' })], 'The text is empty.'],
		['a card without buttons', [card('a'), card('b', { buttons: [] })], 'Card 2 has no buttons.'],
		[
			'a card without image',
			[card('a'), { ...card('b'), mediaId: '' }],
			'There is no file to send.',
		],
	])('refuses %s', (_, given, message) => {
		expect(refusal(carousel, content(given))).toBe(message);
	});
});
