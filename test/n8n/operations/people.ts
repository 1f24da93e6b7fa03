import sharp from 'sharp';
import { actionNode } from '../../../scripts/n8n/workflows.mjs';
import type { VirtualContact } from '../../simulator';
import { pdf, png } from '../../support/files';
import { outputOf, runNode, type SourceFile, spaced, useFeatures, useStage } from '../harness';

/** The features of contacts and of the profile: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('people');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const NOBODY = stage.number(9);
/** The linked number, as others see it. */
let own: VirtualContact;

beforeAll(async () => {
	own = await stage.simulator.contact(OWNER);
});

const byPhone = (value: string) => ({ contact: { __rl: true, mode: 'phone', value } });
const byId = (value: string) => ({ contact: { __rl: true, mode: 'id', value } });
const fromItem = { fileFrom: 'binary', binaryField: 'data' };
const person = () => ({ phone: CONTACT, lid: stage.contact.lid });

/** What an operation that must succeed puts out. */
const items = async (path: string, parameters: object = {}, file?: SourceFile) =>
	await outputOf(stage, node(path, parameters), file);

async function json(path: string, parameters: object = {}, file?: SourceFile) {
	return (await items(path, parameters, file)).map((item) => item.json);
}

async function errorOf(path: string, parameters: object, file?: SourceFile): Promise<string> {
	const { status, error } = await runNode(stage, node(path, parameters), file);
	expect(status).toBe('error');
	return error?.message ?? '';
}

function node(path: string, parameters: object) {
	const [resource = '', operation = ''] = path.split('/');
	return actionNode(stage.credential, resource, operation, parameters);
}

// --- Profile ---------------------------------------------------------------------------------------------------------

test('Own profile', async () => {
	own.verifiedName = 'Flowers by Ana';
	expect(await json('profile/get')).toEqual([
		{
			...{ phone: OWNER, lid: own.lid, name: OWNER, about: null, pictureUrl: null },
			...{ isBusiness: true, verifiedName: 'Flowers by Ana' },
		},
	]);
});

test('Profile name', async () => {
	expect(await json('profile/setName', { name: 'Flowers 🌻' })).toEqual([{ name: 'Flowers 🌻' }]);
	await stage.simulator
		.phone(OWNER)
		.waitForAppState(({ index }) => index[0] === 'setting_pushName');
	expect(await json('profile/get')).toMatchObject([{ name: 'Flowers 🌻' }]);
	expect(await errorOf('profile/setName', { name: 'x'.repeat(26) })).toBe(
		'The profile name has 26 characters.',
	);
});

test('Profile description (about)', async () => {
	await json('profile/setAbout', { about: 'Open from 9 to 18' });
	expect(own).toMatchObject({ note: 'Open from 9 to 18', about: 'Open from 9 to 18' });
	await json('profile/setAbout', { about: '' });
	expect(own.note).toBeUndefined();
});

test('Profile picture', async () => {
	const photo = { content: png(), fileName: 'me.png', mimeType: 'image/png' };
	const [set] = await json('profile/setPicture', fromItem, photo);
	expect(set).toEqual({ chat: own.jid, pictureId: expect.any(String) });
	const { format, width, height } = await sharp(own.picture).metadata();
	expect({ format, isSquare: width === height }).toEqual({ format: 'jpeg', isSquare: true });

	const paper = { content: pdf(), fileName: 'me.png', mimeType: 'image/png' };
	expect(await errorOf('profile/setPicture', fromItem, paper)).toBe(
		'The file is a PDF, not an image.',
	);
	expect(own.picture).toBeDefined();
	expect(await json('profile/removePicture')).toEqual([{ deleted: true, chat: own.jid }]);
	expect(own.picture).toBeUndefined();
});

// --- Contacts --------------------------------------------------------------------------------------------------------

test('Add contacts', async () => {
	const name = { fullName: 'Ana Souza', options: { firstName: 'Ana' } };
	expect(await json('contact/upsert', { ...byPhone(CONTACT), ...name })).toMatchObject([
		{ ...person(), name: 'Ana Souza', savedName: 'Ana Souza' },
	]);
	const { action } = await stage.simulator
		.phone(OWNER)
		.waitForAppState(({ index }) => index[0] === 'contact');
	expect(action.contactAction).toMatchObject({ fullName: 'Ana Souza', firstName: 'Ana' });
	const endless = { ...byPhone(CONTACT), fullName: '🌻'.repeat(1_000) };
	expect(await errorOf('contact/upsert', endless)).toBe(
		'The name of a contact has 1000 characters.',
	);
});

test('List contacts', async () => {
	expect(await json('contact/getAll', { search: 'souza', returnAll: true })).toMatchObject([
		{ ...person(), savedName: 'Ana Souza' },
	]);
	expect(await json('contact/getAll', { search: 'nobody at all', limit: 5 })).toEqual([]);
});

