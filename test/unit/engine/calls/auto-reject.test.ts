import { createAutoReject } from '../../../../engine/calls/auto-reject';
import type { DescribedCall } from '../../../../engine/calls/known-calls';
import {
	EngineError,
	type RejectCalls,
	type SendMessage,
} from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import { START } from '../../../support/fake-clock';
import { errorOf, MINUTE } from '../support';

const OWN = '5511900000001';
const BOB = { phone: '5511900000002', lid: '222@lid', name: null };
const HIDDEN = { phone: null, lid: '33333@lid', name: null };
const ID = '5511900000002@s.whatsapp.net';

const call = (more: Partial<DescribedCall> = {}): DescribedCall => ({
	...{
		callId: 'C1',
		creator: ID,
		caller: { jid: ID, alt: undefined },
		group: null,
		isVideo: false,
	},
	...{ wasOffline: false, at: START, state: null, answeredAt: null, from: BOB },
	chat: { id: ID, type: 'direct', ...BOB },
	...more,
});

let queued: SendMessage[];
let refusal: EngineError | undefined;

beforeEach(() => {
	queued = [];
	refusal = undefined;
});

function autoReject(rejectCalls: RejectCalls | undefined, contacts: string[] = []) {
	return createAutoReject({
		settings: () => ({ ...(rejectCalls && { rejectCalls }) }),
		ownPhone: () => OWN,
		directory: {
			namesOf: (id) => ({ notify: 'somebody', ...(contacts.includes(id) && { name: 'Bob' }) }),
		},
		enqueue(request) {
			if (refusal) throw refusal;
			queued.push(request);
		},
		log: silentLog,
	});
}

const from = (whose: RejectCalls['from'], ...people: string[]): RejectCalls => ({
	from: whose,
	people,
});

describe('A call is rejected by itself', () => {
	it.each<[string, RejectCalls | undefined, Partial<DescribedCall>, boolean]>([
		['not where nothing is said', undefined, {}, false],
		['of everyone', from('everyone'), {}, true],
		['not when it rang before', from('everyone'), { wasOffline: true }, false],
		['not from the number itself', from('everyone'), { from: { ...BOB, phone: OWN } }, false],
		['of only these, as people write them', from('only', '+55 11 90000-0002'), {}, true],
		['of only these, in their own country', from('only', '(11) 90000-0002'), {}, true],
		['of only these, by LID', from('only', '33333@lid'), { from: HIDDEN }, true],
		['not of others', from('only', '5511900000003'), {}, false],
		['not of others, where an entry is nobody', from('only', 'Mom'), {}, false],
		['of all but these', from('except', '5511900000003'), {}, true],
		['not of these', from('except', '5511900000003', '5511900000002'), {}, false],
	])('%s', (_, rejectCalls, more, expected) => {
		expect(autoReject(rejectCalls).wants(call(more))).toBe(expected);
	});

	it('where the caller is not in the address book', () => {
		expect(autoReject(from('strangers')).wants(call())).toBe(true);
		expect(autoReject(from('strangers'), [ID]).wants(call())).toBe(false);
		expect(autoReject(from('strangers')).wants(call({ from: HIDDEN }))).toBe(true);
		expect(autoReject(from('strangers'), ['33333@lid']).wants(call({ from: HIDDEN }))).toBe(false);
	});
});

describe('The caller gets the text', () => {
	const withText = { ...from('everyone'), text: 'Please write' };

	it('once in ten minutes', () => {
		const { answer } = autoReject(withText);
		for (const minutes of [0, 1, 11]) answer(call({ at: START + minutes * MINUTE }));
		const [first, second, third] = queued;
		expect(first).toMatchObject({ to: ID, content: { type: 'text', text: 'Please write' } });
		// The queue knows a message by its origin.
		expect(second?.origin).toEqual(first?.origin);
		expect(third?.origin).not.toEqual(first?.origin);
	});

	it('and nobody else does', () => {
		const { answer } = autoReject(withText);
		answer(call());
		answer(call({ chat: { id: '33333@lid', type: 'direct', ...HIDDEN } }));
		expect(queued.map(({ to }) => to)).toEqual([ID, '33333@lid']);
	});

	it('not in groups, nor where there is none', () => {
		autoReject(withText).answer(call({ chat: { id: '1@g.us', type: 'group', ...BOB } }));
		autoReject(from('everyone')).answer(call());
		expect(queued).toEqual([]);
	});

	it('not when the queue is full; what has to do with the disk is told', () => {
		const { answer } = autoReject(withText);
		refusal = new EngineError('QUEUE_FULL', 'Full', '');
		answer(call());
		refusal = new EngineError('STORE_FAILED', 'Broken', '');
		expect(errorOf(() => answer(call()))).toBe(refusal);
	});
});
