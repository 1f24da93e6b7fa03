import { dateIn, emailIn, numberIn } from '../../../../engine/questions/typed-answer';

const NOW = Date.parse('2026-11-30T12:00:00Z');

describe('A number', () => {
	it.each([
		['12', 12],
		[' -3,5 ', -3.5],
		['+3.5', 3.5],
		['1.234', 1234],
		['1,234', 1234],
		['1.234,56', 1234.56],
		['1,234.56', 1234.56],
		['12 000', 12_000],
		['0,125', 125],
		['1234,5', 1234.5],
		['007', 7],
	])('is read as people write it: %s', (text, value) => {
		expect(numberIn(text)).toBe(value);
	});

	it.each(['', 'four', '4 people', '1.2.3', '1,23,4', '--1', '1e5', '٣', '12-13'])(
		'is not guessed at: %j',
		(text) => {
			expect(numberIn(text)).toBeUndefined();
		},
	);
});

describe('A day', () => {
	it.each([
		['2026-12-24', '2026-12-24'],
		['2026/1/5', '2026-01-05'],
		['24/12/2026', '2026-12-24'],
		['24.12.26', '2026-12-24'],
		['12/24/2026', '2026-12-24'],
		['5-6-2027', '2027-06-05'],
		['24/12', '2026-12-24'],
		['24.12.', '2026-12-24'],
		['29/11', '2027-11-29'],
		['30/11', '2026-11-30'],
		['29/02/2028', '2028-02-29'],
	])('is read as people write it: %s', (text, day) => {
		expect(dateIn(text, NOW)).toBe(day);
	});

	it.each([
		'',
		'tomorrow',
		'31/02/2026',
		'29/02/2027',
		'13/13/2026',
		'0/1/2026',
		'24',
		'24/12/226',
	])('is not guessed at: %j', (text) => {
		expect(dateIn(text, NOW)).toBeUndefined();
	});
});

describe('An email address', () => {
	it.each([
		['ana@example.com', 'ana@example.com'],
		['It is ana.silva+shop@mail.example.com.', 'ana.silva+shop@mail.example.com'],
		['<Ana@Example.com>', 'Ana@Example.com'],
		['mailto:ana@example.com', 'ana@example.com'],
		['josé@exämple.de', 'josé@exämple.de'],
	])('is found in what people write: %s', (text, address) => {
		expect(emailIn(text)).toBe(address);
	});

	it.each(['', 'ana', 'ana@example', '@example.com', 'a@example.com or b@example.com'])(
		'is not guessed at: %j',
		(text) => {
			expect(emailIn(text)).toBeUndefined();
		},
	);
});
