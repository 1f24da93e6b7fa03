import { Readable } from 'node:stream';
import sharp from 'sharp';
import type { CommandName, Commands, OpeningHours } from '../../engine/gateway/contract';
import { pdf } from '../support/files';
import { BOB, link, linkAnother, OWNER, runLater, useBench, type Bench } from './support';

/** What businesses show of themselves. */

const SHOP = '5511900000003';
const EDIT = 'set w:biz business_profile';
const FLORIST = { id: '1758418281071392', name: 'Florist' };
const GIFTS = { id: '200742186618963', name: 'Flower & Gift Shop' };

const bench = useBench({ linked: false });
let plain: Bench;

beforeAll(async () => {
	bench.phone.platform = 'smba';
	await link(bench);
	plain = await linkAnother(bench, '5511900000009');
	const shop = bench.simulator.phone(SHOP);
	shop.platform = 'smbi';
});

const run = async <C extends CommandName>(command: C, input: Commands[C]['input'], on = bench) =>
	await runLater(on, command, input);
const update = async (changes: Commands['business.updateProfile']['input']) =>
	await run('business.updateProfile', changes);
const at = (day: OpeningHours['day'], opens: string, closes: string): OpeningHours => ({
	...{ day, mode: 'specificHours', opens, closes },
});
const edits = () =>
	bench.simulator.traffic
		.entries(OWNER)
		.filter(
			({ direction, stanza: { attrs } }) =>
				direction === 'in' && attrs.xmlns === 'w:biz' && attrs.type === 'set',
		).length;

describe('a business profile', () => {
	test('of a new business says nothing', async () => {
		expect(await run('business.getProfile', { contact: null })).toEqual({
			...{ phone: OWNER, lid: bench.phone.lid, description: null, email: null, address: null },
			...{ websites: [], categories: [], hours: null, cover: null, cartEnabled: true },
		});
	});

	test('of somebody else is told whole: all websites, all categories with their IDs, the cover', async () => {
		const shop = bench.simulator.phone(SHOP);
		const websites = ['https://a.example.com', 'https://b.example.com'];
		const cover = { id: '77', url: 'https://pps.whatsapp.net/cover.jpg' };
		Object.assign(shop.business ?? {}, { websites, categoryIds: [FLORIST.id, GIFTS.id], cover });
		shop.business?.texts.set('description', 'Flores, também aos domingos 🌷');
		expect(await run('business.getProfile', { contact: SHOP })).toMatchObject({
			...{ phone: SHOP, lid: shop.lid, description: 'Flores, também aos domingos 🌷' },
			...{ websites, categories: [FLORIST, GIFTS], cover },
		});
		expect(await run('business.getProfile', { contact: shop.lid })).toMatchObject({ websites });
	});

	test('has who has WhatsApp Business, and nobody else', async () => {
		await expect(run('business.getProfile', { contact: BOB })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: `${BOB} has no business profile: only numbers with WhatsApp Business have one.`,
		});
		await expect(run('business.getProfile', { contact: '5511900000077' })).rejects.toMatchObject({
			code: 'NOT_ON_WHATSAPP',
		});
		const own = run('business.getProfile', { contact: null }, plain);
		await expect(own).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('need WhatsApp Business'),
		});
		// That of others is told to everybody.
		expect(await run('business.getProfile', { contact: SHOP }, plain)).toMatchObject({
			phone: SHOP,
		});
	});
});

