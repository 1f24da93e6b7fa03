import type { Connection } from '../../../../engine/session/connection';
import { createLinking, type Linking } from '../../../../engine/session/linking';
import { nextState, type LinkStep } from '../../../../engine/session/link-state';
import { EngineError, type ErrorShape, type LinkState } from '../../../../engine/gateway/contract';
import { createChangeNotifier, type ChangeNotifier } from '../../../../engine/change-notifier';
import { silentLog } from '../../../../engine/log';
import type { AccountStore } from '../../../../engine/store/account-store';
import { PairingCodeRefused, type WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { HOUR, MINUTE, NEVER, SECOND, socketDouble, useStores } from '../support';

/** From the first byte of a connection: WhatsApp lets a code or QR code be used so long. */
const OFFER = 160 * SECOND;
const DIGITS = '5511900000001';

const stores = useStores();
let clock: FakeClock;
let store: AccountStore;
let state: LinkState;
let lastError: ErrorShape | undefined;
let phone: string;
let resetAuth: jest.Mock<void, []>;
let newerVersion: boolean;
let requestCode: jest.MockedFunction<WhatsAppSocket['pairing']['requestCode']>;
/** What is done with the connection, in order. */
let done: string[];
let connected: boolean;
let changes: ChangeNotifier;
let linking: Linking;

/** A step of the link, as the account makes it. */
function move(step: LinkStep, error?: ErrorShape): void {
	state = nextState(state, step);
	lastError = error ?? lastError;
	changes.notify();
}

function newLinking(): Linking {
	const socket = socketDouble({ pairing: { requestCode } });
	const connection: Connection = {
		open: () => undefined,
		socket: () => (connected ? socket : undefined),
		start() {
			connected = true;
			done.push('start');
		},
		abandon: () => undefined,
		stop() {
			if (connected) done.push('stop');
			connected = false;
		},
		restart: () => done.push('restart'),
		restartNow: () => done.push('restartNow'),
	};
	return createLinking({
		clock,
		log: silentLog,
		changes,
		settings: store.settings,
		connection: () => connection,
		state: () => state,
		move,
		resetAuth,
		renewVersion: async () => newerVersion,
		phone: () => phone,
		holderOf: () => undefined,
	});
}

beforeEach(() => {
	clock = createFakeClock();
	changes = createChangeNotifier(clock);
	store = stores.open();
	state = 'UNLINKED';
	newerVersion = false;
	lastError = undefined;
	phone = '+55 (11) 90000-0001';
	resetAuth = jest.fn(() => void done.push('reset'));
	let codes = 0;
	requestCode = jest.fn<Promise<string>, [string]>(async () => `CODE000${++codes}`);
	done = [];
	connected = false;
	linking = newLinking();
});

/** Starts something that WhatsApp or time must answer; `outcome` is what has come of it, undefined while it waits. */
async function begin<T>(start: () => Promise<T>) {
	const result: { outcome?: { value: T } | { error: unknown } } = {};
	start().then(
		(value) => (result.outcome = { value }),
		(error: unknown) => (result.outcome = { error }),
	);
	await clock.settle();
	return result;
}

const byCode = () => begin(() => linking.byCode());
const byQr = () => begin(() => linking.byQr());

async function showsQr(text = 'qr'): Promise<void> {
	linking.onQr(text);
	await clock.settle();
}

const errorWith = (code: string, message = '') => ({
	error: expect.objectContaining({ code, message: expect.stringContaining(message) }),
});

/** The attempt is over: nothing is connected, half-made keys are gone, and the user can read why. */
function expectFailed(code: string): void {
	expect(state).toBe('UNLINKED');
	expect(lastError?.code).toBe(code);
	expect(connected).toBe(false);
	expect(done.slice(-2)).toEqual(['stop', 'reset']);
	expect(clock.due()).toEqual([]);
}

describe('Linking by code', () => {
	test('connects with fresh keys, and asks once the server listens: after its first QR code', async () => {
		const asked = await byCode();
		expect(done).toEqual(['reset', 'start']);
		expect(state).toBe('WAITING');
		expect(requestCode).not.toHaveBeenCalled();

		await showsQr();
		expect(requestCode.mock.calls).toEqual([[DIGITS]]);
		expect(asked.outcome).toEqual({ value: { text: 'CODE0001', expiresAt: START + OFFER } });
	});

	test('gives the code that is still good, without asking again', async () => {
		await byCode();
		await showsQr();
		await clock.advance(OFFER - 1);
		expect((await byCode()).outcome).toEqual({
			value: { text: 'CODE0001', expiresAt: START + OFFER },
		});
		expect(requestCode).toHaveBeenCalledTimes(1);
	});

	test('asks for another code, over the same connection, when WhatsApp takes the first no longer', async () => {
		await byCode();
		await showsQr();
		linking.onCodeRetired();
		expect(state).toBe('WAITING');
		const asked = await byCode();
		expect(asked.outcome).toEqual({ value: { text: 'CODE0002', expiresAt: START + OFFER } });
		expect(done).toEqual(['reset', 'start']);
	});

	test('asks for another code when the number in the credential was corrected', async () => {
		await byCode();
		await showsQr();
		phone = '5511900000009';
		const asked = await byCode();
		await showsQr();
		expect(requestCode.mock.calls).toEqual([[DIGITS], ['5511900000009']]);
		expect(asked.outcome).toMatchObject({ value: { text: 'CODE0002' } });
	});

	test('asks once for ten dialogs that are opened at the same time', async () => {
		const all = await Promise.all(Array.from({ length: 10 }, byCode));
		await showsQr();
		expect(all.map(({ outcome }) => outcome)).toEqual(
			all.map(() => ({ value: { text: 'CODE0001', expiresAt: START + OFFER } })),
		);
		expect(requestCode).toHaveBeenCalledTimes(1);
	});

	test('asks for another code when the first has expired', async () => {
		await byCode();
		await showsQr();
		await clock.advance(OFFER);
		const asked = await byCode();
		await showsQr();
		expect(asked.outcome).toEqual({
			value: { text: 'CODE0002', expiresAt: START + 2 * OFFER },
		});
	});

	test('is done at once for a number that is linked', async () => {
		state = 'LINKED';
		expect((await byCode()).outcome).toStrictEqual({ value: undefined });
		expect(done).toEqual([]);
	});

	test.each<LinkState>(['LOGGED_OUT', 'REPLACED', 'BANNED', 'OUTDATED'])(
		'starts anew for a number that is %s',
		async (ended) => {
			state = ended;
			const asked = await byCode();
			await showsQr();
			expect(asked.outcome).toMatchObject({ value: { text: 'CODE0001' } });
			expect(state).toBe('WAITING');
		},
	);

	test.each(['', '  ', 'my number', '123'])(
		'needs a phone number: %j is none, and nothing is connected',
		async (written) => {
			phone = written;
			expect((await byCode()).outcome).toEqual(errorWith('INVALID_SETTING'));
			expect(done).toEqual([]);
			expect(state).toBe('UNLINKED');
		},
	);
});

describe('When WhatsApp', () => {
	test('does not answer the connection within 20 seconds, it is a TIMEOUT', async () => {
		const asked = await byCode();
		await clock.advance(20 * SECOND - 1);
		expect(asked.outcome).toBeUndefined();
		await clock.advance(1);
		expect(asked.outcome).toEqual(errorWith('TIMEOUT', 'did not answer'));
		expectFailed('TIMEOUT');
	});

	test('does not answer the request for a code within 20 seconds, it is a TIMEOUT', async () => {
		requestCode.mockReturnValue(NEVER);
		const asked = await byCode();
		await showsQr();
		await clock.advance(20 * SECOND - 1);
		expect(asked.outcome).toBeUndefined();
		await clock.advance(1);
		expect(asked.outcome).toEqual(errorWith('TIMEOUT', 'did not answer'));
		expectFailed('TIMEOUT');
	});

	test.each([
		['429', 'TOO_MANY_CODES', 'no more codes'],
		['400', 'REJECTED', '(400)'],
	])('refuses a code with %s, it is %s', async (number, code, words) => {
		requestCode.mockRejectedValue(new PairingCodeRefused(number));
		const asked = await byCode();
		await showsQr();
		expect(asked.outcome).toEqual(errorWith(code, words));
		expectFailed(code);
	});

	test('breaks the connection off while it is asked for a code, it is a TIMEOUT, without Baileys’ own words', async () => {
		requestCode.mockRejectedValue(new Error('Connection Closed'));
		const asked = await byCode();
		await showsQr();
		expect(asked.outcome).toEqual(errorWith('TIMEOUT', 'did not answer'));
		expectFailed('TIMEOUT');
	});

	test('closes the connection while it is asked for a code, nobody waits any longer', async () => {
		requestCode.mockReturnValue(NEVER);
		const asked = await byCode();
		await showsQr();
		connected = false;
		linking.onEnded(428);
		await clock.settle();
		expect(asked.outcome).toEqual(errorWith('TIMEOUT'));
		expect(state).toBe('UNLINKED');
	});

	test('closes the connection before it shows a QR code, nobody waits any longer', async () => {
		const asked = await byQr();
		linking.onEnded(428);
		await clock.settle();
		expect(asked.outcome).toEqual(errorWith('TIMEOUT'));
		expect(state).toBe('UNLINKED');
	});
});

describe('Codes', () => {
	/** Asks for a code as a user does who lets each one expire. */
	async function askAndLetExpire(): Promise<unknown> {
		const asked = await byCode();
		if (!asked.outcome) await showsQr();
		await clock.advance(OFFER);
		return asked.outcome;
	}

	test('are asked for six times an hour at most: WhatsApp blocks numbers that ask for more', async () => {
		for (let count = 0; count < 6; count++) {
			expect(await askAndLetExpire()).toMatchObject({ value: { text: `CODE000${count + 1}` } });
		}
		const refused = await askAndLetExpire();
		expect(refused).toEqual(errorWith('TOO_MANY_CODES', '6 codes'));
		expect(refused).toMatchObject({
			error: { hint: 'Wait 44 min, or run Session > Get QR Code and scan.' },
		});
		expect(requestCode).toHaveBeenCalledTimes(6);
	});

	test('can be asked for again an hour after the first', async () => {
		for (let count = 0; count < 6; count++) await askAndLetExpire();
		await clock.advance(HOUR - 6 * OFFER - 1);
		expect(await askAndLetExpire()).toEqual(errorWith('TOO_MANY_CODES'));
		expect(await askAndLetExpire()).toMatchObject({ value: { text: 'CODE0007' } });
	});

	test('that were asked for by a clock which was ahead do not count when it is set right', async () => {
		for (let count = 0; count < 6; count++) await askAndLetExpire();
		clock.shift(-7 * 24 * HOUR);
		expect(await askAndLetExpire()).toMatchObject({ value: { text: 'CODE0007' } });
	});

	test('are counted over restarts', async () => {
		for (let count = 0; count < 6; count++) await askAndLetExpire();
		linking = newLinking();
		expect(await askAndLetExpire()).toEqual(errorWith('TOO_MANY_CODES'));
	});

	test('are counted when WhatsApp is asked, not when it cannot be reached', async () => {
		for (let count = 0; count < 10; count++) {
			await byCode();
			await clock.advance(20 * SECOND);
		}
		const asked = await byCode();
		await showsQr();
		expect(asked.outcome).toMatchObject({ value: { text: 'CODE0001' } });
	});

	test('that are shown again are not counted again', async () => {
		await byCode();
		await showsQr();
		for (let count = 0; count < 10; count++) {
			expect((await byCode()).outcome).toMatchObject({ value: { text: 'CODE0001' } });
		}
	});
});

describe('Linking by QR code', () => {
	test('shows the first one as soon as it is there; it lives 60 seconds', async () => {
		const asked = await byQr();
		await clock.advance(2 * SECOND);
		expect(asked.outcome).toBeUndefined();
		await showsQr('first');
		expect(asked.outcome).toEqual({
			value: { text: 'first', expiresAt: START + 62 * SECOND },
		});
		expect(requestCode).not.toHaveBeenCalled();
	});

	test('shows the next ones in their turn; they live 20 seconds each', async () => {
		await byQr();
		await showsQr('first');
		await clock.advance(60 * SECOND);
		await showsQr('second');
		expect((await byQr()).outcome).toEqual({
			value: { text: 'second', expiresAt: START + 80 * SECOND },
		});
		expect(done).toEqual(['reset', 'start']);
	});

	test('waits for the next one when less than 8 seconds are left to scan it', async () => {
		await byQr();
		await showsQr('first');
		await clock.advance(52 * SECOND);
		expect((await byQr()).outcome).toMatchObject({ value: { text: 'first' } });
		await clock.advance(1);
		const asked = await byQr();
		expect(asked.outcome).toBeUndefined();
		await clock.advance(8 * SECOND - 1);
		await showsQr('second');
		expect(asked.outcome).toMatchObject({ value: { text: 'second' } });
	});

	test('needs no phone number', async () => {
		phone = '';
		const asked = await byQr();
		await showsQr();
		expect(asked.outcome).toMatchObject({ value: { text: 'qr' } });
	});

	test('is done at once for a number that is linked', async () => {
		state = 'LINKED';
		expect((await byQr()).outcome).toStrictEqual({ value: undefined });
		expect(done).toEqual([]);
	});

	test('and by code share one connection while enough of its time is left', async () => {
		await byQr();
		await showsQr();
		await clock.advance(70 * SECOND);
		expect((await byCode()).outcome).toEqual({
			value: { text: 'CODE0001', expiresAt: START + OFFER },
		});
		expect(done).toEqual(['reset', 'start']);
	});

	test('and by code take another connection when less than 90 seconds are left to type the code', async () => {
		await byQr();
		await showsQr();
		await clock.advance(70 * SECOND + 1);
		const asked = await byCode();
		expect(done).toEqual(['reset', 'start', 'stop', 'reset', 'start']);
		await showsQr();
		expect(asked.outcome).toEqual({
			value: { text: 'CODE0001', expiresAt: START + 70 * SECOND + 1 + OFFER },
		});
	});
});

describe('A code or QR code', () => {
	test('expires 160 seconds after the connection began', async () => {
		await byCode();
		await showsQr();
		await clock.advance(OFFER - 1);
		expect(state).toBe('WAITING');
		await clock.advance(1);
		expectFailed('EXPIRED');
	});

	test('expires when WhatsApp says that its QR codes are used up (408)', async () => {
		await byQr();
		await showsQr();
		linking.onEnded(408);
		expectFailed('EXPIRED');
	});

	test('is of no use when WhatsApp refuses this version of the connection (405)', async () => {
		const asked = await byQr();
		linking.onEnded(405);
		await clock.settle();
		expectFailed('OUTDATED');
		expect(asked.outcome).toEqual(errorWith('OUTDATED'));
	});

	test('is tried once more when there is a newer version than the one that WhatsApp refuses (405)', async () => {
		const asked = await byQr();
		newerVersion = true;
		connected = false;
		linking.onEnded(405);
		await clock.settle();
		expect(done).toEqual(['reset', 'start', 'start']);
		expect(state).toBe('WAITING');
		await showsQr();
		expect(asked.outcome).toMatchObject({ value: { text: 'qr' } });
	});

	test('that was given up meanwhile is not tried again with a newer version (405)', async () => {
		await byQr();
		newerVersion = true;
		linking.onEnded(405);
		linking.onEnded(500);
		await clock.settle();
		expectFailed('TIMEOUT');
	});

	test('is of no use when WhatsApp closes the connection', async () => {
		await byQr();
		await showsQr();
		linking.onEnded(500);
		expectFailed('TIMEOUT');
		expect(lastError?.message).toContain('closed the connection');
	});
});

describe('When the phone', () => {
	beforeEach(async () => {
		await byCode();
		await showsQr();
	});

	test('has sent the code, the number is LINKING', () => {
		linking.onCodeTyped();
		expect(state).toBe('LINKING');
	});

	test('does not accept within 15 seconds, the code was wrong', async () => {
		await clock.advance(MINUTE);
		linking.onCodeTyped();
		await clock.advance(15 * SECOND - 1);
		expect(state).toBe('LINKING');
		await clock.advance(1);
		expectFailed('REJECTED');
	});

	test('sends the code a second time, it has no more time for that', async () => {
		linking.onCodeTyped();
		await clock.advance(10 * SECOND);
		linking.onCodeTyped();
		await clock.advance(5 * SECOND);
		expectFailed('REJECTED');
	});

	test('has sent the code and WhatsApp then closes, the code was not accepted', () => {
		linking.onCodeTyped();
		linking.onEnded(401);
		expectFailed('REJECTED');
	});

	test('has accepted, the first login may take as long as it takes', async () => {
		linking.onCodeTyped();
		linking.onPaired();
		done.length = 0;
		await clock.advance(HOUR);
		expect(state).toBe('LINKING');
		expect(done).toEqual([]);
	});

	test('has accepted and WhatsApp refuses the first login, it does not know of the link', () => {
		linking.onCodeTyped();
		linking.onPaired();
		linking.onEnded(401);
		expectFailed('REJECTED');
		expect(lastError?.message).toContain('cut off');
	});

	test('has accepted by QR code, the number is LINKING', async () => {
		linking.onPaired();
		expect(state).toBe('LINKING');
		await clock.advance(HOUR);
		expect(state).toBe('LINKING');
	});

	test('has accepted and the number is open, nothing is left to be done', () => {
		linking.onCodeTyped();
		linking.onPaired();
		linking.onOpened(DIGITS);
		expect(clock.due()).toEqual([]);
	});
});

describe('A process that ended between the yes of the phone and the first login', () => {
	beforeEach(() => {
		state = 'LINKING';
		linking = newLinking();
		done.length = 0;
	});

	test('is followed by one that tries that login', async () => {
		await clock.advance(0);
		expect(done).toEqual(['start']);
		linking.onOpened(DIGITS);
		expect(clock.due()).toEqual([]);
	});

	test('is followed by one that can be linked anew when the login is refused', async () => {
		await clock.advance(0);
		linking.onEnded(401);
		expect(state).toBe('UNLINKED');
		expect(done).toEqual(['start', 'stop', 'reset']);
	});

	test('is followed by one that may be closed at once', async () => {
		linking.close();
		await clock.advance(HOUR);
		expect(done).toEqual([]);
	});
});

describe('A dialog that is opened while phone and WhatsApp exchange keys', () => {
	beforeEach(async () => {
		await byCode();
		await showsQr();
		linking.onCodeTyped();
	});

	test.each([
		['by code', byCode],
		['by QR code', byQr],
	])('%s waits, and is done when the number is linked', async (_how, ask) => {
		const asked = await ask();
		linking.onPaired();
		await clock.advance(2 * SECOND);
		expect(asked.outcome).toBeUndefined();
		linking.onOpened(DIGITS);
		move('opened');
		await clock.settle();
		expect(asked.outcome).toStrictEqual({ value: undefined });
		expect(done).toEqual(['reset', 'start']);
	});

	test.each([
		['by code', byCode],
		['by QR code', byQr],
	])('%s does not throw the new keys away when the first login takes long', async (_how, ask) => {
		linking.onPaired();
		done.length = 0;
		const asked = await ask();
		await clock.advance(HOUR);
		expect(asked.outcome).toEqual(errorWith('TIMEOUT'));
		expect(done).toEqual([]);
		expect(state).toBe('LINKING');
	});

	test('gets a new code when the phone did not accept', async () => {
		const asked = await byCode();
		await clock.advance(15 * SECOND);
		await showsQr();
		expect(asked.outcome).toMatchObject({ value: { text: 'CODE0002' } });
	});
});

test('A stray word about a code leaves a linked number alone', async () => {
	state = 'LINKED';
	linking.onCodeTyped();
	await clock.advance(HOUR);
	expect(state).toBe('LINKED');
	expect(done).toEqual([]);
});

describe('A closed connection', () => {
	test.each<LinkState>(['UNLINKED', 'LINKED', 'LOGGED_OUT'])(
		'means nothing to a number that is %s',
		(current) => {
			state = current;
			linking.onEnded(408);
			expect(state).toBe(current);
			expect(done).toEqual([]);
		},
	);
});

test('Closing plans nothing any more', async () => {
	await byCode();
	await showsQr();
	linking.onCodeTyped();
	linking.close();
	expect(clock.due()).toEqual([]);
});

test('All errors are words for a user', async () => {
	const asked = await byCode();
	await clock.advance(20 * SECOND);
	const { error } = asked.outcome as { error: EngineError };
	expect(error).toBeInstanceOf(EngineError);
	expect(error.hint).toContain('Retry');
});
