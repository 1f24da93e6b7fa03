import { actionNode } from '../../../scripts/n8n/workflows.mjs';
import { pdf, png } from '../../support/files';
import { outputOf, runNode, type SourceFile, useFeatures, useStage } from '../harness';

/** The features of communities: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('communities');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const MEMBER = stage.number(3);
const NOBODY = stage.number(9);

beforeAll(async () => {
	for (const number of [CONTACT, MEMBER]) await stage.simulator.contact(number);
});

/** What is chosen in a field that takes a community. */
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** What an operation that must succeed puts out. */
async function itemsOf(operation: string, parameters: object, file?: SourceFile) {
	const node = actionNode(stage.credential, 'community', operation, parameters);
	const items = await outputOf(stage, node, file);
	return items.map(({ json }) => json);
}

const groupOf = async (subject: string) =>
	await stage.simulator.group({ subject, members: [OWNER, CONTACT] });
const communityOf = async (subject: string, more: object = {}) =>
	await stage.simulator.community({ subject, members: [OWNER], ...more });

test('Create community', async () => {
	const [created] = await itemsOf('create', {
		subject: 'Elm Street',
		options: { description: 'All neighbors' },
	});
	const { group, announcementGroup } = stage.simulator.findCommunity(String(created?.['id']));
	expect(group).toMatchObject({ subject: 'Elm Street', description: 'All neighbors' });
	expect(created).toMatchObject({
		subject: 'Elm Street',
		announcementGroupId: announcementGroup.id,
		subGroups: [
			{ id: announcementGroup.id, isAnnouncementGroup: true },
			{ subject: 'General', isAnnouncementGroup: false },
		],
		note: null,
	});
});

test('List communities', async () => {
	const { id, announcementGroup } = await communityOf('Abbey Road', { owner: CONTACT });
	const [first, ...others] = await itemsOf('getAll', { limit: 1 });
	expect(first).toMatchObject({
		...{ id, subject: 'Abbey Road', owner: { phone: CONTACT } },
		announcementGroupId: announcementGroup.id,
	});
	expect(others).toEqual([]);
});

test('Community metadata', async () => {
	const groups = [await groupOf('Chess')];
	const { id } = await communityOf('Old Town', { groups });
	expect(await itemsOf('get', { community: byId(id) })).toMatchObject([
		{
			...{ id, subject: 'Old Town' },
			subGroups: expect.arrayContaining([expect.objectContaining({ subject: 'Chess' })]),
			participants: [
				{ phone: OWNER, role: 'superadmin' },
				{ phone: CONTACT, role: 'member' },
			],
		},
	]);
	const [group] = groups;
	const wrong = actionNode(stage.credential, 'community', 'get', {
		community: byId(String(group?.id)),
	});
	const { status, error } = await runNode(stage, wrong);
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('is a group, not a community') },
	});
});

test('Link groups', async () => {
	const [tennis, golf] = [await groupOf('Tennis'), await groupOf('Golf')];
	const community = await communityOf('Sports');
	const [result] = await itemsOf('linkGroups', {
		community: byId(community.id),
		groups: `${tennis.id}\nGolf`,
	});
	expect(result).toMatchObject({
		id: community.id,
		groups: [
			{ id: tennis.id, status: 'linked' },
			{ id: golf.id, given: 'Golf', status: 'linked' },
		],
	});
	expect(community.linked).toEqual(['Tennis', 'Golf']);
});

test('Unlink groups', async () => {
	const [first, second] = [await groupOf('First'), await groupOf('Second')];
	const community = await communityOf('Shrinking', { groups: [first, second] });
	const [result] = await itemsOf('unlinkGroups', {
		community: byId(community.id),
		groups: `={{ ['${first.id}', '${second.id}'] }}`,
	});
	expect(result).toMatchObject({ groups: [{ status: 'unlinked' }, { status: 'lastGroup' }] });
	expect(community.linked).toEqual(['Second']);
});