describe('the own profile changes', () => {
	test('in what is named, and keeps the rest', async () => {
		await update({ description: ' Flowers ', address: 'Rua A 1', email: 'a@example.com' });
		const profile = await update({ websites: ['example.com', 'https://example.com/shop'] });
		expect(profile).toMatchObject({
			...{ description: 'Flowers', address: 'Rua A 1', email: 'a@example.com' },
			websites: ['https://example.com', 'https://example.com/shop'],
		});
	});

	test('and what is empty is taken away', async () => {
		await update({ description: 'x', address: 'x', email: 'x@example.com', websites: ['x.com'] });
		expect(await update({ description: '', address: '', email: '', websites: [] })).toMatchObject({
			...{ description: null, address: null, email: null, websites: [] },
		});
	});

	test('with hours, of which a day has several', async () => {
		const days: OpeningHours[] = [
			at('monday', '09:00', '12:00'),
			at('monday', '13:30', '18:00'),
			at('friday', '18:00', '24:00'),
			{ day: 'saturday', mode: 'open24Hours' },
			{ day: 'sunday', mode: 'appointmentOnly' },
		];
		const timezone = 'America/Sao_Paulo';
		expect((await update({ hours: days, timezone })).hours).toEqual({ timezone, days });
		const [monday] = days;
		expect((await update({ hours: monday ? [monday] : [] })).hours).toEqual({
			...{ timezone, days: [monday] },
		});
		expect((await update({ timezone: 'Europe/Lisbon' })).hours).toEqual({
			...{ timezone: 'Europe/Lisbon', days: [monday] },
		});
		expect((await update({ hours: [] })).hours).toBeNull();
	});

	test('with categories, by ID or by name', async () => {
		const { categories } = await update({ categories: [FLORIST.id, 'flower & gift shop'] });
		expect(categories).toEqual([FLORIST, GIFTS]);
	});

	test.each<[string, Commands['business.updateProfile']['input'], string, string]>([
		['nothing', {}, 'It is not said what is to be changed.', 'under Options'],
		[
			'hours that end before they start',
			{ hours: [at('monday', '18:00', '08:00')] },
			'On Monday the business would close at 08:00, but it opens at 18:00.',
			'at 24:00',
		],
		[
			'hours that end when they start',
			{ hours: [at('monday', '08:00', '8:00')] },
			'On Monday the business would close at 08:00, but it opens at 08:00.',
			'later than it opens',
		],
		[
			'hours that overlap',
			{ hours: [at('tuesday', '12:00', '18:00'), at('tuesday', '09:00', '12:30')] },
			'The opening hours of Tuesday overlap: 09:00 to 12:30 and 12:00 to 18:00.',
			'before the next begins',
		],
		[
			'hours of a day that is open as a whole',
			{ hours: [at('sunday', '12:00', '18:00'), { day: 'sunday', mode: 'open24Hours' }] },
			'Sunday has opening hours twice, once for the whole day.',
			'Keep one of them',
		],
		[
			'a time that is none',
			{ hours: [at('sunday', '9 am', '18:00')] },
			'"9 am" in the opening hours of Sunday is no time.',
			'09:00',
		],
		[
			'a time after the end of the day',
			{ hours: [at('sunday', '09:00', '24:01')] },
			'"24:01" in the opening hours of Sunday is no time.',
			'24:00',
		],
		[
			'a time zone that is none',
			{ hours: [at('sunday', '09:00', '10:00')], timezone: 'Brasilia' },
			'There is no time zone "Brasilia".',
			'America/Sao_Paulo',
		],
		[
			'hours without a time zone',
			{ hours: [at('sunday', '09:00', '10:00')] },
			'It is not said which time zone the opening hours are in.',
			'Add Time Zone',
		],
		['an email that is none', { email: 'me@home' }, '"me@home" is no email address.', 'hello@'],
		[
			'three websites',
			{ websites: ['a.com', 'b.com', 'c.com'] },
			'3 websites are too many.',
			'up to 2',
		],
		[
			'a website that is none',
			{ websites: ['shop'] },
			'"shop" is no address of a website.',
			'https://',
		],
		[
			'a website of another kind',
			{ websites: ['ftp://example.com'] },
			'"ftp://example.com" is no address of a website.',
			'https://',
		],
		[
			'a long description',
			{ description: 'x'.repeat(513) },
			'The description has 513 characters.',
			'512',
		],
		['no categories', { categories: [] }, 'No categories are given.', '1 to 3'],
		[
			'four categories',
			{ categories: ['1', '2', '3', '4'] },
			'4 categories are too many.',
			'1 to 3',
		],
		[
			'a category whose name does not exist',
			{ categories: ['Flower'] },
			'WhatsApp has no category "Flower".',
			`Did you mean ${GIFTS.name} (${GIFTS.id})?`,
		],
		[
			'a category whose name is like none',
			{ categories: ['Spaceships'] },
			'WhatsApp has no category "Spaceships".',
			'Search Categories',
		],
	])('not with %s', async (_what, changes, message, hint) => {
		const before = edits();
		await expect(update(changes)).rejects.toMatchObject({
			...{ code: 'INVALID_CONTENT', message },
			hint: expect.stringContaining(hint),
		});
		expect(edits()).toBe(before);
	});

	test('not with a category whose ID does not exist, and nothing else changes then', async () => {
		const { description } = await update({ description: 'as before' });
		const wrong = update({ description: 'new', categories: ['999'] });
		await expect(wrong).rejects.toMatchObject({
			...{ code: 'INVALID_CONTENT', message: 'WhatsApp has no category with the ID 999.' },
			hint: expect.stringContaining('Search Categories'),
		});
		expect(await run('business.getProfile', { contact: null })).toMatchObject({ description });
		const oneOfTwo = update({ categories: [FLORIST.id, '999'] });
		await expect(oneOfTwo).rejects.toMatchObject({
			message: `WhatsApp does not have all of these categories: ${FLORIST.id}, 999.`,
		});
	});

	test('not of a number that is no business', async () => {
		const wrong = run('business.updateProfile', { description: 'x' }, plain);
		await expect(wrong).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('need WhatsApp Business'),
		});
	});

	test('not where WhatsApp refuses it or says nothing', async () => {
		bench.simulator.faults.refuseQueries(EDIT, 500);
		await expect(update({ description: 'x' })).rejects.toMatchObject({
			...{ code: 'REJECTED', retryable: true },
		});
	});
});

