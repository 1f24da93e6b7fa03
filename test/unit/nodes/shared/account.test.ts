import { accountFrom, accountOf, accountSettings } from '../../../../nodes/shared/account';
import { credentialData, node } from '../doubles';

describe('the account of a credential', () => {
	it('is named by the id in the node and set up by the fields', async () => {
		const account = await accountOf({
			getNode: () => node,
			getCredentials: async <T>() => ({ ...credentialData, phone: ' +55 11 90000-0001 ' }) as T,
		});
		expect(account).toEqual({
			id: 'credential-1',
			settings: {
				phone: '+55 11 90000-0001',
				minGapMs: 1000,
				maxGapMs: 3000,
				keepContentHours: 24,
			},
		});
	});

	it.each([undefined, null, ''])('refuses the id %p with words', (id) => {
		expect(() => accountFrom(id, credentialData)).toThrow('has not been saved yet');
	});

	it('takes 0 and fractions', () => {
		expect(
			accountSettings({ ...credentialData, minPause: 0, maxPause: 0.25, keepContentHours: 0 }),
		).toMatchObject({ minGapMs: 0, maxGapMs: 250, keepContentHours: 0 });
	});

	it('falls back to the defaults where a credential made through the API has no field', () => {
		expect(accountSettings({})).toEqual({
			phone: '',
			minGapMs: 1000,
			maxGapMs: 3000,
			keepContentHours: 24,
		});
	});

	it.each([
		[{}, undefined],
		[{ device: {} }, undefined],
		[{ device: { name: ' Shop bot ' } }, 'Shop bot'],
	])('has a name for the linked device where one is given (%j)', (options, name) => {
		expect(accountSettings({ ...credentialData, options }).deviceName).toBe(name);
	});

	it.each<[string, object, object]>([
		['everyone', { calls: {} }, { rejectCalls: { from: 'everyone', people: [] } }],
		[
			'those who are listed, and a text',
			{ calls: { from: 'only', people: '+55 11 90000-0002;\n333@lid', text: ' Please write ' } },
			{
				rejectCalls: {
					...{ from: 'only', people: ['+55 11 90000-0002', '333@lid'] },
					text: 'Please write',
				},
			},
		],
		[
			'strangers, whoever was listed before',
			{ calls: { from: 'strangers', people: '1' } },
			{ rejectCalls: { from: 'strangers', people: [] } },
		],
		['messages', { read: {} }, { readMessages: true, viewStatuses: false }],
		[
			'opting out',
			{ optOut: { out: 'STOP, SAIR,', back: '' } },
			{ optOutWords: ['STOP', 'SAIR'], optInWords: [] },
		],
		[
			'statuses',
			{ read: { messages: false, statuses: true } },
			{ readMessages: false, viewStatuses: true },
		],
	])('does by itself what the options say: %s', (_, options, expected) => {
		expect(accountSettings({ ...credentialData, options: options as never })).toMatchObject(
			expected,
		);
	});

	it.each<[object, string]>([
		[{ calls: { from: 'except', people: ' , ' } }, 'there is nobody under People'],
		[{ calls: { from: 'mom' } }, 'none of its choices'],
		[{ calls: { text: 'x'.repeat(1_001) } }, 'has 1001 characters'],
		[{ read: { messages: 'perhaps' } }, 'must be true or false'],
	])('refuses %j', (options, message) => {
		expect(() => accountSettings({ ...credentialData, options: options as never })).toThrow(
			message,
		);
	});

	it('refuses a name that no phone could show', () => {
		const options = { device: { name: '🌻'.repeat(51) } };
		expect(() => accountSettings({ ...credentialData, options })).toThrow('has 51 characters');
	});

	it('refuses a longest pause below the shortest', () => {
		expect(() => accountSettings({ ...credentialData, minPause: 5 })).toThrow(
			'The longest pause between messages is shorter than the shortest one',
		);
	});
});
