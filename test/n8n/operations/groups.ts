import {
	actionNode,
	CLICK,
	startedBy,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import { pdf, png } from '../../support/files';
import {
	outputOf,
	runNode,
	type SourceFile,
	spaced,
	useFeatures,
	useStage,
	WITHIN_MS,
} from '../harness';

/** The features of groups: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('groups');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const MEMBER = stage.number(3);
/** Cannot be added where a test says so. */
const SHY = stage.number(4);
const NOBODY = stage.number(9);

beforeAll(async () => {
	for (const number of [CONTACT, MEMBER]) await stage.simulator.contact(number);
});

/** What is chosen in a field that takes a group. */
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byName = (value: string) => ({ __rl: true, mode: 'name', value });

const linkTo = ({ inviteCode }: { inviteCode: string }) =>
	`https://chat.whatsapp.com/${inviteCode}`;

/** What an operation that must succeed puts out. */
async function itemsOf(operation: string, parameters: object, file?: SourceFile) {
	const node = actionNode(stage.credential, 'group', operation, parameters);
	const items = await outputOf(stage, node, file);
	return items.map(({ json }) => json);
}

const groupsCalled = async (subject: string) =>
	(await itemsOf('getAll', { returnAll: true })).filter((group) => group['subject'] === subject);

test('Create group', async () => {
	const [created] = await itemsOf('create', {
		subject: 'Weekend trips',
		participants: `${spaced(CONTACT)}\n${spaced(MEMBER)}`,
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
	const { items } = await runNode(stage, actionNode(stage.credential, 'group', 'get', whole));
	expect(items[0]?.json).toMatchObject({
		id: group.id,
		participants: [
			{ phone: OWNER, role: 'superadmin' },
			{ phone: CONTACT, lid: stage.simulator.phone(CONTACT).lid, role: 'member' },
		],
		settings: { announce: true, restrict: false },
	});
	const nowhere = actionNode(stage.credential, 'group', 'get', {
		group: byId('120363999999999999@g.us'),
	});
	const { status, error } = await runNode(stage, nowhere);
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('There is no group 120363999999999999@g.us.') },
	});
});

test('Rename group', async () => {
	const group = await stage.simulator.group({ subject: 'Before', members: [OWNER, CONTACT] });
	const [renamed] = await itemsOf('setName', { group: byId(group.id), subject: 'After' });
	expect(renamed).toEqual({ id: group.id, subject: 'After' });
	expect(group.subject).toBe('After');
	const nameless = actionNode(stage.credential, 'group', 'setName', {
		...{ group: byId(group.id), subject: 'é'.repeat(101) },
	});
	const { error } = await runNode(stage, nameless);
	expect(error?.message).toContain('The name of a group has 101 characters.');
});

test('Group description', async () => {
	const group = await stage.simulator.group({ subject: 'Bare', members: [OWNER, CONTACT] });
	const description = 'Bring your own cup';
	const [described] = await itemsOf('setDescription', { group: byId(group.id), description });
	expect(described).toEqual({ id: group.id, description });
	expect(group.description).toBe(description);
});

test('Group photo', async () => {
	const group = await stage.simulator.group({ subject: 'Faceless', members: [OWNER, CONTACT] });
	const parameters = { group: byId(group.id), fileFrom: 'binary', binaryField: 'data' };
	const photo = { content: png(), fileName: 'us.png', mimeType: 'image/png' };
	const [set] = await itemsOf('setPicture', parameters, photo);
	expect(set).toEqual({ chat: group.id, pictureId: group.pictureId });
	expect(group.pictureId).toEqual(expect.any(String));
	const paper = { ...photo, content: pdf() };
	const refused = actionNode(stage.credential, 'group', 'setPicture', parameters);
	const { error } = await runNode(stage, refused, paper);
	expect(error?.message).toContain('The file is a PDF, not an image.');
});

