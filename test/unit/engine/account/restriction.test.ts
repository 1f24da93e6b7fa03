import { createRestriction, type Restriction } from '../../../../engine/account/restriction';
import type { AccountStore } from '../../../../engine/store/account-store';
import type { WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, deferred, HOUR, MINUTE, socketDouble, useStores } from '../support';

type Answer = Awaited<ReturnType<WhatsAppSocket['restriction']>>;

const KNOWN = '222@lid';
const NEW = '333@lid';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ask: jest.Mock<Promise<Answer>, []>;
let socket: WhatsAppSocket | undefined;
let onChange: jest.Mock<void, []>;
let restriction: Restriction;

const open = () =>
	createRestriction({
		clock,
		settings: store.settings,
		socket: () => socket,
		isKnownChat: (chat) => chat === KNOWN,
		onChange,
	});

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	ask = jest.fn<Promise<Answer>, []>(async () => ({ isActive: true, until: START + 3 * HOUR }));
	socket = socketDouble({ restriction: ask });
	onChange = jest.fn();
	restriction = open();
});

const mayWriteTo = (chat: string) => restriction.allowed()?.(chat) ?? true;

describe('A number', () => {
	test('may write to everybody at first', () => {
		expect(restriction.until()).toBeUndefined();
		expect(restriction.allowed()).toBeUndefined();
	});

	test('that WhatsApp restricts may write to known chats only, until WhatsApp’s own time', async () => {
		await restriction.onRefused();
		expect(restriction.until()).toBe(START + 3 * HOUR);
		expect([KNOWN, NEW].map(mayWriteTo)).toEqual([true, false]);

		await clock.advance(3 * HOUR - 1);
		expect(mayWriteTo(NEW)).toBe(false);
		expect(onChange).not.toHaveBeenCalled();
		await clock.advance(1);
		expect(mayWriteTo(NEW)).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('is restricted at once, while WhatsApp is still asked', async () => {
		const answer = deferred<Answer>();
		ask.mockReturnValue(answer.promise);
		const asked = restriction.onRefused();
		expect(mayWriteTo(NEW)).toBe(false);
		answer.resolve({ isActive: false, until: undefined });
		await asked;
		expect(mayWriteTo(NEW)).toBe(true);
	});

	test('that was refused for one contact only is not restricted', async () => {
		ask.mockResolvedValue({ isActive: false, until: undefined });
		await restriction.onRefused();
		expect(restriction.allowed()).toBeUndefined();
		expect(onChange).toHaveBeenCalledTimes(1);
		expect(clock.due()).toEqual([]);
	});

	test.each<[string, () => void]>([
		['says no end', () => ask.mockResolvedValue({ isActive: true, until: undefined })],
		['does not answer', () => ask.mockRejectedValue(new Error('no answer'))],
		['cannot be asked', () => (socket = undefined)],
	])('is restricted for an hour when WhatsApp %s', async (_why, arrange) => {
		arrange();
		await restriction.onRefused().catch(() => undefined);
		await clock.advance(HOUR - MINUTE);
		expect(mayWriteTo(NEW)).toBe(false);
		await clock.advance(MINUTE);
		expect(mayWriteTo(NEW)).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('is still restricted after a restart, and free in time', async () => {
		await restriction.onRefused();
		restriction.close();
		restriction = open();
		expect(mayWriteTo(NEW)).toBe(false);
		await clock.advance(3 * HOUR);
		expect(mayWriteTo(NEW)).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('can be restricted for longer than Node’s timers reach', async () => {
		ask.mockResolvedValue({ isActive: true, until: START + 60 * DAY });
		await restriction.onRefused();
		expect(Math.max(...clock.due()) - START).toBeLessThan(2 ** 31);
		await clock.advance(60 * DAY - 1);
		expect(onChange).not.toHaveBeenCalled();
		await clock.advance(1);
		expect(onChange).toHaveBeenCalledTimes(1);
	});
});

test('Closing plans nothing any more', async () => {
	await restriction.onRefused();
	restriction.close();
	expect(clock.due()).toEqual([]);
});
