import type { Credential } from '../../scripts/n8n/rest.mjs';
import { actionNode, CLICK, workflow } from '../../scripts/n8n/workflows.mjs';
import { link, outputOf, runNode, setStage, type Stage, useFeatures, WITHIN_MS } from './harness';

/** The features of groups: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('groups.test.ts');

const OWNER = '5511900000001';
const CONTACT = '5511900000002';
const MEMBER = '5511900000003';

let stage: Stage;
let credential: Credential;

beforeAll(async () => {
	stage = await setStage();
	for (const number of [CONTACT, MEMBER]) await stage.simulator.contact(number);
	credential = await link(stage, OWNER);
});
afterAll(async () => await stage.stop());

/** What is chosen in a field that takes a group. */
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byName = (value: string) => ({ __rl: true, mode: 'name', value });

/** What an operation that must succeed puts out. */
async function itemsOf(operation: string, parameters: object) {
	const items = await outputOf(stage, actionNode(credential, 'group', operation, parameters));
	return items.map(({ json }) => json);
}

const groupsCalled = async (subject: string) =>
	(await itemsOf('getAll', { returnAll: true })).filter((group) => group['subject'] === subject);

test('Create group', async () => {
	const [created] = await itemsOf('create', {
		subject: 'Weekend trips',
		participants: '+55 11 90000-0002\n+55 11 90000-0003',
		options: { description: 'Where do we go?' },
	});
	expect(created).toMatchObject({
		subject: 'Weekend trips',
		note: null,
		participants: [
			{ phone: CONTACT, status: 'added' },
			{ phone: MEMBER, status: 'added' },
		],
	});
	const group = stage.simulator.findGroup(String(created?.['id']));
	expect(group).toMatchObject({ subject: 'Weekend trips', description: 'Where do we go?' });
	expect(group.members).toEqual([OWNER, CONTACT, MEMBER]);
});

test('List groups', async () => {
	await stage.simulator.group({ subject: 'Aardvarks', members: [OWNER, CONTACT] });
	const [first, ...others] = await itemsOf('getAll', { limit: 1 });
	expect(first).toEqual({
		id: expect.stringMatching(/@g\.us$/),
		subject: 'Aardvarks',
		description: null,
		owner: OWNER,
		createdAt: expect.stringMatching(/Z$/),
		size: 2,
	});
	expect(others).toEqual([]);
});

test('Group metadata', async () => {
	const group = await stage.simulator.group({ subject: 'Staff', members: [OWNER, CONTACT] });
	group.setAnnouncement(true);
	expect(await itemsOf('get', { group: byName('Staff') })).toMatchObject([
		{ id: group.id, subject: 'Staff', owner: OWNER, size: 2 },
	]);
	// The editor's schema is that of the simplified group.
	const whole = { group: byName('Staff'), simplify: false };
	const { items } = await runNode(stage, actionNode(credential, 'group', 'get', whole));
	expect(items[0]?.json).toMatchObject({
		id: group.id,
		participants: [
			{ phone: OWNER, role: 'superadmin' },
			{ phone: CONTACT, lid: stage.simulator.phone(CONTACT).lid, role: 'member' },
		],
		settings: { announce: true, restrict: false },
	});
	const nowhere = actionNode(credential, 'group', 'get', {
		group: byId('120363999999999999@g.us'),
	});
	const { status, error } = await runNode(stage, nowhere);
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('There is no group 120363999999999999@g.us.') },
	});
});

test('Add participants', async () => {
	const group = await stage.simulator.group({ subject: 'Open', members: [OWNER, CONTACT] });
	const [added] = await itemsOf('addParticipants', {
		group: byId(group.id),
		participants: `={{ ['${CONTACT}', '${MEMBER}', '5511900000009'] }}`,
	});
	expect(added).toMatchObject({
		id: group.id,
		participants: [
			{ given: CONTACT, status: 'alreadyMember' },
			{ given: MEMBER, status: 'added' },
			{ given: '5511900000009', status: 'notOnWhatsApp' },
		],
	});
	expect(group.members).toEqual([OWNER, CONTACT, MEMBER]);
});

test('Remove participants', async () => {
	const group = await stage.simulator.group({
		...{ subject: 'Too many', members: [OWNER, CONTACT, MEMBER] },
	});
	const [removed] = await itemsOf('removeParticipants', {
		group: byId(group.id),
		participants: `${CONTACT}, 5511900000009`,
	});
	expect(removed).toMatchObject({
		id: group.id,
		participants: [
			{ phone: CONTACT, status: 'removed' },
			{ given: '5511900000009', status: 'notOnWhatsApp' },
		],
	});
	expect(group.members).toEqual([OWNER, MEMBER]);
});

test('Promote to admin', async () => {
	const group = await stage.simulator.group({ subject: 'Flat', members: [OWNER, CONTACT] });
	const [promoted] = await itemsOf('promote', { group: byId(group.id), participants: CONTACT });
	expect(promoted).toMatchObject({ participants: [{ phone: CONTACT, status: 'promoted' }] });
	expect(group.admins).toEqual([OWNER, CONTACT]);
});

test('Demote from admin', async () => {
	const group = await stage.simulator.group({ subject: 'Steep', members: [OWNER, CONTACT] });
	await group.promote(CONTACT);
	const [demoted] = await itemsOf('demote', { group: byId(group.id), participants: CONTACT });
	expect(demoted).toMatchObject({ participants: [{ phone: CONTACT, status: 'demoted' }] });
	expect(group.admins).toEqual([OWNER]);
});

test('Retry On Fail creates a group once, though another item of the node fails each time', async () => {
	const retried = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
	const twoItems = {
		name: 'Two items',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: '{ "who": ["5511900000002", "nobody"] }' },
	};
	const split = {
		name: 'Split',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'who', options: {} },
	};
	const create = actionNode(credential, 'group', 'create', {
		subject: 'Only once',
		participants: '={{ $json.who }}',
	});
	const { id } = await stage.rest.createWorkflow(
		workflow('Retry', CLICK, twoItems, split, { ...create, ...retried }),
	);
	const { status, error } = await stage.rest.execute(id, CLICK.name, WITHIN_MS);
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('"nobody" is not a phone number') },
	});
	expect(await groupsCalled('Only once')).toHaveLength(1);
});
