import { createCalls } from '../../../../engine/inbox/calls';
import type { CallReceivedEvent } from '../../../../engine/gateway/contract';
import type { CallOffer } from '../../../../engine/whatsapp/index';
import { START } from '../../../support/fake-clock';
import { ACCOUNT_ID } from '../support';

const OFFER: CallOffer = {
	callId: 'C1',
	caller: { jid: '5511900000002@s.whatsapp.net', alt: undefined },
	group: null,
	isVideo: false,
	wasOffline: false,
	at: START,
};

function callsTo(publish: (events: readonly CallReceivedEvent[]) => void) {
	return createCalls({
		info: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
		addresses: () => ({ phone: '5511900000002', lid: null }),
		directory: { nameOf: () => 'Bob' },
		publish,
	});
}

describe('A call', () => {
	it('is published once, however often it is told', () => {
		const published: CallReceivedEvent[] = [];
		const calls = callsTo((events) => void published.push(...events));
		calls.onOffer(OFFER);
		calls.onOffer(OFFER);
		calls.onOffer({ ...OFFER, callId: 'C2' });
		expect(published.map(({ callId }) => callId)).toEqual(['C1', 'C2']);
		expect(published[0]).toMatchObject({ from: { phone: '5511900000002', name: 'Bob' } });
	});

	it('that could not be stored is published when it is told again', () => {
		const published: CallReceivedEvent[] = [];
		let isFull = true;
		const calls = callsTo((events) => {
			if (isFull) throw new Error('The disk is full');
			published.push(...events);
		});
		expect(() => calls.onOffer(OFFER)).toThrow('The disk is full');
		isFull = false;
		calls.onOffer(OFFER);
		expect(published).toHaveLength(1);
	});
});