test('a person is chosen from the list of those that the number knows', async () => {
	const get = node('contact/get', byPhone(''));
	expect(await stage.rest.listedIn(get, 'contact', 'searchSenders', 'souza')).toMatchObject([
		{ name: `Ana Souza (+${CONTACT})`, value: stage.contact.jid },
	]);
});

test('Contact metadata', async () => {
	stage.contact.setNote('At work', { emoji: '🌻' });
	const [found] = await json('contact/get', byId(stage.contact.lid));
	expect(found).toMatchObject({
		...{ ...person(), name: 'Ana Souza', about: '🌻 At work', pictureUrl: null },
		...{ isBusiness: false, isBlocked: false },
	});
	expect(await errorOf('contact/get', byPhone(NOBODY))).toBe(`${NOBODY} is not on WhatsApp.`);
});

test('Picture of a contact', async () => {
	const [none] = await json('contact/getPicture', byPhone(CONTACT));
	expect(none).toMatchObject({ ...person(), url: null, note: 'This person has no picture.' });
	stage.contact.picture = png();
	const download = { ...byPhone(CONTACT), download: true, options: { binaryField: 'photo' } };
	const [found] = await items('contact/getPicture', download);
	expect(found?.json).toMatchObject({ url: expect.stringMatching(/^https:/), note: null });
	expect(await stage.rest.binary(found?.binary?.['photo'])).toEqual(stage.contact.picture);
});

test('Number has WhatsApp?', async () => {
	const one = await json('contact/checkNumber', { numbers: spaced(CONTACT) });
	expect(one).toMatchObject([{ ...person(), given: spaced(CONTACT), exists: true }]);
	const other = await json('contact/checkNumber', { numbers: NOBODY });
	expect(other).toMatchObject([{ exists: false, phone: null, message: 'Not on WhatsApp.' }]);
});

test('Batch check', async () => {
	const list = `={{ Array.from({ length: 150 }, (_, n) => String(${CONTACT} + n)) }}`;
	const checked = await json('contact/checkNumber', { numbers: list });
	expect(checked).toHaveLength(150);
	expect(checked.filter(({ exists }) => exists)).toMatchObject([person()]);
	const withoutNine = CONTACT.replace('55119', '5511');
	const lines = await json('contact/checkNumber', { numbers: `${CONTACT}\n${withoutNine}` });
	expect(lines).toMatchObject([person(), { ...person(), given: withoutNine }]);
	expect(await errorOf('contact/checkNumber', { numbers: '={{ [] }}' })).toBe(
		'No phone numbers are given.',
	);
});

test('LID of a number, number of a LID', async () => {
	expect(await json('contact/resolveLid', byPhone(CONTACT))).toMatchObject([person()]);
	expect(await json('contact/resolveLid', byId(stage.contact.lid))).toMatchObject([person()]);
	expect(await json('contact/resolveLid', byId('999000999000999@lid'))).toMatchObject([
		{ phone: null, note: expect.stringContaining('No phone number is known for this LID.') },
	]);
});

test('Block / unblock', async () => {
	expect(await json('contact/block', byPhone(CONTACT))).toMatchObject([
		{ ...person(), blocked: true },
	]);
	expect(own.blocked).toEqual([stage.contact.lid]);
	expect(await json('contact/unblock', byId(stage.contact.lid))).toMatchObject([
		{ blocked: false },
	]);
	expect(own.blocked).toEqual([]);
	expect(await errorOf('contact/block', byPhone(OWNER))).toContain('the linked number itself');
});

test('Blocked contacts', async () => {
	expect(await json('contact/getBlocked', { returnAll: true })).toEqual([]);
	await json('contact/block', byPhone(CONTACT));
	expect(await json('contact/getBlocked', { limit: 1 })).toMatchObject([person()]);
	await json('contact/unblock', byPhone(CONTACT));
});

test('Who wants no messages', async () => {
	const to = byPhone(CONTACT).contact;
	const sendTo = async (options: object) =>
		await runNode(stage, node('message/sendText', { to, text: 'Hello', options }));
	expect(await json('contact/optOut', byPhone(CONTACT))).toMatchObject([
		{ ...person(), optedOut: true, reason: 'operation' },
	]);
	const refused = await sendTo({});
	expect(refused.error?.message).toMatch(
		/^They were put on the list of those who want no messages/,
	);
	expect(await sendTo({ evenIfOptedOut: true })).toMatchObject({ status: 'success' });
	expect(await json('contact/optIn', byId(stage.contact.lid))).toMatchObject([
		{ optedOut: false, since: null },
	]);
	expect(await json('contact/isOptedOut', byPhone(CONTACT))).toMatchObject([{ optedOut: false }]);
});

test('Remove contacts', async () => {
	expect(await json('contact/delete', byPhone(CONTACT))).toMatchObject([
		{ deleted: true, ...person() },
	]);
	await stage.simulator.phone(OWNER).waitForAppState(({ operation }) => operation === 'remove');
	expect(await json('contact/getAll', { search: 'souza', returnAll: true })).toEqual([]);
});
