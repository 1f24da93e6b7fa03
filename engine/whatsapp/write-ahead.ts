/** What frames leave through: Baileys' WebSocket, as far as that matters here. */
export interface FrameSocket {
	send(frame: Uint8Array, done?: (error?: Error) => void): void;
}

/**
 * How many frames may wait for the disk while their senders go on: they share one flush. More would not be faster, and all
 * else would wait longer for its turn.
 */
const MAX_AHEAD = 8;

interface HeldFrame {
	send(): void;
	drop(error: Error): void;
	/** All that was written before it is on disk. */
	isReady: boolean;
}

/**
 * Holds each frame back until all that was written before it is on disk, and with it the ratchet that encrypted what is in
 * the frame. If that cannot be written the frame is dropped, and no other leaves through this socket: frames are numbered
 * (Noise), so after a gap WhatsApp could read none.
 *
 * `saving` is `Database.saving`. A frame waits for the rest of one turn of the event loop at most, and for the log where the
 * file is replicated.
 */
export function writeAhead(socket: FrameSocket, saving: () => Promise<void> | undefined): void {
	const send = socket.send.bind(socket);
	const held: HeldFrame[] = [];
	let failure: Error | undefined;

	socket.send = (frame, done = () => undefined) => {
		if (failure) return done(failure);
		const saved = saving();
		if (!saved && held.length === 0) return send(frame, done);
		const isAhead = held.length < MAX_AHEAD;
		const finish = isAhead ? () => undefined : done;
		const entry: HeldFrame = { send: () => send(frame, finish), drop: finish, isReady: false };
		held.push(entry);
		if (isAhead) done();
		Promise.resolve(saved).then(
			() => {
				entry.isReady = true;
				while (held[0]?.isReady) held.shift()?.send();
			},
			(error: Error) => {
				failure = error;
				for (const { drop } of held.splice(0)) drop(error);
			},
		);
	};
}
