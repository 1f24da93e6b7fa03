import {
	actionNode,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import { mp4, ogg, pdf, png } from '../../support/files';
import { outputOf, runNode, type SourceFile, useFeatures, useStage, WITHIN_MS } from '../harness';

/** The features of channels: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('channels');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);

/** What is chosen in a field that takes a channel. */
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byLink = (code: string) => ({
	...{ __rl: true, mode: 'link', value: `https://whatsapp.com/channel/${code}` },
});

/** What an operation that must succeed puts out. */
async function itemsOf(operation: string, parameters: object, file?: SourceFile) {
	const node = actionNode(stage.credential, 'channel', operation, parameters);
	const items = await outputOf(stage, node, file);
	return items.map(({ json }) => json);
}

const channelOf = async (name: string, more: object = {}) =>
	await stage.simulator.channel({ name, admins: [OWNER], ...more });
const followed = async (name: string, more: object = {}) =>
	await channelOf(name, { admins: [CONTACT], subscribers: [OWNER], ...more });

test('Create channel', async () => {
	const [created] = await itemsOf('create', {
		name: 'Weekly offers',
		options: { description: 'Each Monday' },
	});
	const { id, name, description, inviteCode } = stage.simulator.findChannel(
		String(created?.['id']),
	);
	expect({ name, description }).toEqual({ name: 'Weekly offers', description: 'Each Monday' });
	expect(created).toMatchObject({
		...{ id, name, description, role: 'owner' },
		inviteLink: `https://whatsapp.com/channel/${inviteCode}`,
	});
});

test('Channel metadata', async () => {
	const { id, inviteCode } = await followed('News', { description: 'All of it' });
	expect(await itemsOf('get', { channel: byLink(inviteCode) })).toMatchObject([
		{ id, name: 'News', description: 'All of it', subscribers: 1, role: 'subscriber' },
	]);
});

test('List channels', async () => {
	const { id } = await channelOf('A first one');
	const listed = { returnAll: false, limit: 1, options: { own: true } };
	expect(await itemsOf('getAll', listed)).toMatchObject([{ id, name: 'A first one' }]);
});

test('Search channels', async () => {
	const { id } = await channelOf('Football daily', { admins: [CONTACT], country: 'BR' });
	const found = [{ id, name: 'Football daily' }];
	expect(await itemsOf('search', { options: { text: 'football' } })).toMatchObject(found);
	const listed = { options: { countries: 'br', view: 'new' } };
	expect(await itemsOf('search', listed)).toMatchObject(found);
});

test('Follow channel', async () => {
	const channel = await followed('To follow', { subscribers: [] });
	expect(await itemsOf('follow', { channel: byLink(channel.inviteCode) })).toEqual([
		{ id: channel.id, following: true },
	]);
	expect(channel.roleOf(OWNER)).toBe('SUBSCRIBER');
});

test('Unfollow channel', async () => {
	const channel = await followed('To leave');
	expect(await itemsOf('unfollow', { channel: byId(channel.id) })).toEqual([
		{ id: channel.id, following: false },
	]);
	expect(channel.roleOf(OWNER)).toBe('GUEST');
});

test('Mute / unmute channel', async () => {
	const channel = await followed('Loud');
	const parameters = { channel: byId(channel.id) };
	expect(await itemsOf('mute', parameters)).toEqual([{ id: channel.id, muted: true }]);
	expect(channel.isMutedBy(OWNER)).toBe(true);
	expect(await itemsOf('unmute', parameters)).toEqual([{ id: channel.id, muted: false }]);
	expect(channel.isMutedBy(OWNER)).toBe(false);
});

test('Channel name', async () => {
	const channel = await channelOf('Old name');
	await itemsOf('setName', { channel: byId(channel.id), name: 'New name' });
	expect(channel.name).toBe('New name');
	// One that is not ours.
	const { id } = await followed('Theirs');
	const wrong = actionNode(stage.credential, 'channel', 'setName', {
		channel: byId(id),
		name: 'X',
	});
	expect(await runNode(stage, wrong)).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining(`not an admin of the channel ${id}`) },
	});
});

test('Channel description', async () => {
	const channel = await channelOf('Described');
	await itemsOf('setDescription', { channel: byId(channel.id), description: 'What it is' });
	expect(channel.description).toBe('What it is');
});

test('Channel picture', async () => {
	const channel = await channelOf('Pretty');
	const file = { content: png(), fileName: 'logo.png', mimeType: 'image/png' };
	const [set] = await itemsOf('setPicture', { channel: byId(channel.id) }, file);
	expect(set).toMatchObject({ id: channel.id });
	expect(channel.hasPicture).toBe(true);
});