test('Reset invite link of community', async () => {
	const { id, group } = await communityOf('Come in');
	const community = byId(id);
	const link = () => `https://chat.whatsapp.com/${group.inviteCode}`;
	const old = link();
	expect(await itemsOf('getInviteLink', { community })).toEqual([{ id, inviteLink: old }]);
	expect(await itemsOf('resetInviteLink', { community })).toEqual([{ id, inviteLink: link() }]);
	expect(link()).not.toBe(old);
});

test('Add participants to community', async () => {
	const { id, group, announcementGroup } = await communityOf('Welcome');
	const [added] = await itemsOf('addParticipants', {
		community: byId(id),
		participants: `${CONTACT}\n${NOBODY}`,
	});
	expect(added).toMatchObject({
		id,
		participants: [
			{ phone: CONTACT, status: 'added' },
			{ given: NOBODY, status: 'notOnWhatsApp' },
		],
	});
	for (const { members } of [group, announcementGroup]) expect(members).toEqual([OWNER, CONTACT]);
});

test('Remove participants of community', async () => {
	const chess = await groupOf('Chess club');
	const { id, group } = await communityOf('Clubs', { groups: [chess] });
	const [removed] = await itemsOf('removeParticipants', {
		community: byId(id),
		participants: `${CONTACT}, ${MEMBER}`,
	});
	expect(removed).toMatchObject({
		id,
		participants: [
			{ phone: CONTACT, status: 'removed' },
			{ phone: MEMBER, status: 'notAMember' },
		],
	});
	for (const { members } of [group, chess]) expect(members).toEqual([OWNER]);
});

test('Promote in community', async () => {
	const { id, group } = await communityOf('Rising', { members: [OWNER, CONTACT] });
	const input = { community: byId(id), participants: CONTACT };
	expect(await itemsOf('promote', input)).toMatchObject([
		{ id, participants: [{ phone: CONTACT, status: 'promoted' }] },
	]);
	expect(group.admins).toEqual([OWNER, CONTACT]);
});

test('Demote in community', async () => {
	const { id, group } = await communityOf('Falling', { members: [OWNER, CONTACT] });
	await group.promote(CONTACT);
	const input = { community: byId(id), participants: CONTACT };
	expect(await itemsOf('demote', input)).toMatchObject([
		{ id, participants: [{ phone: CONTACT, status: 'demoted' }] },
	]);
	expect(group.admins).toEqual([OWNER]);
});

test('Community settings', async () => {
	const community = await communityOf('Rules');
	const input = { community: byId(community.id), membersAddGroups: 'admins' };
	expect(await itemsOf('updateSettings', input)).toEqual([
		{ id: community.id, membersAddGroups: false },
	]);
	expect(community.membersAddGroups).toBe(false);
});

test('Description of community', async () => {
	const { id, group } = await communityOf('About');
	const input = { community: byId(id), description: 'What it is for' };
	expect(await itemsOf('setDescription', input)).toEqual([{ id, description: 'What it is for' }]);
	expect(group.description).toBe('What it is for');
});

test('Picture of community', async () => {
	const { id, group } = await communityOf('Faceless');
	const parameters = { community: byId(id), fileFrom: 'binary', binaryField: 'data' };
	const photo = { content: png(), fileName: 'us.png', mimeType: 'image/png' };
	const [set] = await itemsOf('setPicture', parameters, photo);
	expect(set).toEqual({ chat: id, pictureId: group.pictureId });
	expect(group.pictureId).toEqual(expect.any(String));
	const refused = actionNode(stage.credential, 'community', 'setPicture', parameters);
	const paper = { ...photo, content: pdf() };
	const { error } = await runNode(stage, refused, paper);
	expect(error?.message).toContain('The file is a PDF, not an image.');
});

test('Deactivate community', async () => {
	const { id } = await communityOf('Doomed', { groups: [await groupOf('Survivor')] });
	expect(await itemsOf('deactivate', { community: byId(id) })).toEqual([{ deactivated: true, id }]);
	expect(() => stage.simulator.findCommunity(id)).toThrow();
});
