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
		expect(receipts.advance('a', ['bob'], 'READ', START)).toEqual(['RECEIVED', 'READ']);
		expect(receipts.advance('a', ['eve'], 'RECEIVED', START)).toEqual(['RECEIVED']);
		expect(receipts.advance('a', ['bob'], 'PLAYED', START)).toEqual(['PLAYED']);
	});

	test('never goes back, and makes each step once', () => {
		receipts.advance('a', ['bob'], 'READ', START);
		expect(receipts.advance('a', ['bob'], 'RECEIVED', START)).toEqual([]);
		expect(receipts.advance('a', ['bob'], 'READ', START)).toEqual([]);
	});

	test('who answers by phone number first and by LID then is one', () => {
		receipts.advance('a', ['5511900000002@s.whatsapp.net'], 'RECEIVED', START);
		const both = ['222@lid', '5511900000002@s.whatsapp.net'] as const;
		expect(receipts.advance('a', both, 'RECEIVED', START)).toEqual([]);
		expect(receipts.advance('a', both, 'READ', START)).toEqual(['READ']);
		expect(receipts.advance('a', both, 'READ', START)).toEqual([]);
		expect(receipts.progress('a')).toMatchObject({ deliveredTo: 1, readBy: 1 });
	});

	test('who answered under both before they were known for one person is one from then on', () => {
		receipts.advance('a', ['5511900000002@s.whatsapp.net'], 'READ', START);
		receipts.advance('a', ['222@lid'], 'RECEIVED', START);
		expect(receipts.progress('a')).toMatchObject({ deliveredTo: 2 });
		const both = ['222@lid', '5511900000002@s.whatsapp.net'] as const;
		expect(receipts.advance('a', both, 'RECEIVED', START)).toEqual([]);
		expect(receipts.progress('a')).toMatchObject({ deliveredTo: 1, readBy: 1 });
	});
});

describe('The participants of a message', () => {
	test('are those who have said something, as far as they have come, in that order', () => {
		receipts.advance('a', ['eve'], 'RECEIVED', START + 1_000);
		receipts.advance('a', ['bob'], 'RECEIVED', START);
		receipts.advance('a', ['eve'], 'READ', START + 2_000);
		expect(receipts.participants('a')).toEqual([
			{ address: 'bob', status: 'RECEIVED', at: new Date(START).toISOString() },
			{ address: 'eve', status: 'READ', at: new Date(START + 2_000).toISOString() },
		]);
		expect(receipts.participants('b')).toEqual([]);
	});
});

describe('The progress of a message', () => {
	test('counts everybody who has come at least so far', () => {
		receipts.advance('a', ['bob'], 'PLAYED', START);
		receipts.advance('a', ['eve'], 'READ', START);
		receipts.advance('a', ['dan'], 'RECEIVED', START);
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
		receipts.advance('a', ['bob'], 'READ', START);
		ledger.advance('a', 'SENT', START);
		ledger.sweep({ content: START, undelivered: START, records: START + 1 });
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
