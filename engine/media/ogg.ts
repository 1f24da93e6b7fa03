/**
 * Length of an OGG/Opus file: the last page says how many samples of 48 kHz have come by its end
 * (https://www.rfc-editor.org/rfc/rfc3533#section-6). Null when it is not such a file.
 */
export function oggSeconds(file: Buffer): number | null {
	const GRANULE_AT = 6;
	const RATE = 48_000;
	const page = file.lastIndexOf('OggS');
	if (page < 0 || file.length < page + GRANULE_AT + 8) return null;
	const samples = Number(file.readBigInt64LE(page + GRANULE_AT));
	return samples < 0 ? null : Math.round(samples / RATE);
}
