/** What frames leave through: a WebSocket, as far as that matters here. */
export interface FrameSocket {
	send(frame: Uint8Array, done?: (error?: Error) => void): void;
}

/**
 * So many frames may wait before whoever hands them over has to wait with them: they then share one flush of the disk. More
 * would not be faster, and all else would wait longer for its turn.
 */
const MAX_AHEAD = 8;

interface Held {
	leave(): void;
	drop(error: Error): void;
	/** All that was written before it is on disk. */
	isReady: boolean;
}

/**
 * Makes frames wait for the disk: none leaves before all that was written up to then is there, and with it the ratchet
 * that sealed what is in the frame. If it cannot be written the frame is dropped, and nothing leaves on this wire any
 * more: frames are numbered (Noise), so after a gap WhatsApp could read none.
 *
 * `saving` is `Database.saving`. A frame waits for the rest of one turn of the event loop at most.
 */
export function holdFrames(wire: FrameSocket, saving: () => Promise<void> | undefined): void {
	const send = wire.send.bind(wire);
	const held: Held[] = [];
	let lost: Error | undefined;

	wire.send = (frame, done = () => undefined) => {
		if (lost) return done(lost);
		const saved = saving();
		if (!saved && held.length === 0) return send(frame, done);
		const isAhead = held.length < MAX_AHEAD;
		const finish = isAhead ? () => undefined : done;
		const entry: Held = { leave: () => send(frame, finish), drop: finish, isReady: false };
		held.push(entry);
		if (isAhead) done();
		Promise.resolve(saved).then(
			() => {
				entry.isReady = true;
				while (held[0]?.isReady) held.shift()?.leave();
			},
			(error: Error) => {
				lost = error;
				for (const { drop } of held.splice(0)) drop(error);
			},
		);
	};
}
