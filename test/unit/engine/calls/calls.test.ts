import { createCalls } from '../../../../engine/calls/calls';
import { silentLog } from '../../../../engine/log';
import type { KnownCall } from '../../../../engine/calls/known-calls';
import type { CallReceivedEvent, EngineEvent } from '../../../../engine/gateway/contract';
import type { CallOffer, CallOutcome } from '../../../../engine/whatsapp/index';
import { START } from '../../../support/fake-clock';
import { ACCOUNT_ID, useStores } from '../support';

const OFFER: CallOffer = {
	step: 'offered',
	callId: 'C1',
	creator: '5511900000002:3@s.whatsapp.net',
	caller: { jid: '5511900000002@s.whatsapp.net', alt: undefined },
	group: null,
	isVideo: false,
	wasOffline: false,
	at: START,
};

const stores = useStores();
let published: EngineEvent[];
let isFull: boolean;
let isUnwanted: boolean;
let answered: string[];
let reject: jest.Mock<Promise<void>>;

beforeEach(() => {
	published = [];
	isFull = false;
	isUnwanted = false;
	answered = [];
	reject = jest.fn(async () => undefined);
});

const open = (store = stores.open()) =>
	createCalls({
		store,
		events: {
			append(events) {
				if (isFull) throw new Error('The disk is full');
				published.push(...events);
			},
		},
		now: () => START + 30_000,
		info: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
		addresses: () => ({ phone: '5511900000002', lid: null }),
		directory: { nameOf: () => 'Bob' },
		autoReject: {
			wants: () => isUnwanted,
			answer({ callId }) {
				answered.push(callId);
			},
		},
		socket: () => ({ calls: { reject } }),
		wake: () => undefined,
		log: silentLog,
	});

const then = (step: CallOutcome['step'], callId = 'C1'): CallOutcome => ({
	...{ step, callId, creator: OFFER.creator, at: START + 20_000, durationMs: null },
});

describe('A call', () => {
	it('is published once, however often it is told', () => {
		const calls = open();
		calls.onStep(OFFER);
		calls.onStep(OFFER);
		calls.onStep({ ...OFFER, callId: 'C2' });
		const received = published as CallReceivedEvent[];
		expect(received.map(({ callId }) => callId)).toEqual(['C1', 'C2']);
		expect(received[0]).toMatchObject({ from: { phone: '5511900000002', name: 'Bob' } });
	});

	it('that could not be stored is published when it is told again', () => {
		const calls = open();
		isFull = true;
		expect(() => calls.onStep(OFFER)).toThrow('The disk is full');
		isFull = false;
		calls.onStep(OFFER);
		expect(published).toHaveLength(1);
	});

	it.each<[string, CallOutcome[], object[]]>([
		['missed', [then('ended')], [{ event: 'call.missed' }]],
		['rejected', [then('rejected')], [{ event: 'call.rejected', rejectedOn: 'phone' }]],
		[
			'answered and ended',
			[then('answered'), { ...then('ended'), at: START + 115_400 }],
			[{ event: 'call.answeredElsewhere' }, { event: 'call.ended', durationSeconds: 95 }],
		],
		[
			'ended, and how long it took',
			[then('answered'), { ...then('ended'), durationMs: 61_000 }, then('ended')],
			[{ event: 'call.answeredElsewhere' }, { event: 'call.ended', durationSeconds: 61 }],
		],
	])('is told as %s, once', (_, outcomes, expected) => {
		const calls = open();
		calls.onStep({ ...OFFER, isVideo: true });
		for (const outcome of outcomes) calls.onStep(outcome);
		const told = published.slice(1);
		const about = { callId: 'C1', from: { name: 'Bob' }, chat: { type: 'direct' }, isVideo: true };
		expect(told).toMatchObject(expected.map((event) => ({ ...about, ...event })));
		expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(told.length);
	});

	it('is rejected in n8n, whatever WhatsApp tells of that meanwhile', async () => {
		const calls = open();
		calls.onStep(OFFER);
		await calls.reject(calls.find('C1') as KnownCall, async () => {
			calls.onStep(then('rejected'));
			calls.onStep(then('ended'));
		});
		expect(published.slice(1)).toMatchObject([{ event: 'call.rejected', rejectedOn: 'n8n' }]);
	});

	it('was missed, where it ended before it could be rejected', async () => {
		const calls = open();
		calls.onStep(OFFER);
		const late = calls.reject(calls.find('C1') as KnownCall, async () => {
			calls.onStep(then('ended'));
			throw new Error('Refused');
		});
		await expect(late).rejects.toThrow('Refused');
		expect(published.slice(1)).toMatchObject([{ event: 'call.missed' }]);
	});

	it.each<[string, CallOutcome['step'][], string | null]>([
		['rings', [], null],
		['was missed', ['ended'], 'missed'],
		['was answered', ['answered'], 'answered'],
		['was answered and is over', ['answered', 'ended'], 'ended'],
		['was rejected', ['rejected', 'ended'], 'rejected'],
		['was missed and nothing else', ['ended', 'answered', 'rejected'], 'missed'],
		['is over and nothing else', ['answered', 'ended', 'rejected'], 'ended'],
	])('%s', (_, steps, state) => {
		const calls = open();
		calls.onStep(OFFER);
		for (const step of steps) calls.onStep(then(step));
		expect(calls.find('C1')).toMatchObject({ state, chat: { name: 'Bob' }, from: { name: 'Bob' } });
	});

	it('is known after a restart, and rejected from here', async () => {
		const store = stores.open();
		open(store).onStep(OFFER);
		store.close();
		const calls = open();
		const call = calls.find('C1');
		if (call) await calls.reject(call, async () => undefined);
		expect(calls.find('C1')).toMatchObject({ state: 'rejected', creator: OFFER.creator });
	});

	it('that nobody wants is answered and rejected once, however often it is told', async () => {
		isUnwanted = true;
		const calls = open();
		calls.onStep(OFFER);
		calls.onStep(OFFER);
		await reject.mock.results[0]?.value;
		expect(calls.find('C1')).toMatchObject({ state: 'rejected' });
		expect(answered).toEqual(['C1']);
		expect(reject).toHaveBeenCalledTimes(1);
	});

	it('that nobody wants is neither answered nor rejected where it could not be stored', () => {
		isUnwanted = true;
		isFull = true;
		expect(() => open().onStep(OFFER)).toThrow('The disk is full');
		expect(answered).toEqual([]);
		expect(reject).not.toHaveBeenCalled();
	});

	it('that could not be rejected goes on', async () => {
		isUnwanted = true;
		reject = jest.fn(async () => await Promise.reject(new Error('No answer')));
		const calls = open();
		calls.onStep(OFFER);
		await expect(reject.mock.results[0]?.value).rejects.toThrow('No answer');
		calls.onStep(then('ended'));
		expect(calls.find('C1')).toMatchObject({ state: 'missed' });
	});

	it('that is not known changes nothing', () => {
		const calls = open();
		calls.onStep(then('ended'));
		expect(calls.find('C1')).toBeUndefined();
	});

	it('is forgotten when there were many others since', () => {
		const calls = open();
		for (let n = 1; n <= 51; n++) calls.onStep({ ...OFFER, callId: `C${n}` });
		expect(calls.find('C1')).toBeUndefined();
		expect(calls.find('C2')).toBeDefined();
	});
});
