import { orderIn, pauseMs } from '../../../../engine/conversations/step-aside';

const ASIDES = [
	{ minutes: 10, pauseWord: '#bot off', resumeWord: '#bot on' },
	{ minutes: 60, pauseWord: 'Deixa comigo' },
	{ minutes: 0 },
];

test('The longest pause of all triggers counts', () => {
	expect(pauseMs(ASIDES)).toBe(60 * 60_000);
	expect(pauseMs([])).toBe(0);
});

test.each([
	['#bot off', 'pause'],
	[' #BOT  Off ', 'pause'],
	['deixa comigo', 'pause'],
	['#bot on', 'resume'],
	['Please #bot off', undefined],
	['', undefined],
	[null, undefined],
])('A message that says "%s" orders: %s', (text, order) => {
	expect(orderIn(text, ASIDES)).toBe(order);
});

test('Without words nothing is an order', () => {
	expect(orderIn('#bot off', [])).toBeUndefined();
	expect(orderIn('', [{ minutes: 1, pauseWord: '' }])).toBeUndefined();
});
