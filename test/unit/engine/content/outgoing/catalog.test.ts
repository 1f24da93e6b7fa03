import { catalog } from '../../../../../engine/content/outgoing/catalog';
import { buildContext, checkContext, refusal } from './support';

const content = { type: 'catalog', business: '+55 11 90000-0002' } as const;

describe('A link to a catalog', () => {
	test('stands below the text, with a card', () => {
		const whole = { ...content, text: 'Our bread', title: 'Bakery', description: 'Fresh' };
		expect(catalog.build(whole, buildContext(undefined))).toEqual({
			extendedTextMessage: {
				text: 'Our bread\nhttps://wa.me/c/5511900000002',
				matchedText: 'https://wa.me/c/5511900000002',
				title: 'Bakery',
				description: 'Fresh',
				previewType: 0,
			},
		});
	});

	test('needs no more than the number', () => {
		expect(() => catalog.check(content, checkContext())).not.toThrow();
		expect(catalog.build(content, buildContext(undefined)).extendedTextMessage).toMatchObject({
			text: 'https://wa.me/c/5511900000002',
			title: 'Catalog',
		});
		expect(catalog.summary(content)).toBe('https://wa.me/c/5511900000002');
	});

	test('refuses what is no phone number', () => {
		expect(refusal(catalog, { ...content, business: 'Bakery' })).toBe(
			'"Bakery" is not a phone number.',
		);
		expect(refusal(catalog, { ...content, business: '' })).toBe(
			'The phone number of the business is empty.',
		);
	});
});
