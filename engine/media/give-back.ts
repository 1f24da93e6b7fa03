/**
 * Gives memory back at once that nobody uses any more. Left to V8 it would be garbage, and for some 8 MB of that V8 looks through
 * its whole heap: for every few images.
 */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
	// Small Buffers of Node are parts of one that all share.
	if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
