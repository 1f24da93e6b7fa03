import type { ErrorCode, LinkState, SessionStatus } from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { answer, testCredential } from '../../../../nodes/shared/credential-test';
import { credentialData, gatewayDouble, status } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({}));

const PHONE = '+55 11 90000-0001';
const unlinked: SessionStatus = { ...status, state: 'UNLINKED', connected: false, phone: null };
const waiting: SessionStatus = { ...unlinked, state: 'WAITING' };
const withPhone = { id: 'credential-1', data: { ...credentialData, phone: PHONE } };

const lastError = (code: ErrorCode, message: string, hint = 'Do it.') =>
	new EngineError(code, message, hint).toShape();

describe('what the credential dialog says', () => {
	const link = { code: 'ABCD-1234', expiresAt: '2026-07-01T19:34:10.000Z' };
	const zone = process.env.GENERIC_TIMEZONE;
	beforeEach(() => (process.env.GENERIC_TIMEZONE = 'UTC'));
	afterAll(() => {
		if (zone === undefined) delete process.env.GENERIC_TIMEZONE;
		else process.env.GENERIC_TIMEZONE = zone;
	});
	const STEPS =
		'1. On the phone, open WhatsApp > Linked devices > Link a device. 2. Choose Link with phone number instead, and type the code. 3. Press Retry here.';

	it('shows the code, and where to type it', () => {
		expect(answer(waiting, link)).toEqual({
			status: 'Error',
			message: `Enter ABCD-1234 on your phone, valid until 19:34 (UTC): ${STEPS}`,
		});
	});

	it('says the time in the zone that was set for n8n', () => {
		process.env.GENERIC_TIMEZONE = 'America/Sao_Paulo';
		expect(answer(waiting, link).message).toContain('valid until 16:34 (America/Sao_Paulo)');
		process.env.GENERIC_TIMEZONE = 'Nowhere/At_All';
		expect(answer(waiting, link).message).toContain('valid until 19:34 (UTC)');
	});

	it.each([
		['REJECTED', 'The phone did not accept the last code.'],
		['EXPIRED', 'The last code or QR code has expired.'],
		['LOGGED_OUT', 'The number was unlinked.'],
	] as const)('shows the new code first, and what became of the last one (%s)', (code, words) => {
		const status = { ...waiting, lastError: lastError(code, words) };
		expect(answer(status, link).message).toBe(
			`New code: ABCD-1234, valid until 19:34 (UTC). ${words} ${STEPS}`,
		);
	});

	it('is green when linked and connected', () => {
		expect(answer(status).status).toBe('OK');
	});

	it('is not green when linked and not connected', () => {
		const offline = { ...status, connected: false };
		expect(answer(offline)).toEqual({
			status: 'Error',
			message:
				'+5511900000001 is linked, but not connected to WhatsApp. It is tried again by itself. Check the network of n8n, then press Retry.',
		});
		const lost = lastError('DISCONNECTED', 'The connection was lost.', 'Nothing to do.');
		expect(answer({ ...offline, lastError: lost }).message).toBe(
			'+5511900000001 is linked, but not connected to WhatsApp. The connection was lost. Nothing to do.',
		);
	});

	it.each(['UNLINKED', 'WAITING', 'LOGGED_OUT'] as const)(
		'offers both ways when no number is typed, and asks for no QR code by itself (%s)',
		(state) => {
			expect(answer({ ...unlinked, state }).message).toBe(
				'This credential is not linked to a WhatsApp number yet. Type the phone number below and save. Or, to use a QR code, add a WhatsApp Linked node, run Session > Get QR Code, scan it, and press Retry here.',
			);
		},
	);

	it('tells whoever scanned a QR code that another credential has the number', () => {
		const taken = lastError('INVALID_SETTING', '+55 is linked to another credential.');
		expect(answer({ ...unlinked, lastError: taken }).message).toMatch(
			/^\+55 is linked to another credential\. Type the phone/,
		);
	});

	it("uses the engine's own words for an end, where it has some", () => {
		const banned = lastError('BANNED', 'Banned until Friday.', 'Wait until Friday.');
		expect(answer({ ...unlinked, state: 'BANNED', lastError: banned }).message).toBe(
			'Banned until Friday. Wait until Friday.',
		);
	});

	it('tells of a damaged session, with or without a code', () => {
		const words = 'The stored session is damaged. It was kept as session.db.damaged-1.';
		const damaged = lastError('DAMAGED', words);
		expect(answer({ ...unlinked, lastError: damaged }).message).toMatch(
			/^The stored session is damaged\. It was kept as session\.db\.damaged-1\. Type the phone/,
		);
		expect(answer({ ...waiting, lastError: damaged }, link).message).toMatch(
			/^The stored session is damaged\. It was kept as session\.db\.damaged-1\. Enter ABCD-1234/,
		);
	});

	const states: LinkState[] = [
		'UNLINKED',
		'WAITING',
		'LINKING',
		'LOGGED_OUT',
		'REPLACED',
		'BANNED',
		'OUTDATED',
	];
	it.each(states)('says in %s what is so and what to do', (state) => {
		for (const given of [undefined, { code: null, expiresAt: null }]) {
			const result = answer({ ...unlinked, state }, given);
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(/^[A-Z].*\. .*(Retry|save|scan|run|Open WhatsApp).*\.$/);
		}
	});
});

