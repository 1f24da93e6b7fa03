import { messageIdOf } from '../../../../engine/outbox/message-id';

const SECRET = 'the account’s own secret';
const RUN = { executionId: '42', nodeId: 'node', runIndex: 1, itemIndex: 2 };
const ID = messageIdOf(RUN, SECRET);

describe('The ID of a message', () => {
	test('has the shape of WhatsApp Web’s: 3EB0 and 18 upper-case hex digits', () => {
		expect(ID).toMatch(/^3EB0[0-9A-F]{18}$/);
		expect(messageIdOf({ key: 'order 7' }, SECRET)).toMatch(/^3EB0[0-9A-F]{18}$/);
	});

	test('is the same for the same origin, so a retry meets the first record', () => {
		expect(messageIdOf({ ...RUN }, SECRET)).toBe(ID);
		expect(messageIdOf({ key: 'order 7' }, SECRET)).toBe(messageIdOf({ key: 'order 7' }, SECRET));
	});

	test.each([
		['execution', { ...RUN, executionId: '43' }],
		['node', { ...RUN, nodeId: 'another' }],
		['run', { ...RUN, runIndex: 2 }],
		['item', { ...RUN, itemIndex: 1 }],
	])('differs by the %s', (_part, origin) => {
		expect(messageIdOf(origin, SECRET)).not.toBe(ID);
	});

	test('differs by the account’s secret', () => {
		expect(messageIdOf(RUN, 'another')).not.toBe(ID);
	});

	test('differs by the user’s own key', () => {
		expect(messageIdOf({ key: 'a' }, SECRET)).not.toBe(messageIdOf({ key: 'b' }, SECRET));
	});

	test('keeps parts apart that read the same when they are joined', () => {
		const one = { executionId: '1', nodeId: '11', runIndex: 1, itemIndex: 1 };
		const other = { executionId: '11', nodeId: '1', runIndex: 1, itemIndex: 1 };
		expect(messageIdOf(one, SECRET)).not.toBe(messageIdOf(other, SECRET));
	});

	test('of a key is never that of a run', () => {
		const { executionId, nodeId, runIndex, itemIndex } = RUN;
		const key = JSON.stringify([executionId, nodeId, runIndex, itemIndex]);
		expect(messageIdOf({ key }, SECRET)).not.toBe(ID);
	});
});