test('Group settings', async () => {
	const group = await stage.simulator.group({ subject: 'Free', members: [OWNER, CONTACT] });
	const [updated] = await itemsOf('updateSettings', {
		group: byId(group.id),
		options: { announce: true, adminsInvite: false, joinApproval: true },
	});
	expect(updated).toMatchObject({
		settings: { announce: true, restrict: false, adminsInvite: false, joinApproval: true },
		changed: ['announce', 'adminsInvite', 'joinApproval'],
	});
	expect(group).toMatchObject({ announcement: true, adminsInvite: false, joinApproval: true });
	const bobs = await stage.simulator.group({ subject: 'Not mine', members: [CONTACT, OWNER] });
	const refused = actionNode(stage.credential, 'group', 'updateSettings', {
		group: byId(bobs.id),
		options: { announce: true },
	});
	const { error } = await runNode(stage, refused);
	expect(error?.message).toContain('The linked number is not an admin of the group');
});

test('Disappearing messages in group', async () => {
	const group = await stage.simulator.group({ subject: 'Lasting', members: [OWNER, CONTACT] });
	const [set] = await itemsOf('setDisappearingMessages', {
		...{ group: byId(group.id), duration: 86_400 },
	});
	expect(set).toEqual({ id: group.id, ephemeralSeconds: 86_400 });
	expect(group.ephemeralSeconds).toBe(86_400);
});

test('Add participants', async () => {
	const group = await stage.simulator.group({ subject: 'Open', members: [OWNER, CONTACT] });
	const [added] = await itemsOf('addParticipants', {
		group: byId(group.id),
		participants: `={{ ['${CONTACT}', '${MEMBER}', '${NOBODY}'] }}`,
	});
	expect(added).toMatchObject({
		id: group.id,
		participants: [
			{ given: CONTACT, status: 'alreadyMember' },
			{ given: MEMBER, status: 'added' },
			{ given: NOBODY, status: 'notOnWhatsApp' },
		],
	});
	expect(group.members).toEqual([OWNER, CONTACT, MEMBER]);
});

test('Invite those who cannot be added', async () => {
	const shy = await stage.simulator.contact(SHY);
	const refusing = stage.simulator.faults.refuseAddition(SHY, 403);
	const group = await stage.simulator.group({ subject: 'Guests', members: [OWNER, CONTACT] });
	const invited = { participants: SHY, options: { invite: true } };
	const [added] = await itemsOf('addParticipants', { group: byId(group.id), ...invited });
	const [created] = await itemsOf('create', {
		...{ subject: 'New guests', ...invited, participants: `${SHY}, ${CONTACT}` },
	});
	refusing.release();
	for (const output of [added, created]) {
		expect(output).toMatchObject({
			participants: expect.arrayContaining([
				expect.objectContaining({ phone: SHY, status: 'invited' }),
			]),
		});
	}
	const { message } = await shy.waitForMessage(
		(one) => one.message.groupInviteMessage?.groupJid === group.id,
	);
	await group.acceptInvite(SHY, message);
	expect(group.members).toEqual([OWNER, CONTACT, SHY]);
	await shy.waitForMessage((one) => one.message.groupInviteMessage?.groupJid === created?.['id']);
});