describe('the cover', () => {
	async function stored(content: Buffer): Promise<string> {
		const media = { kind: 'cover' } as const;
		const { mediaId } = await bench.host.storeMedia(
			bench.account,
			media,
			Readable.from([Buffer.from(content)]),
		);
		return mediaId;
	}
	const image = async (width: number, height: number) =>
		await sharp({ create: { width, height, channels: 3, background: 'red' } })
			.webp()
			.toBuffer();
	const shown = async () => (await run('business.getProfile', { contact: null })).cover;
	const lying = async () => {
		const { url = '' } = (await shown()) ?? {};
		return await sharp(bench.simulator.media.load(new URL(url).pathname)).metadata();
	};

	test.each([
		['a large', [3_200, 1_600], { width: 1_600, height: 800 }],
		['a small', [300, 100], { width: 300, height: 100 }],
	] as const)('is the whole of %s image, as a JPEG', async (_what, [width, height], size) => {
		const mediaId = await stored(await image(width, height));
		const { coverId } = await run('business.setCover', { mediaId });
		expect(await shown()).toMatchObject({ id: coverId });
		expect(await lying()).toMatchObject({ format: 'jpeg', ...size });
	});

	test('is taken away, and to do it again does no harm', async () => {
		const mediaId = await stored(await image(300, 100));
		const { coverId } = await run('business.setCover', { mediaId });
		expect(await run('business.removeCover', {})).toEqual({ coverId });
		expect(await shown()).toBeNull();
		expect(await run('business.removeCover', {})).toEqual({ coverId: null });
	});

	test('is an image', async () => {
		await expect(stored(pdf())).rejects.toMatchObject({
			...{ code: 'UNSUPPORTED_MEDIA', message: 'The file is a PDF, not an image.' },
			hint: 'Choose an image, for example a JPEG or PNG.',
		});
	});

	test('stays as it is where the media host or WhatsApp does not take another one', async () => {
		const before = await shown();
		const mediaId = await stored(await image(400, 100));
		bench.simulator.faults.failMediaUpload(500, 2);
		await expect(run('business.setCover', { mediaId })).rejects.toMatchObject({
			code: 'MEDIA_UNREACHABLE',
		});
		bench.simulator.faults.refuseQueries(EDIT, 406);
		await expect(run('business.setCover', { mediaId })).rejects.toMatchObject({
			...{
				code: 'UNSUPPORTED_MEDIA',
				message: 'WhatsApp does not accept this image as the cover.',
			},
		});
		expect(await shown()).toEqual(before);
		await run('business.setCover', { mediaId });
	});

	test('has who has WhatsApp Business', async () => {
		const mediaId = await stored(await image(400, 100));
		for (const wrong of [
			run('business.setCover', { mediaId }, plain),
			run('business.removeCover', {}, plain),
		]) {
			await expect(wrong).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
		}
	});
});

describe('categories', () => {
	const search = async (query: string, limit = 50) =>
		await run('business.searchCategories', { query, limit });

	test('are found by what their names hold, and who is no business is none', async () => {
		expect(await search(' FLO ')).toEqual([GIFTS, FLORIST]);
		expect(await search('flo', 1)).toEqual([GIFTS]);
		expect(await search('spaceships')).toEqual([]);
		expect((await search('')).map(({ name }) => name)).not.toContain('Not a Business');
	});

	test('cannot be asked for when WhatsApp has renewed its query', async () => {
		bench.simulator.faults.renewMex('26266473919627648', '1');
		await expect(search('flo')).rejects.toMatchObject({
			code: 'OUTDATED',
			message: expect.stringContaining('BizGetCategories'),
		});
	});
});
