import { createMembership, type Membership } from '../../../../engine/fleet/membership';
import { EngineError } from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import { createFakeClock } from '../../../support/fake-clock';

const AWAY = new EngineError('STORE_FAILED', 'away', '', true);

describe('the membership of a process', () => {
	const clock = createFakeClock();
	let beats: string[];
	/** What Postgres answers, and when. */
	let answer: () => Promise<void>;
	let ended: number;
	let membership: Membership;

	const create = (isReturning = false) => {
		membership = createMembership({
			clock,
			log: silentLog,
			beat: (id) => {
				beats.push(id);
				return answer();
			},
			onEnd: () => ended++,
			isReturning,
		});
	};
	beforeEach(() => {
		beats = [];
		ended = 0;
		answer = async () => undefined;
		create();
	});
	afterEach(() => membership.close());

	test('holds from the first beat on, and says every two seconds that it lives', async () => {
		expect(membership.isGood()).toBe(false);
		await membership.join();
		expect(membership.isGood()).toBe(true);
		await clock.advance(60_000);
		expect(membership.isGood()).toBe(true);
		expect(beats).toHaveLength(31);
		expect(new Set(beats)).toEqual(new Set([membership.id]));
	});

	test('cannot be had while Postgres is away', async () => {
		answer = async () => Promise.reject(AWAY);
		await expect(membership.join()).rejects.toBe(AWAY);
		expect(membership.isGood()).toBe(false);
		answer = async () => undefined;
		await membership.join();
		expect(membership.isGood()).toBe(true);
	});

	test('goes on where Postgres is away for some seconds', async () => {
		await membership.join();
		answer = async () => Promise.reject(AWAY);
		await clock.advance(5_000);
		expect(membership.isGood()).toBe(true);
		answer = async () => undefined;
		await clock.advance(60_000);
		expect(membership.isGood()).toBe(true);
		expect(ended).toBe(0);
	});

	test('ends before Postgres gives away what it owns, counted from the beginning of the last beat', async () => {
		await membership.join();
		// Heard of just now, and told two seconds later.
		answer = () => clock.sleep(1_900);
		await clock.advance(2_000 + 1_900);
		answer = () => new Promise(() => undefined);
		await clock.advance(2_000 + 7_000 - 3_901);
		expect(membership.isGood()).toBe(true);
		await clock.advance(1);
		expect(membership.isGood()).toBe(false);
		expect(ended).toBe(1);
	});

	test('an answer that comes too late is none', async () => {
		await membership.join();
		answer = () => clock.sleep(7_001);
		await clock.advance(30_000);
		expect(ended).toBe(1);
		expect(membership.isGood()).toBe(false);
		await expect(membership.join()).rejects.toMatchObject({
			code: 'STORE_FAILED',
			retryable: true,
		});
	});

	test('is over for a process that was stopped, before any timer of it has run', async () => {
		await membership.join();
		const { elapsed } = clock;
		clock.elapsed = () => elapsed() + 8_000;
		expect(membership.isGood()).toBe(false);
		clock.elapsed = elapsed;
	});

	test('takes nothing until those that owned it have been heard of again', async () => {
		await membership.join();
		expect(membership.mayClaim()).toBe(true);
		answer = async () => Promise.reject(AWAY);
		await clock.advance(4_000);
		answer = async () => undefined;
		await clock.advance(2_000);
		expect(membership.isGood()).toBe(true);
		expect(membership.mayClaim()).toBe(false);
		await clock.advance(2_001);
		expect(membership.mayClaim()).toBe(true);
		membership.close();

		create(true);
		await membership.join();
		expect(membership.mayClaim()).toBe(false);
		await clock.advance(2_001);
		expect(membership.mayClaim()).toBe(true);
	});

	test('says nothing any more when it is closed', async () => {
		await membership.join();
		membership.close();
		await clock.advance(60_000);
		expect(beats).toHaveLength(1);
		expect(ended).toBe(0);
	});
});
