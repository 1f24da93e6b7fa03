import { invalid } from './checks';

const RGB = /^#([0-9a-f]{6})$/i;

/** Error: INVALID_CONTENT for what is no `#RRGGBB`. */
export function checkColor(color: string | undefined): void {
	if (color === undefined || RGB.test(color)) return;
	throw invalid(
		`"${String(color).slice(0, 60)}" is not a color.`,
		'Use # and six hexadecimal digits, for example #128C7E, or choose one from the palette.',
	);
}

/** As WhatsApp writes it: `0xAARRGGBB`, all of it opaque. */
export function argbOf(color: string): number {
	return Number.parseInt(`ff${RGB.exec(color)?.[1]}`, 16);
}
