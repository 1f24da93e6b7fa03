import { actionNode } from '../../../scripts/n8n/workflows.mjs';
import { pdf, png } from '../../support/files';
import { link, outputOf, runNode, useFeatures, useStage } from '../harness';

/** The features of businesses: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('business');

const stage = useStage(async ({ simulator }) => {
	simulator.phone(stage.number(1)).platform = 'smba';
	simulator.phone(stage.number(3)).platform = 'smbi';
});
const SHOP = stage.number(3);
const FLORIST = { id: '1758418281071392', name: 'Florist' };

const business = () => stage.simulator.phone(stage.number(1)).business;

const node = (operation: string, parameters: object, credential = stage.credential) =>
	actionNode(credential, 'business', operation, parameters);

/** What an operation that must succeed puts out. */
async function json(operation: string, parameters: object = {}) {
	return (await outputOf(stage, node(operation, parameters))).map((item) => item.json);
}

const update = async (options: object) => (await json('updateProfile', { options }))[0] ?? {};

async function errorOf(operation: string, parameters: object, credential = stage.credential) {
	const { status, error } = await runNode(stage, node(operation, parameters, credential));
	expect(status).toBe('error');
	return error?.message ?? '';
}

test('Get business profile', async () => {
	const shop = stage.simulator.phone(SHOP);
	shop.business?.texts.set('description', 'Flowers');
	Object.assign(shop.business ?? {}, { websites: ['https://a.com', 'https://b.com'] });
	const contact = { __rl: true, mode: 'phone', value: SHOP };
	expect(await json('getProfile', { of: 'contact', contact })).toMatchObject([
		{ phone: SHOP, description: 'Flowers', websites: ['https://a.com', 'https://b.com'] },
	]);
	expect(await json('getProfile', { of: 'linkedNumber' })).toMatchObject([
		{ phone: stage.number(1), cartEnabled: true },
	]);
	const nobody = { ...contact, value: stage.number(2) };
	expect(await errorOf('getProfile', { of: 'contact', contact: nobody })).toBe(
		`${stage.number(2)} has no business profile: only numbers with WhatsApp Business have one.`,
	);
});

test('Cover', async () => {
	const base64 = png({ bytes: 50_000 }).toString('base64');
	const [{ coverId } = {}] = await json('setCover', { fileFrom: 'base64', base64 });
	expect(business()?.cover).toMatchObject({ id: coverId });
	expect(await json('getProfile', { of: 'linkedNumber' })).toMatchObject([
		{ cover: { id: coverId, url: expect.stringContaining('/pps/biz-cover-photo/') } },
	]);
	expect(await json('removeCover')).toEqual([{ deleted: true, coverId }]);
	expect(business()?.cover).toBeUndefined();
	const pdfBase64 = pdf().toString('base64');
	expect(await errorOf('setCover', { fileFrom: 'base64', base64: pdfBase64 })).toBe(
		'The file is a PDF, not an image.',
	);
});

test('Set description', async () => {
	await update({ description: 'Fresh flowers, also on Sundays' });
	expect(business()?.texts.get('description')).toBe('Fresh flowers, also on Sundays');
	expect(await update({ description: '' })).toMatchObject({ description: null });
});

test('Set email', async () => {
	expect(await update({ email: 'hello@example.com' })).toMatchObject({
		email: 'hello@example.com',
	});
	expect(await errorOf('updateProfile', { options: { email: 'me@home' } })).toBe(
		'"me@home" is no email address.',
	);
});

test('Set address', async () => {
	expect(await update({ address: 'Rua A 1' })).toMatchObject({ address: 'Rua A 1' });
});

test('Set websites', async () => {
	const websites = ['https://example.com', 'https://example.com/shop'];
	expect(await update({ websites: 'example.com, https://example.com/shop' })).toMatchObject({
		websites,
	});
	expect(business()?.websites).toEqual(websites);
});

test('Set hours', async () => {
	const hours = {
		entry: [
			{ days: ['monday', 'tuesday'], mode: 'specificHours', opens: '09:00', closes: '18:00' },
			{ days: ['sunday'], mode: 'appointmentOnly' },
		],
	};
	const timezone = 'America/Sao_Paulo';
	expect(await update({ hours, timezone })).toMatchObject({
		hours: {
			timezone,
			days: [
				{ day: 'monday', opens: '09:00', closes: '18:00' },
				{ day: 'tuesday' },
				{ day: 'sunday', mode: 'appointmentOnly' },
			],
		},
	});
	const wrong = { ...hours, entry: [{ ...hours.entry[0], opens: '20:00' }] };
	expect(await errorOf('updateProfile', { options: { hours: wrong, timezone } })).toBe(
		'On Monday the business would close at 18:00, but it opens at 20:00.',
	);
	expect(
		await errorOf('updateProfile', { options: { hours: { entry: [{ days: [] }] }, timezone } }),
	).toBe('Opening Hours has an entry without days.');
});

test('Available categories', async () => {
	expect(await json('searchCategories', { query: 'florist', limit: 5 })).toEqual([FLORIST]);
});

test('Set categories', async () => {
	expect(await update({ categories: 'Florist' })).toMatchObject({ categories: [FLORIST] });
	expect(await errorOf('updateProfile', { options: { categories: '999' } })).toBe(
		'WhatsApp has no category with the ID 999.',
	);
});

test('a number without WhatsApp Business is told that it needs it', async () => {
	const plain = await link(stage, stage.number(4));
	const error = await errorOf('updateProfile', { options: { address: 'x' } }, plain);
	expect(error).toContain('need WhatsApp Business');
});
