import type { Clock, Timer } from '../clock';
import type { WhatsAppSocket } from '../whatsapp/index';

const LOOK_EVERY_MS = 10_000;
/** The server answers a ping every 20 s, so more than two of them are missing. */
const SILENT_MS = 45_000;
/** A message takes milliseconds to open; retries and look-ups may take a minute. */
const UNOPENED_MS = 90_000;

export interface WatchdogOptions {
	clock: Clock;
	/** The open connection. */
	socket(): WhatsAppSocket | undefined;
	/** When the oldest message came in over it that is not opened; undefined when there is none. */
	oldestUnopened(): number | undefined;
	/** When a message was opened last. */
	openedAt(): number;
	/** Replace the connection. */
	restart(): void;
	/** Replacing it did not help: Baileys' own state is stuck, and only a new thread helps. */
	giveUp(): void;
}

/**
 * Notices connections that look alive and are not. Half-open: the network is gone and nobody said so; Baileys needs more
 * than a minute for that and then waits for the socket to close. Deaf: frames come in and pings are answered, but of the
 * messages that came none is opened any more (Baileys#2491).
 */
export function createWatchdog(options: WatchdogOptions): { stop(): void } {
	const { clock, socket, oldestUnopened, openedAt, restart, giveUp } = options;
	let deafSince: number | undefined;
	let timer: Timer = clock.after(LOOK_EVERY_MS, look);

	function look(): void {
		timer = clock.after(LOOK_EVERY_MS, look);
		const connection = socket();
		if (!connection) return;
		const heardAt = connection.lastFrameAt() ?? clock.now();
		if (clock.now() - heardAt > SILENT_MS) return restart();
		const waitsSince = oldestUnopened();
		// A backlog comes in all at once, and takes its time: as long as others are opened all is well.
		const isDeaf =
			waitsSince !== undefined && clock.now() - Math.max(waitsSince, openedAt()) > UNOPENED_MS;
		if (!isDeaf) return;
		const isSecondTime = deafSince !== undefined && openedAt() < deafSince;
		deafSince = clock.now();
		if (isSecondTime) giveUp();
		else restart();
	}

	return { stop: () => timer.cancel() };
}
