/** Several patchsets as one: each is preceded by its length, 4 bytes, big-endian. */

const LENGTH_BYTES = 4;

export function pack(patchsets: readonly Uint8Array[]): Buffer {
	return Buffer.concat(
		patchsets.flatMap((patchset) => {
			const length = Buffer.allocUnsafe(LENGTH_BYTES);
			length.writeUInt32BE(patchset.length);
			return [length, patchset];
		}),
	);
}

export function unpack(packed: Buffer): Buffer[] {
	const patchsets: Buffer[] = [];
	for (let at = 0; at < packed.length; ) {
		const from = at + LENGTH_BYTES;
		at = from + packed.readUInt32BE(at);
		patchsets.push(packed.subarray(from, at));
	}
	return patchsets;
}
