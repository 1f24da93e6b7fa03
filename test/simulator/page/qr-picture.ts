import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** The text of the QR code in a PNG picture. */
export function readQrPicture(png: Buffer): string {
	const { data, width, height } = PNG.sync.read(png);
	const found = jsQR(overWhite(data), width, height);
	if (!found) throw new Error('There is no QR code in this picture');
	return found.data;
}

/** Transparent pixels are black to the decoder, which hides a code drawn on nothing. */
function overWhite(rgba: Buffer): Uint8ClampedArray {
	return Uint8ClampedArray.from(rgba, (value, index) => {
		const alpha = (rgba[index - (index % 4) + 3] ?? 255) / 255;
		return index % 4 === 3 ? 255 : value * alpha + 255 * (1 - alpha);
	});
}
