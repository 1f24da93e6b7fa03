import { MESSAGE_STATUSES, type MessageStatus } from '../../../../engine/gateway/contract';
import { hasReached, isFailure, stepsBetween } from '../../../../engine/outbox/status';

const WAY: MessageStatus[] = ['QUEUED', 'SENDING', 'SENT', 'RECEIVED', 'READ', 'PLAYED'];
const FAILURES: MessageStatus[] = ['FAILED', 'CANCELLED'];

/** All steps, written out: one line for each status a message can have, one entry for each it can be told. */
const STEPS: Record<MessageStatus, Partial<Record<MessageStatus, MessageStatus[]>>> = {
	QUEUED: {
		SENDING: ['SENDING'],
		SENT: ['SENDING', 'SENT'],
		RECEIVED: ['SENDING', 'SENT', 'RECEIVED'],
		READ: ['SENDING', 'SENT', 'RECEIVED', 'READ'],
		PLAYED: ['SENDING', 'SENT', 'RECEIVED', 'READ', 'PLAYED'],
		FAILED: ['FAILED'],
		CANCELLED: ['CANCELLED'],
	},
	SENDING: {
		SENT: ['SENT'],
		RECEIVED: ['SENT', 'RECEIVED'],
		READ: ['SENT', 'RECEIVED', 'READ'],
		PLAYED: ['SENT', 'RECEIVED', 'READ', 'PLAYED'],
		FAILED: ['FAILED'],
		CANCELLED: ['CANCELLED'],
	},
	SENT: {
		RECEIVED: ['RECEIVED'],
		READ: ['RECEIVED', 'READ'],
		PLAYED: ['RECEIVED', 'READ', 'PLAYED'],
	},
	RECEIVED: { READ: ['READ'], PLAYED: ['READ', 'PLAYED'] },
	READ: { PLAYED: ['PLAYED'] },
	PLAYED: {},
	// A receipt proves that the message arrived, whatever was believed before.
	FAILED: {
		SENT: ['SENT'],
		RECEIVED: ['SENT', 'RECEIVED'],
		READ: ['SENT', 'RECEIVED', 'READ'],
		PLAYED: ['SENT', 'RECEIVED', 'READ', 'PLAYED'],
	},
	CANCELLED: {
		SENT: ['SENT'],
		RECEIVED: ['SENT', 'RECEIVED'],
		READ: ['SENT', 'RECEIVED', 'READ'],
		PLAYED: ['SENT', 'RECEIVED', 'READ', 'PLAYED'],
	},
};

const PAIRS = MESSAGE_STATUSES.flatMap((from) => MESSAGE_STATUSES.map((to) => [from, to] as const));

describe('From one status to another', () => {
	test('there are 64 ways, and the table above knows them all', () => {
		expect(PAIRS).toHaveLength(64);
		expect(Object.keys(STEPS).sort()).toEqual([...MESSAGE_STATUSES].sort());
	});

	test.each(PAIRS)('%s -> %s', (from, to) => {
		expect(stepsBetween(from, to)).toEqual(STEPS[from][to] ?? []);
	});

	test.each(PAIRS)('%s -> %s, told twice, is news once', (from, to) => {
		const reached = stepsBetween(from, to).at(-1) ?? from;
		expect(stepsBetween(reached, to)).toEqual([]);
	});

	test('receipts in any order end at the furthest one, each step once', () => {
		const receipts: MessageStatus[] = ['READ', 'SENT', 'RECEIVED', 'FAILED', 'PLAYED', 'READ'];
		let status: MessageStatus = 'SENDING';
		const steps = receipts.flatMap((receipt) => {
			const made = stepsBetween(status, receipt);
			status = made.at(-1) ?? status;
			return made;
		});
		expect(steps).toEqual(['SENT', 'RECEIVED', 'READ', 'PLAYED']);
	});
});

describe('A status', () => {
	test.each(WAY.flatMap((status) => WAY.map((wanted) => [status, wanted] as const)))(
		'%s has reached %s if it is not before it on the way',
		(status, wanted) => {
			expect(hasReached(status, wanted)).toBe(WAY.indexOf(status) >= WAY.indexOf(wanted));
		},
	);

	test.each(FAILURES.flatMap((status) => WAY.map((wanted) => [status, wanted] as const)))(
		'%s has not reached %s',
		(status, wanted) => {
			expect(hasReached(status, wanted)).toBe(false);
		},
	);

	test.each(MESSAGE_STATUSES)('%s is a failure or a step of the way', (status) => {
		expect(isFailure(status)).toBe(FAILURES.includes(status));
	});
});
