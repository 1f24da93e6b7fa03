import type { Account } from '../../../../engine/account/account';
import { online, type Call } from '../../../../engine/commands/online';
import { EngineError, type LinkState } from '../../../../engine/gateway/contract';
import { createPace } from '../../../../engine/pace';
import { createChangeNotifier, type ChangeNotifier } from '../../../../engine/change-notifier';
import type { WhatsAppSocket } from '../../../../engine/whatsapp';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { deferred, NEVER, SECOND, socketDouble } from '../support';

const CALL: Call = { name: 'star', kind: 'idempotent' };
const MUTATION: Call = { name: 'create', kind: 'mutation' };
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
	account = {
		changes,
		pace: createPace(clock),
		connection,
		state: () => state,
		status,
	} as unknown as Account;
});

describe('What cannot wait in the queue', () => {
	test('is done over the open connection, and returns the answer', async () => {
		const act = jest.fn(async () => 'answer');
		expect(await online(account, CALL, act)).toBe('answer');
		expect(act.mock.calls).toEqual([[first]]);
	});

	test('waits a moment for a connection', async () => {
		socket = undefined;
		const act = jest.fn(async () => undefined);
		const done = online(account, CALL, act);
		await clock.advance(5 * SECOND);
		expect(act).not.toHaveBeenCalled();
		socket = first;
		changes.notify();
		await done;
		expect(act).toHaveBeenCalledTimes(1);
	});

	test('is told when there is no connection after ten seconds', async () => {
		socket = undefined;
		const done = expect(online(account, CALL, async () => undefined)).rejects.toMatchObject({
			code: 'DISCONNECTED',
			retryable: true,
			hint: expect.stringContaining('Session > Get Status'),
		});
		await clock.advance(10 * SECOND);
		await done;
	});

	test('is refused at once where no number is linked, and while it waits', async () => {
		socket = undefined;
		const waiting = expect(online(account, CALL, async () => undefined)).rejects.toMatchObject({
			code: 'LOGGED_OUT',
		});
		state = 'LOGGED_OUT';
		changes.notify();
		await waiting;
		state = 'UNLINKED';
		await expect(online(account, CALL, async () => undefined)).rejects.toMatchObject({
			code: 'NOT_LINKED',
		});
	});

	test('is given up when WhatsApp does not answer', async () => {
		const done = expect(online(account, CALL, () => NEVER)).rejects.toMatchObject({
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
		await expect(online(account, CALL, () => Promise.reject(own))).rejects.toBe(own);

		const broken = () => Promise.reject(new Error('App state key not present!'));
		await expect(online(account, CALL, broken)).rejects.toMatchObject({
			code: 'REJECTED',
			message: 'WhatsApp did not accept it.',
		});

		const ended = deferred();
		const done = expect(online(account, CALL, () => ended.promise)).rejects.toMatchObject({
			code: 'DISCONNECTED',
		});
		await clock.settle();
		socket = undefined;
		ended.reject(new Error('Connection Closed'));
		await done;
	});

	test.each([
		['idempotent', 'Try again: to do it twice does no harm.'],
		['query', 'Try again.'],
	] as const)('says of a %s that has no answer what may be done', async (kind, hint) => {
		const done = expect(online(account, { ...CALL, kind }, () => NEVER)).rejects.toMatchObject({
			code: 'TIMEOUT',
			hint,
		});
		await clock.advance(25 * SECOND);
		await done;
	});

	test('may have been done where a mutation has no answer', async () => {
		const late = expect(online(account, MUTATION, () => NEVER)).rejects.toMatchObject({
			code: 'OUTCOME_UNKNOWN',
			message: expect.stringMatching(/^It may have been done/),
			retryable: false,
		});
		await clock.advance(25 * SECOND);
		await late;

		const ended = deferred();
		const lost = expect(online(account, MUTATION, () => ended.promise)).rejects.toMatchObject({
			code: 'OUTCOME_UNKNOWN',
		});
		await clock.settle();
		socket = undefined;
		ended.reject(new Error('Connection Closed'));
		await lost;

		socket = first;
		const strange = () => Promise.reject(new Error('Cannot read the answer'));
		await expect(online(account, MUTATION, strange)).rejects.toMatchObject({
			code: 'OUTCOME_UNKNOWN',
		});
	});

	test('has sentences of its own for what WhatsApp refuses', async () => {
		const refuse = (code: number) => () =>
			Promise.reject(Object.assign(new Error('no'), { data: code }));
		const gone = new EngineError('NOT_ALLOWED', 'There is no such group.', 'Choose another one.');
		const call: Call = { ...MUTATION, refusal: (code) => (code === 404 ? gone : undefined) };
		await expect(online(account, call, refuse(404))).rejects.toBe(gone);
		await expect(online(account, call, refuse(400))).rejects.toMatchObject({
			code: 'REJECTED',
			message: 'WhatsApp refused it. (WhatsApp error 400)',
		});
	});

	test('is asked again after a break where WhatsApp found it too fast, a mutation too', async () => {
		const tooFast = Object.assign(new Error('rate-overlimit'), { data: 429 });
		const act = jest.fn().mockRejectedValueOnce(tooFast).mockResolvedValueOnce('created');
		const done = online(account, MUTATION, act);
		await clock.advance(5 * SECOND - 1);
		expect(act).toHaveBeenCalledTimes(1);
		await clock.advance(1);
		expect(await done).toBe('created');
	});

	test('says so where WhatsApp wants a longer break', async () => {
		const tooFast = () => Promise.reject(Object.assign(new Error(), { data: 429 }));
		const done = expect(online(account, CALL, tooFast)).rejects.toMatchObject({
			code: 'RATE_LIMITED',
			retryable: true,
		});
		await clock.advance(30 * SECOND);
		await done;
	});
});
