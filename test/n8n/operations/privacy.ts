import { actionNode } from '../../../scripts/n8n/workflows.mjs';
import { outputOf, runNode, useFeatures, useStage } from '../harness';

/** The features of privacy: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('privacy');

const stage = useStage();
const CONTACT = stage.number(2);
const NOBODY = stage.number(9);

const phone = () => stage.simulator.phone(stage.number(1));
const person = () => ({ phone: CONTACT, lid: stage.contact.lid });

const node = (operation: string, parameters: object) =>
	actionNode(stage.credential, 'privacy', operation, parameters);

/** What an operation that must succeed puts out. */
async function json(operation: string, parameters: object = {}) {
	return (await outputOf(stage, node(operation, parameters))).map((item) => item.json);
}

async function errorOf(operation: string, parameters: object): Promise<string> {
	const { status, error } = await runNode(stage, node(operation, parameters));
	expect(status).toBe('error');
	return error?.message ?? '';
}

/** What WhatsApp has of a setting after an operation of the node. */
async function afterSetting(options: object, name: string): Promise<string | undefined> {
	const [{ changed } = {}] = await json('set', { options });
	expect(changed).toEqual(Object.keys(options));
	return phone().privacy.get(name);
}

test('Last seen', async () => {
	expect(await afterSetting({ lastSeen: 'contacts' }, 'last')).toBe('contacts');
});

test('Photo', async () => {
	expect(await afterSetting({ picture: 'nobody' }, 'profile')).toBe('none');
});

test('Description', async () => {
	// As Z-API calls it.
	expect(await afterSetting({ about: 'CONTACT_BLACKLIST' }, 'status')).toBe('contact_blacklist');
});

test('Online', async () => {
	expect(await afterSetting({ online: 'sameAsLastSeen' }, 'online')).toBe('match_last_seen');
});

test('Group add', async () => {
	expect(await afterSetting({ groupAdd: 'contacts' }, 'groupadd')).toBe('contacts');
});

test('Calls of unknown people', async () => {
	expect(await afterSetting({ calls: 'known' }, 'calladd')).toBe('known');
});

test('Messages of unknown people', async () => {
	expect(await afterSetting({ messages: 'contacts' }, 'messages')).toBe('contacts');
	phone().privacy.withhold('messages');
	expect(await errorOf('set', { options: { messages: 'everyone' } })).toBe(
		'WhatsApp does not have this setting for the linked number: who may write to the number. Nothing was changed.',
	);
});

test('Read receipts', async () => {
	expect(await afterSetting({ readReceipts: false }, 'readreceipts')).toBe('none');
});

test('Privacy settings', async () => {
	expect(await json('get')).toEqual([
		{
			...{ lastSeen: 'contacts', picture: 'nobody', about: 'contactsExcept', groupAdd: 'contacts' },
			...{ online: 'sameAsLastSeen', calls: 'known', messages: null, readReceipts: false },
			defaultDisappearingSeconds: 0,
		},
	]);
});

test('Blacklist entries', async () => {
	const of = { setting: 'lastSeen', contacts: CONTACT };
	const listed = { setting: 'lastSeen', contacts: [expect.objectContaining(person())] };
	expect(await json('addToBlacklist', of)).toEqual([listed]);
	expect(phone().privacy.blacklist('last')).toEqual([stage.contact.lid]);
	expect(await json('removeFromBlacklist', of)).toEqual([{ ...listed, contacts: [] }]);
	expect(phone().privacy.blacklist('last')).toEqual([]);
	expect(await errorOf('addToBlacklist', { ...of, contacts: NOBODY })).toContain(NOBODY);
});

test('Disallowed contacts', async () => {
	await json('addToBlacklist', { setting: 'picture', contacts: [CONTACT] });
	expect(await json('getBlacklist', { setting: 'picture' })).toMatchObject([person()]);
});

test('Default message timer', async () => {
	expect(await json('setDefaultDisappearingTime', { duration: 86_400 })).toEqual([
		{ defaultDisappearingSeconds: 86_400 },
	]);
	expect(phone().defaultEphemeral).toBe(86_400);
});
