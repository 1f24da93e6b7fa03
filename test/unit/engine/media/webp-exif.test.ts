import sharp from 'sharp';
import { stickerExif, withExif } from '../../../../engine/media/webp-exif';

const maker = { packId: 'id', pack: 'Shop', author: 'Ana' };
const create = { width: 33, height: 20, channels: 4, background: '#ff000080' } as const;

describe('the maker of a sticker', () => {
	test('stands in the tag that WhatsApp reads', () => {
		const exif = stickerExif(maker);
		// TIFF, little-endian; one entry at 8: tag 0x5741, type 7 (undefined), length, place.
		expect(exif.toString('latin1', 0, 4)).toBe('II*\0');
		expect(exif.readUInt16LE(8)).toBe(1);
		expect(exif.readUInt16LE(10)).toBe(0x5741);
		const length = exif.readUInt32LE(14);
		const place = exif.readUInt32LE(18);
		expect(JSON.parse(exif.toString('utf8', place, place + length))).toEqual({
			'sticker-pack-id': 'id',
			'sticker-pack-name': 'Shop',
			'sticker-pack-publisher': 'Ana',
		});
	});

	test.each([
		['lossy', { lossless: false }, '#ff0000ff'],
		['lossy and transparent', { lossless: false }, '#ff000080'],
		['lossless and transparent', { lossless: true }, '#ff000080'],
	])('goes into a picture that is %s', async (_name, options, background) => {
		const channels = background.endsWith('ff') ? 3 : 4;
		const picture = sharp({ create: { ...create, channels, background } });
		const webp = await picture.webp(options).toBuffer();
		const exif = stickerExif(maker);
		const made = withExif(webp, exif);
		expect(made.readUInt32LE(4)).toBe(made.length - 8);
		const metadata = await sharp(made).metadata();
		expect(metadata).toMatchObject({ width: 33, height: 20, hasAlpha: channels === 4 });
		expect(metadata.exif).toEqual(exif);
		expect(await sharp(made).raw().toBuffer()).toEqual(await sharp(webp).raw().toBuffer());
	});

	test('takes the place of another', async () => {
		const webp = await sharp({ create }).webp().toBuffer();
		const exif = stickerExif({ ...maker, author: 'Bea' });
		const made = withExif(withExif(webp, stickerExif(maker)), exif);
		expect(made).toEqual(withExif(webp, exif));
	});
});