test('Channel settings', async () => {
	const channel = await channelOf('Quiet');
	await itemsOf('updateSettings', { channel: byId(channel.id), reactions: 'basic' });
	expect(channel.reactionCodes).toBe('BASIC');
});

test('Delete channel', async () => {
	const channel = await channelOf('Short');
	expect(await itemsOf('delete', { channel: byId(channel.id) })).toEqual([
		{ id: channel.id, deleted: true },
	]);
	expect(channel.isDeleted).toBe(true);
});

const person = { __rl: true, mode: 'phone', value: CONTACT };

test('Invite admin of channel', async () => {
	const channel = await channelOf('Helpers wanted');
	const [sent] = await itemsOf('inviteAdmin', {
		channel: byId(channel.id),
		to: person,
		text: 'Join us',
	});
	await channel.waitForInvite(CONTACT);
	const contact = await stage.simulator.contact(CONTACT);
	const { message } = await contact.waitForMessage(({ id }) => id === sent?.['messageId']);
	expect(message.newsletterAdminInviteMessage).toMatchObject({
		...{ newsletterJid: channel.id, newsletterName: 'Helpers wanted', caption: 'Join us' },
	});
	// Not for oneself.
	const wrong = actionNode(stage.credential, 'channel', 'inviteAdmin', {
		channel: byId(channel.id),
		to: { ...person, value: OWNER },
	});
	expect(await runNode(stage, wrong)).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('cannot invite itself') },
	});
});

test('Revoke admin invite', async () => {
	const channel = await channelOf('Revoked');
	channel.invite(CONTACT);
	await itemsOf('revokeInvite', { channel: byId(channel.id), person });
	expect(channel.openInvites).toEqual([]);
});

test('Accept admin invite', async () => {
	const channel = await followed('Accepted');
	channel.invite(OWNER);
	expect(await itemsOf('acceptInvite', { channel: byId(channel.id) })).toEqual([
		{ id: channel.id, role: 'admin' },
	]);
	expect(channel.roleOf(OWNER)).toBe('ADMIN');
});

test('Remove admin of channel', async () => {
	const channel = await channelOf('Run by two', { admins: [OWNER, CONTACT] });
	await itemsOf('removeAdmin', { channel: byId(channel.id), person });
	expect(channel.roleOf(CONTACT)).toBe('SUBSCRIBER');
});

test('Transfer ownership of channel', async () => {
	const channel = await channelOf('Given away', { admins: [OWNER, CONTACT] });
	const transferred = { channel: byId(channel.id), person, options: { quit: true } };
	expect(await itemsOf('transferOwnership', transferred)).toMatchObject([
		{ id: channel.id, phone: CONTACT, role: 'subscriber', note: null },
	]);
	expect(channel.roleOf(CONTACT)).toBe('OWNER');
	// Somebody who is no admin.
	const kept = await channelOf('Kept');
	const wrong = actionNode(stage.credential, 'channel', 'transferOwnership', {
		...{ channel: byId(kept.id), person },
	});
	expect(await runNode(stage, wrong)).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('is no admin of the channel') },
	});
});

/** A post as it lies in the channel. */
async function postOf(
	channel: Awaited<ReturnType<typeof channelOf>>,
	operation: string,
	parameters: object,
	file?: SourceFile,
) {
	const [put] = await itemsOf(operation, { channel: byId(channel.id), ...parameters }, file);
	expect(put).toMatchObject({ chat: channel.id, messageId: expect.any(String) });
	return await channel.waitForPost(({ id }) => id === put?.['messageId']);
}

test('Post text in channel', async () => {
	const channel = await channelOf('Words');
	const { message } = await postOf(channel, 'postText', { text: 'Hello all' });
	expect(message?.extendedTextMessage?.text).toBe('Hello all');
	// In a channel of somebody else.
	const { id } = await followed('Not ours');
	const wrong = actionNode(stage.credential, 'channel', 'postText', {
		channel: byId(id),
		text: 'X',
	});
	expect(await runNode(stage, wrong)).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('only its owner and admins may post there') },
	});
});

test('Post files in channel', async () => {
	const channel = await channelOf('Files');
	const files = [
		['postImage', png(), 'photo.png', 'image/png', 'imageMessage'],
		['postVideo', await mp4(), 'clip.mp4', 'video/mp4', 'videoMessage'],
		['postVoice', await ogg(), 'hello.ogg', 'audio/ogg', 'audioMessage'],
		['postDocument', pdf(), 'menu.pdf', 'application/pdf', 'documentMessage'],
	] as const;
	for (const [operation, content, fileName, mimeType, kind] of files) {
		const file = { content, fileName, mimeType };
		const { type, message } = await postOf(channel, operation, {}, file);
		expect(type).toBe('media');
		// Nothing of it is sealed.
		expect(message?.[kind]?.directPath).toContain('/newsletter/');
		expect(message?.[kind]?.mediaKey).toBeNull();
	}
});

