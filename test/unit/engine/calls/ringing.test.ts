import { createRinging, type Ringing } from '../../../../engine/calls/ringing';
import { MINUTE } from '../support';

let now: number;
let changes: number;
let ringing: Ringing;

beforeEach(() => {
	now = 1_000;
	changes = 0;
	ringing = createRinging(
		() => now,
		() => changes++,
	);
});

describe('A number rings others', () => {
	it('one at a time', () => {
		expect(ringing.obstacle()).toBeUndefined();
		const first = ringing.begin('C1');
		expect(ringing.obstacle()).toBe('busy');
		first.end();
		expect(ringing.obstacle()).toBeUndefined();
	});

	it('five times a minute', () => {
		for (let n = 1; n <= 5; n++) {
			expect(ringing.obstacle()).toBeUndefined();
			ringing.begin(`C${n}`).end();
			now += 1_000;
		}
		expect(ringing.obstacle()).toBe('tooMany');
		now = 1_000 + MINUTE;
		expect(ringing.obstacle()).toBeUndefined();
	});

	it('and hears what the other side does, of this call alone', () => {
		const ring = ringing.begin('C1');
		expect(ring.step).toBeUndefined();
		ringing.onStep({ callId: 'C0', step: 'answered' });
		expect([ring.step, changes]).toEqual([undefined, 0]);
		ringing.onStep({ callId: 'C1', step: 'reached' });
		expect([ring.step, changes]).toEqual(['reached', 1]);
		ringing.onStep({ callId: 'C1', step: 'rejected' });
		ringing.onStep({ callId: 'C1', step: 'reached' });
		expect(ring.step).toBe('rejected');
		ring.end();
		ringing.onStep({ callId: 'C1', step: 'answered' });
		expect(ring.step).toBe('rejected');
	});

	it('an old call that ends frees nobody', () => {
		const first = ringing.begin('C1');
		first.end();
		ringing.begin('C2');
		first.end();
		expect(ringing.obstacle()).toBe('busy');
	});
});
