import { messageIdOf } from '../../../../engine/outbox/message-id';

const SECRET = 'the account’s own secret';
const BOB = '5511900000002@s.whatsapp.net';
const CARLA = '5511900000003@s.whatsapp.net';
const RUN = {
	executionId: '42',
	startedAt: 1_800_000_000_000,
	nodeId: 'node',
	runIndex: 1,
	itemIndex: 2,
};
const ID = messageIdOf(RUN, SECRET, BOB);
const KEY = { key: 'order 7' };
const CALL = { callId: 'b7c0' };

describe('The ID of a message', () => {
	test.each([RUN, KEY, CALL])(
		'has the shape of WhatsApp Web’s: 3EB0 and 18 upper-case hex digits (%j)',
		(origin) => {
			expect(messageIdOf(origin, SECRET, BOB)).toMatch(/^3EB0[0-9A-F]{18}$/);
		},
	);

	test.each([RUN, KEY, CALL])(
		'is the same for the same origin, so a retry meets the first record (%j)',
		(origin) => {
			expect(messageIdOf({ ...origin }, SECRET, BOB)).toBe(messageIdOf(origin, SECRET, BOB));
		},
	);

	test.each([
		['execution', { ...RUN, executionId: '43' }],
		['beginning of the execution', { ...RUN, startedAt: RUN.startedAt + 1 }],
		['node', { ...RUN, nodeId: 'another' }],
		['run', { ...RUN, runIndex: 2 }],
		['item', { ...RUN, itemIndex: 1 }],
	])('differs by the %s', (_part, origin) => {
		expect(messageIdOf(origin, SECRET, BOB)).not.toBe(ID);
	});

	test.each([RUN, CALL])('differs by the address (%j)', (origin) => {
		expect(messageIdOf(origin, SECRET, CARLA)).not.toBe(messageIdOf(origin, SECRET, BOB));
	});

	test('of the user’s own key is the same at every address', () => {
		expect(messageIdOf(KEY, SECRET, CARLA)).toBe(messageIdOf(KEY, SECRET, BOB));
	});

	test('differs by the account’s secret', () => {
		expect(messageIdOf(RUN, 'another', BOB)).not.toBe(ID);
	});

	test('differs by the user’s own key, and by the call of a tool', () => {
		const ids = [{ key: 'a' }, { key: 'b' }, { callId: 'a' }, { callId: 'b' }];
		expect(new Set(ids.map((origin) => messageIdOf(origin, SECRET, BOB))).size).toBe(4);
	});

	test('keeps parts apart that read the same when they are joined', () => {
		const one = { executionId: '1', nodeId: '11', runIndex: 1, itemIndex: 1 };
		const other = { executionId: '11', nodeId: '1', runIndex: 1, itemIndex: 1 };
		expect(messageIdOf(one, SECRET, BOB)).not.toBe(messageIdOf(other, SECRET, BOB));
	});

	test('of a key is never that of a run', () => {
		const { executionId, startedAt, nodeId, runIndex, itemIndex } = RUN;
		const key = JSON.stringify([executionId, startedAt, nodeId, runIndex, itemIndex, BOB]);
		expect(messageIdOf({ key }, SECRET, BOB)).not.toBe(ID);
	});
});