test('Post poll in channel', async () => {
	const channel = await channelOf('Polls');
	const { type, message } = await postOf(channel, 'postPoll', {
		question: 'When?',
		pollOptions: { entry: [{ name: 'Now' }, { name: 'Later' }] },
	});
	expect(type).toBe('poll');
	expect(message?.pollCreationMessageV3?.options).toMatchObject([
		{ optionName: 'Now' },
		{ optionName: 'Later' },
	]);
});

test('Edit post', async () => {
	const channel = await channelOf('Edited');
	const { id } = await postOf(channel, 'postText', { text: 'Befor' });
	await itemsOf('editPost', { channel: byId(channel.id), post: id, text: 'Before' });
	const { message } = await channel.waitForPost(({ edited }) => edited);
	expect(message?.extendedTextMessage?.text).toBe('Before');
});

test('Delete post', async () => {
	const channel = await channelOf('Deleted');
	const { id } = await postOf(channel, 'postText', { text: 'Oops' });
	const [gone] = await itemsOf('deletePost', { channel: byId(channel.id), post: id });
	expect(gone).toMatchObject({ deleted: true, messageId: id, deletionId: expect.any(String) });
	await channel.waitForPost(({ message }) => message === null);
});

test('Posts of channel', async () => {
	const channel = await followed('Read');
	channel.post('First', 'READ1');
	channel.post('Second', 'READ2');
	const found = await itemsOf('getPosts', { channel: byId(channel.id), limit: 10 });
	expect(found).toMatchObject([
		{ messageId: 'READ2', type: 'text', text: 'Second', reactions: 0 },
		{ messageId: 'READ1', type: 'text', text: 'First', reactions: 0 },
	]);
});

test('React to post', async () => {
	const channel = await followed('Liked');
	channel.post('Hello', 'LIKE1');
	const post = { channel: byId(channel.id), post: 'LIKE1' };
	await itemsOf('react', { ...post, emoji: '👍' });
	await channel.waitForPost(({ reactions }) => reactions[OWNER] === '👍');
	await itemsOf('removeReaction', post);
	expect(channel.posts[0]?.reactions).toEqual({});
});

test('a trigger starts on what happens in channels', async () => {
	const channel = await channelOf('Eventful');
	const trigger = whatsAppTrigger(
		stage.credential,
		['channel.posted', 'channel.adminChanged', 'channel.changed', 'channel.postReactions'],
		{ format: 'zapi' },
	);
	const { id: listener, ...rest } = await stage.rest.createWorkflow(workflow('Channels', trigger));
	await stage.rest.publish({ id: listener, ...rest });
	const started = async (values: object) => {
		const execution = await stage.rest.executionWhere(
			listener,
			JSON.stringify(values),
			WITHIN_MS,
			({ output }) => {
				const json = output[TRIGGER_NAME]?.[0]?.json ?? {};
				return Object.entries(values).every(([key, value]) => json[key] === value);
			},
		);
		return execution.output[TRIGGER_NAME]?.[0]?.json;
	};
	channel.promote(CONTACT);
	expect(await started({ notification: 'NEWSLETTER_ADMIN_PROMOTE' })).toMatchObject({
		notificationParameters: [CONTACT, 'ADMIN'],
	});
	channel.demote(CONTACT);
	await started({ notification: 'NEWSLETTER_ADMIN_DEMOTE' });
	channel.rename('Still eventful');
	await started({ event: 'channel.changed', name: 'Still eventful' });
	// How often posts are reacted to is told to who has asked for it.
	await stage.simulator.traffic.waitFor(
		({ direction, stanza: { attrs } }) =>
			direction === 'in' && attrs.xmlns === 'newsletter' && attrs.to === channel.id,
	);
	channel.post('Like me', 'LIKED1');
	channel.react(CONTACT, channel.posts[0]?.serverId ?? 0, '👍');
	await started({ event: 'channel.postReactions', messageId: 'LIKED1' });
	const news = await followed('Of the contact');
	news.post('Hello all', 'TRIGGER1');
	expect(await started({ messageId: 'TRIGGER1' })).toMatchObject({
		...{ isNewsletter: true, phone: news.id, text: { message: 'Hello all' } },
	});
});
