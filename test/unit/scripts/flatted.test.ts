import { parseFlatted } from '../../../scripts/n8n/flatted.mjs';

test('n8n’s flatted JSON has its strings looked up, all other values stand for themselves', () => {
	expect(parseFlatted('[{"name":"1","count":2,"list":"2"},"Ana",["1",null,true]]')).toEqual({
		name: 'Ana',
		count: 2,
		list: ['Ana', null, true],
	});
});

test('what flatted JSON refers to twice is one object, in a circle too', () => {
	const value = parseFlatted('[{"self":"0","other":"1","again":"1"},{"x":1}]');

	expect(value.self).toBe(value);
	expect(value.other).toBe(value.again);
});

test('flatted JSON of nothing is undefined', () => {
	expect(parseFlatted('[]')).toBeUndefined();
});
