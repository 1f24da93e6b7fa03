import { parseAmount, parseCurrency, toAmount } from '../../../../engine/content/money';

describe('An amount', () => {
	test.each([
		['12.50', 12_500],
		['12,50', 12_500],
		['12,5', 12_500],
		[' 12 ', 12_000],
		['0', 0],
		['0,99', 990],
		['1.234,56', 1_234_560],
		['1,234.56', 1_234_560],
		['1.234.567', 1_234_567_000],
		['1234,50', 1_234_500],
		// What becomes of a number of n8n's.
		['4.35', 4_350],
		['1.10', 1_100],
	])('%p is %d thousandths', (written, thousandths) => {
		expect(parseAmount('The price', written, 'BRL')).toBe(thousandths);
	});

	test('has as many digits behind the point as its currency', () => {
		expect(parseAmount('The price', '1.234', 'KWD')).toBe(1_234);
		expect(parseAmount('The price', '1,234.567', 'KWD')).toBe(1_234_567);
		expect(parseAmount('The price', '500', 'JPY')).toBe(500_000);
	});

	test.each([
		['', 'BRL', 'The price is empty.'],
		['-1', 'BRL', 'The price is -1.'],
		['R$ 12,50', 'BRL', 'The price is "R$ 12,50", which is not an amount.'],
		['NaN', 'BRL', 'The price is "NaN", which is not an amount.'],
		['1e9', 'BRL', 'The price is "1e9", which is not an amount.'],
		['12,50,10', 'BRL', 'The price is "12,50,10", which is not an amount.'],
		['1234567890123', 'BRL', 'The price is "1234567890123", which is not an amount.'],
		['1.234', 'BRL', 'The price is "1.234", which may be read as 1234 or as 1.234.'],
		['1,234', 'USD', 'The price is "1,234", which may be read as 1234 or as 1.234.'],
		['0.30000000000000004', 'BRL', 'The price is "0.30000000000000004", but BRL has 2 digits'],
		['1,234.567', 'BRL', 'The price is "1,234.567", but BRL has 2 digits behind the point.'],
		['12.5', 'JPY', 'The price is "12.5", but JPY has no digits behind the point.'],
	])('%p of %s is none', (written, currency, message) => {
		expect(() => parseAmount('The price', written, currency)).toThrow(
			expect.objectContaining({
				code: 'INVALID_CONTENT',
				message: expect.stringContaining(message),
			}),
		);
	});

	test('is told in the currency', () => {
		expect(toAmount(12_500)).toBe(12.5);
		expect(toAmount(null)).toBeNull();
	});
});

describe('A currency', () => {
	test('is written as ISO 4217 does, in any case', () => {
		expect(parseCurrency(' brl ')).toBe('BRL');
	});

	test.each([
		['XYZ', '"XYZ" is not a currency.'],
		['R$', '"R$" is not a currency.'],
		['', 'No currency is given, and a price needs one.'],
	])('%p is none', (written, message) => {
		expect(() => parseCurrency(written)).toThrow(
			expect.objectContaining({ code: 'INVALID_CONTENT', message }),
		);
	});
});
