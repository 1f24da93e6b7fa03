import { EngineError, ERROR_CODES, type ErrorShape } from '../../../../engine/gateway/contract';

const shape: ErrorShape = {
	code: 'QUEUE_FULL',
	message: 'What happened.',
	hint: 'What to do.',
	retryable: true,
};

describe('An error of the engine', () => {
	test('goes through the door as plain JSON and comes out the same', () => {
		const received = JSON.parse(JSON.stringify(EngineError.from(shape).toShape())) as ErrorShape;
		expect(received).toEqual(shape);
		expect(EngineError.from(received)).toEqual(EngineError.from(shape));
	});

	test('is an Error, with a name of its own', () => {
		const error = EngineError.from(shape);
		expect(error).toBeInstanceOf(Error);
		expect(error.name).toBe('EngineError');
		expect(String(error)).toBe('EngineError: What happened.');
	});

	test('is whole text, whatever it quotes and wherever that was cut off', () => {
		const { message } = new EngineError('REJECTED', `"${'😀'.slice(0, 1)}" is none.`, 'Stop.');
		expect(message).toBe('"\uFFFD" is none.');
	});

	test('is not worth a retry unless it says so', () => {
		expect(new EngineError('REJECTED', 'No.', 'Stop.').toShape()).toEqual({
			code: 'REJECTED',
			message: 'No.',
			hint: 'Stop.',
			retryable: false,
		});
	});

	test('leaves everything else behind', () => {
		const error = Object.assign(EngineError.from(shape), { secret: 'a key' });
		expect(Object.keys(error.toShape()).sort()).toEqual(['code', 'hint', 'message', 'retryable']);
	});
});

test('No code is listed twice', () => {
	expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
});