test('Remove participants', async () => {
	const group = await stage.simulator.group({
		...{ subject: 'Too many', members: [OWNER, CONTACT, MEMBER] },
	});
	const [removed] = await itemsOf('removeParticipants', {
		group: byId(group.id),
		participants: `${CONTACT}, ${NOBODY}`,
	});
	expect(removed).toMatchObject({
		id: group.id,
		participants: [
			{ phone: CONTACT, status: 'removed' },
			{ given: NOBODY, status: 'notOnWhatsApp' },
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

test('Join requests', async () => {
	const group = await stage.simulator.group({ subject: 'Queue', members: [OWNER, CONTACT] });
	group.setJoinApproval(true);
	await group.join(MEMBER);
	expect(await itemsOf('getJoinRequests', { group: byId(group.id), limit: 5 })).toEqual([
		expect.objectContaining({ phone: MEMBER, group: group.id, method: 'invite_link' }),
	]);
});

test('Approve participants', async () => {
	const group = await stage.simulator.group({ subject: 'Open door', members: [OWNER, CONTACT] });
	group.setJoinApproval(true);
	await group.join(MEMBER);
	const [approved] = await itemsOf('approveJoinRequests', {
		...{ group: byId(group.id), participants: `${MEMBER}\n${CONTACT}` },
	});
	expect(approved).toMatchObject({
		participants: [{ status: 'approved' }, { status: 'noRequest' }],
	});
	expect(group.members).toEqual([OWNER, CONTACT, MEMBER]);
});

test('Reject participants', async () => {
	const group = await stage.simulator.group({ subject: 'Shut door', members: [OWNER, CONTACT] });
	group.setJoinApproval(true);
	await group.join(MEMBER);
	const [rejected] = await itemsOf('rejectJoinRequests', {
		...{ group: byId(group.id), participants: MEMBER },
	});
	expect(rejected).toMatchObject({ participants: [{ phone: MEMBER, status: 'rejected' }] });
	expect(group).toMatchObject({ members: [OWNER, CONTACT], requests: [] });
});

test('Group invitation link', async () => {
	const group = await stage.simulator.group({ subject: 'Linked', members: [OWNER, CONTACT] });
	expect(await itemsOf('getInviteLink', { group: byId(group.id) })).toEqual([
		{ id: group.id, inviteLink: linkTo(group) },
	]);
});

test('Metadata with invitation link', async () => {
	const group = await stage.simulator.group({ subject: 'Whole', members: [OWNER, CONTACT] });
	expect(
		await itemsOf('get', { group: byId(group.id), options: { withInviteLink: true } }),
	).toMatchObject([{ subject: 'Whole', inviteLink: linkTo(group), inviteLinkError: null }]);
});

test('Redefine invitation link', async () => {
	const group = await stage.simulator.group({ subject: 'Relinked', members: [OWNER, CONTACT] });
	const old = linkTo(group);
	const [reset] = await itemsOf('resetInviteLink', { group: byId(group.id) });
	expect(reset).toEqual({ id: group.id, inviteLink: linkTo(group) });
	expect(reset?.['inviteLink']).not.toBe(old);
});

test('Group metadata from invite', async () => {
	const group = await stage.simulator.group({ subject: 'Elsewhere', members: [CONTACT, MEMBER] });
	expect(await itemsOf('getInfoFromInviteLink', { invite: linkTo(group) })).toMatchObject([
		{ id: group.id, subject: 'Elsewhere', owner: CONTACT, size: 2, inviteLink: linkTo(group) },
	]);
});

test('Accept group invite', async () => {
	const group = await stage.simulator.group({ subject: 'Welcome', members: [CONTACT, MEMBER] });
	const byLink = { inviteType: 'link', invite: linkTo(group) };
	expect(await itemsOf('joinByInvite', byLink)).toMatchObject([
		{ id: group.id, subject: 'Welcome', status: 'joined' },
	]);
	expect(group.members).toEqual([CONTACT, MEMBER, OWNER]);

	const guarded = await stage.simulator.group({ subject: 'Guarded', members: [CONTACT, MEMBER] });
	guarded.setJoinApproval(true);
	expect(
		await itemsOf('joinByInvite', { inviteType: 'link', invite: linkTo(guarded) }),
	).toMatchObject([{ status: 'requested', message: expect.stringContaining('has to approve it') }]);

	const trigger = whatsAppTrigger(stage.credential, ['message.incoming']);
	const listener = await stage.rest.createWorkflow(workflow('Listener', trigger));
	await stage.rest.publish(listener);
	const messageId = await stage.contact.sendMessage(OWNER, await guarded.invite(OWNER));
	const cameIn = startedBy('message.incoming', messageId);
	await stage.rest.executionWhere(listener.id, 'the invite', WITHIN_MS, cameIn);
	expect(await itemsOf('joinByInvite', { inviteType: 'message', messageId })).toMatchObject([
		{ id: guarded.id, subject: 'Guarded', status: 'joined' },
	]);
	expect(guarded.members).toEqual([CONTACT, MEMBER, OWNER]);
});

test('Leave group', async () => {
	const group = await stage.simulator.group({ subject: 'Farewell', members: [CONTACT, OWNER] });
	expect(await itemsOf('leave', { group: byId(group.id) })).toEqual([{ id: group.id, left: true }]);
	expect(group.members).toEqual([CONTACT]);
});

test('Retry On Fail creates a group once, though another item of the node fails each time', async () => {
	const retried = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
	const twoItems = {
		name: 'Two items',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify({ who: [CONTACT, 'nobody'] }) },
	};
	const split = {
		name: 'Split',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'who', options: {} },
	};
	const create = actionNode(stage.credential, 'group', 'create', {
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
