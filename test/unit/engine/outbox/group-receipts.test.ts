import {
	createGroupReceipts,
	reachedByAll,
	type GroupReceipts,
} from '../../../../engine/outbox/group-receipts';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { START } from '../../../support/fake-clock';
import { textTo, useStores } from '../support';

const GROUP = '120363000000000001@g.us';

const stores = useStores();
let ledger: Ledger;
let receipts: GroupReceipts;

beforeEach(() => {
	const store = stores.open();
	ledger = createLedger(store, () => START);
	receipts = createGroupReceipts(store);
	ledger.enqueue('a', GROUP, textTo(GROUP, 'a'), true);
	receipts.setParticipants('a', 3);
});

describe('A participant of a group', () => {
	test('goes the way of a message on their own, with the skipped steps filled in', () => {
		expect(receipts.advance('a', 'bob', 'READ', START)).toEqual(['RECEIVED', 'READ']);
		expect(receipts.advance('a', 'eve', 'RECEIVED', START)).toEqual(['RECEIVED']);
		expect(receipts.advance('a', 'bob', 'PLAYED', START)).toEqual(['PLAYED']);
	});

	test('never goes back, and makes each step once', () => {
		receipts.advance('a', 'bob', 'READ', START);
		expect(receipts.advance('a', 'bob', 'RECEIVED', START)).toEqual([]);
		expect(receipts.advance('a', 'bob', 'READ', START)).toEqual([]);
	});
});

describe('The progress of a message', () => {
	test('counts everybody who has come at least so far', () => {
		receipts.advance('a', 'bob', 'PLAYED', START);
		receipts.advance('a', 'eve', 'READ', START);
		receipts.advance('a', 'dan', 'RECEIVED', START);
		expect(receipts.progress('a')).toEqual({
			participants: 3,
			deliveredTo: 3,
			readBy: 2,
			playedBy: 1,
		});
	});

	test('is nothing at first, of as many as are known', () => {
		ledger.enqueue('b', GROUP, textTo(GROUP, 'b'), true);
		const nothing = { deliveredTo: 0, readBy: 0, playedBy: 0 };
		expect(receipts.progress('a')).toEqual({ participants: 3, ...nothing });
		expect(receipts.progress('b')).toEqual({ participants: null, ...nothing });
	});

	test('goes with the record of the message', () => {
		receipts.advance('a', 'bob', 'READ', START);
		ledger.advance('a', 'SENT', START);
		ledger.sweep(START, START + 1);
		expect(receipts.progress('a')).toEqual({
			participants: null,
			deliveredTo: 0,
			readBy: 0,
			playedBy: 0,
		});
	});
});

describe('All of a group', () => {
	test.each([
		[{ participants: 3, deliveredTo: 2, readBy: 2, playedBy: 0 }, undefined],
		[{ participants: 3, deliveredTo: 3, readBy: 2, playedBy: 0 }, 'RECEIVED'],
		[{ participants: 3, deliveredTo: 3, readBy: 3, playedBy: 2 }, 'READ'],
		[{ participants: 3, deliveredTo: 3, readBy: 3, playedBy: 3 }, 'PLAYED'],
		// Somebody joined after it was sent.
		[{ participants: 3, deliveredTo: 4, readBy: 1, playedBy: 0 }, 'RECEIVED'],
		[{ participants: null, deliveredTo: 3, readBy: 3, playedBy: 3 }, undefined],
	])('with %j have reached %s', (progress, status) => {
		expect(reachedByAll(progress)).toBe(status);
	});
});