describe('the credential test', () => {
	it('asks for a code when a number waits to be linked', async () => {
		const { gateway, requests } = gatewayDouble({
			'session.status': () => unlinked,
			'session.linkByCode': () => ({ code: 'ABCD-1234', expiresAt: null, status: waiting }),
		});
		const { message } = await testCredential(() => gateway, withPhone);
		expect(message).toContain('ABCD-1234');
		expect(requests.map(({ command }) => command)).toEqual([
			'session.status',
			'session.linkByCode',
		]);
		expect(requests[1]?.account).toMatchObject({ id: 'credential-1', settings: { phone: PHONE } });
	});

	it.each<[string, LinkState, string]>([
		['no number is typed', 'UNLINKED', ''],
		['the number is banned', 'BANNED', PHONE],
		['another program took over', 'REPLACED', PHONE],
	])('asks for no code when %s', async (_, state, phone) => {
		const { gateway, requests } = gatewayDouble({ 'session.status': () => ({ ...status, state }) });
		await testCredential(() => gateway, { id: 'credential-1', data: { ...credentialData, phone } });
		expect(requests.map(({ command }) => command)).toEqual(['session.status']);
	});

	it('asks for no code when the number is linked, but whether it is connected and the same', async () => {
		const { gateway, requests } = gatewayDouble({
			'session.status': () => ({ ...status, connected: false }),
			'session.check': () => status,
		});
		expect((await testCredential(() => gateway, withPhone)).status).toBe('OK');
		expect(requests.map(({ command }) => command)).toEqual(['session.status', 'session.check']);
	});

	it('is red when another number is typed than the one that is linked', async () => {
		const { gateway } = gatewayDouble({
			'session.status': () => status,
			'session.check': () => {
				throw new EngineError('INVALID_SETTING', 'It is linked to another one.', 'Type that.');
			},
		});
		expect(await testCredential(() => gateway, withPhone)).toEqual({
			status: 'Error',
			message: 'It is linked to another one. Type that.',
		});
	});

	it.each([
		[
			new EngineError('TOO_MANY_CODES', 'Too many codes.', 'Wait ten minutes.', true),
			'Too many codes. Wait ten minutes. Then press Retry.',
		],
		[new EngineError('WRONG_KEY', 'Wrong key.', 'Restore the key.'), 'Wrong key. Restore the key.'],
		[new Error('boom'), 'boom. Press Retry. If this stays, restart n8n.'],
	])('answers in words when %p is thrown', async (error, message) => {
		const { gateway } = gatewayDouble({
			'session.status': () => {
				throw error;
			},
		});
		expect(await testCredential(() => gateway, withPhone)).toEqual({ status: 'Error', message });
	});

	it('answers in words when the credential has no id yet', async () => {
		const { gateway } = gatewayDouble({});
		const result = await testCredential(() => gateway, { id: '', data: credentialData });
		expect(result.message).toContain('has not been saved yet');
	});
});
