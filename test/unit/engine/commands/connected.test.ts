import type { Account } from '../../../../engine/account/account';
import { whileConnected } from '../../../../engine/commands/connected';
import { EngineError, type LinkState } from '../../../../engine/gateway/contract';
import { createChangeNotifier, type ChangeNotifier } from '../../../../engine/change-notifier';
import type { WhatsAppSocket } from '../../../../engine/whatsapp';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { deferred, NEVER, SECOND, socketDouble } from '../support';

const first = socketDouble({});
let clock: FakeClock;
let changes: ChangeNotifier;
let state: LinkState;
let socket: WhatsAppSocket | undefined;
let account: Account;

beforeEach(() => {
	clock = createFakeClock();
	changes = createChangeNotifier(clock);
	state = 'LINKED';
	socket = first;
	const connection = { open: () => socket };
	const status = () => ({ lastError: null });
	account = { changes, connection, state: () => state, status } as unknown as Account;
});

describe('What cannot wait in the queue', () => {
	test('is done over the open connection', async () => {
		const act = jest.fn(async () => undefined);
		await whileConnected(account, act);
		expect(act.mock.calls).toEqual([[first]]);
	});

	test('waits a moment for a connection', async () => {
		socket = undefined;
		const act = jest.fn(async () => undefined);
		const done = whileConnected(account, act);
		await clock.advance(5 * SECOND);
		expect(act).not.toHaveBeenCalled();
		socket = first;
		changes.notify();
		await done;
		expect(act).toHaveBeenCalledTimes(1);
	});

	test('is told when there is no connection after ten seconds', async () => {
		socket = undefined;
		const done = expect(whileConnected(account, async () => undefined)).rejects.toMatchObject({
			code: 'DISCONNECTED',
			retryable: true,
			hint: expect.stringContaining('Session > Get Status'),
		});
		await clock.advance(10 * SECOND);
		await done;
	});

	test('is refused at once where no number is linked, and while it waits', async () => {
		socket = undefined;
		const waiting = expect(whileConnected(account, async () => undefined)).rejects.toMatchObject({
			code: 'LOGGED_OUT',
		});
		state = 'LOGGED_OUT';
		changes.notify();
		await waiting;
		state = 'UNLINKED';
		await expect(whileConnected(account, async () => undefined)).rejects.toMatchObject({
			code: 'NOT_LINKED',
		});
	});

	test('is given up when WhatsApp does not answer', async () => {
		const done = expect(whileConnected(account, () => NEVER)).rejects.toMatchObject({
			code: 'TIMEOUT',
			message: 'WhatsApp did not answer within 25 seconds.',
			retryable: true,
		});
		await clock.advance(25 * SECOND);
		await done;
		expect(clock.due()).toEqual([]);
	});

	test('says what is wrong in words: its own, a refusal, the end of the connection', async () => {
		const own = new EngineError('NOT_ALLOWED', 'No.', 'Do not.');
		await expect(whileConnected(account, () => Promise.reject(own))).rejects.toBe(own);

		const broken = () => Promise.reject(new Error('App state key not present!'));
		await expect(whileConnected(account, broken)).rejects.toMatchObject({
			code: 'REJECTED',
			message: 'WhatsApp did not accept it.',
		});

		const ended = deferred();
		const done = expect(whileConnected(account, () => ended.promise)).rejects.toMatchObject({
			code: 'DISCONNECTED',
		});
		await clock.settle();
		socket = undefined;
		ended.reject(new Error('Connection Closed'));
		await done;
	});
});
