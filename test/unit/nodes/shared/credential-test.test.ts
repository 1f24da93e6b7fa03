import type { LinkState, SessionStatus } from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { answer, testCredential } from '../../../../nodes/shared/credential-test';
import { credentialData, gatewayDouble, status } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({}));

const PHONE = '+55 11 90000-0001';
const unlinked: SessionStatus = { ...status, state: 'UNLINKED', connected: false, phone: null };
const waiting: SessionStatus = { ...unlinked, state: 'WAITING' };
const withPhone = { id: 'credential-1', data: { ...credentialData, phone: PHONE } };

describe('what the credential dialog says', () => {
	it('shows the code, and where to type it', () => {
		expect(answer(waiting, 'ABCD-1234', PHONE)).toEqual({
			status: 'Error',
			message:
				'Enter ABCD-1234 on your phone: WhatsApp > Linked devices > Link a device > Link with phone number instead. Then press Retry.',
		});
	});

	it('is green when linked, connected or not', () => {
		expect(answer(status, null, PHONE).status).toBe('OK');
		expect(answer({ ...status, connected: false }, null, '').status).toBe('OK');
	});

	it("takes WhatsApp's own form of a Brazilian number for the same one", () => {
		expect(answer({ ...status, phone: '551100000001' }, null, PHONE).status).toBe('OK');
	});

	it('warns when the credential was edited to another number', () => {
		expect(answer(status, null, '+55 11 90000-7777')).toEqual({
			status: 'Error',
			message:
				'This credential is linked to +5511900000001, not to the number typed above. Type that number, or run Session > Log Out in a WhatsApp Linked node and link again.',
		});
	});

	it('offers both ways when no number is typed', () => {
		const { message } = answer(unlinked, null, '');
		expect(message).toContain('Type the phone number above and save.');
		expect(message).toContain('Session > Get QR Code');
	});

	it("uses the engine's own words for an end, where it has some", () => {
		const lastError = new EngineError(
			'BANNED',
			'Banned until Friday.',
			'Wait until Friday.',
		).toShape();
		expect(answer({ ...unlinked, state: 'BANNED', lastError }, null, PHONE).message).toBe(
			'Banned until Friday. Wait until Friday.',
		);
	});

	it('tells of a damaged session, with or without a code', () => {
		const lastError = new EngineError(
			'DAMAGED',
			'The stored session is damaged. It was kept as session.db.damaged-1.',
			'Restore it.',
		).toShape();
		const damaged = { ...unlinked, lastError };
		expect(answer(damaged, null, '').message).toMatch(
			/^The stored session is damaged\. It was kept as session\.db\.damaged-1\. Type the phone/,
		);
		expect(answer({ ...waiting, lastError }, 'ABCD-1234', PHONE).message).toMatch(
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
		for (const phone of ['', PHONE]) {
			const result = answer({ ...unlinked, state }, null, phone);
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
		['the number is linked', 'LINKED', PHONE],
		['no number is typed', 'UNLINKED', ''],
		['the number is banned', 'BANNED', PHONE],
		['another program took over', 'REPLACED', PHONE],
	])('asks for no code when %s', async (_, state, phone) => {
		const { gateway, requests } = gatewayDouble({ 'session.status': () => ({ ...status, state }) });
		await testCredential(() => gateway, { id: 'credential-1', data: { ...credentialData, phone } });
		expect(requests.map(({ command }) => command)).toEqual(['session.status']);
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
