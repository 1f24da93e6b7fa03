import { pauseAfter } from '../backoff';
import type { Clock, Timer } from '../clock';
import { EngineError } from '../gateway/contract';
import type { Log } from '../log';
import type { WhatsAppSocket } from '../whatsapp/index';

const LOOK_EVERY_MS = 10_000;
/** The server answers a ping every 20 s, so more than two of them are missing. */
const SILENT_MS = 45_000;
/** A message takes milliseconds to open; retries and look-ups may take a minute. */
const UNOPENED_MS = 90_000;
/** WhatsApp hands over what had waited in milliseconds, as soon as it is asked. */
const STILL_MS = 20_000;
/** Twice as long with each connection that is replaced for it: a server that never says that it is over is no reason to. */
const PATIENCE = { firstMs: 60_000, longestMs: 60 * 60_000 };

export interface WatchdogOptions {
	clock: Clock;
	log: Log;
	/** The open connection. */
	socket(): WhatsAppSocket | undefined;
	/** When the oldest message came in over it that is not opened; undefined when there is none. */
	oldestUnopened(): number | undefined;
	/** When a message was opened last. */
	openedAt(): number;
	/** WhatsApp stopped handing over what had waited, or goes on. */
	onStall(stalls: boolean): void;
	/** Replace the connection. */
	restart(): void;
	/** Replacing it did not help: Baileys' own state is stuck, and only a new thread helps. */
	giveUp(): void;
}

/**
 * Notices connections that look alive and are not. Half-open: the network is gone and nobody said so; Baileys needs more
 * than a minute for that and then waits for the socket to close. Deaf: frames come in and pings are answered, but of the
 * messages that came none is opened any more (Baileys#2491). Stalled: what had waited for the login does not come, and
 * WhatsApp may hold back all else until it has.
 */
export function createWatchdog(options: WatchdogOptions): { stop(): void } {
	const { clock, log, socket, oldestUnopened, openedAt, onStall, restart, giveUp } = options;
	let deafSince: number | undefined;
	let stalls = false;
	/** Connections that were replaced in a row, as what had waited did not come. */
	let replaced = 0;
	let timer: Timer = clock.after(LOOK_EVERY_MS, look);

	function look(): void {
		timer = clock.after(LOOK_EVERY_MS, look);
		const connection = socket();
		if (!connection) return;
		const heardAt = connection.lastFrameAt() ?? clock.now();
		const silentMs = clock.now() - heardAt;
		if (silentMs > SILENT_MS) {
			log.warn('WhatsApp says nothing any more: the connection is replaced', { silentMs });
			return restart();
		}
		if (isStuck(connection.drain)) {
			log.warn('What had waited for the login does not come: the connection is replaced', {
				replaced,
			});
			return restart();
		}
		const waitsSince = oldestUnopened();
		// A backlog comes in all at once, and takes its time: as long as others are opened all is well.
		const isDeaf =
			waitsSince !== undefined && clock.now() - Math.max(waitsSince, openedAt()) > UNOPENED_MS;
		if (!isDeaf) return;
		const isSecondTime = deafSince !== undefined && openedAt() < deafSince;
		deafSince = clock.now();
		if (isSecondTime) {
			log.error('Messages come in and are not opened: the engine thread is replaced');
			giveUp();
		} else {
			log.warn('Messages come in and are not opened: the connection is replaced');
			restart();
		}
	}

	function isStuck(drain: WhatsAppSocket['drain']): boolean {
		const movedAt = drain.movedAt();
		const stillMs = movedAt === undefined ? 0 : clock.now() - movedAt;
		const stallsNow = stillMs >= STILL_MS && drain.isShort();
		if (stallsNow !== stalls) {
			log.debug('What had waited for the login stalls, or goes on', { stalls: stallsNow });
			onStall(stallsNow);
		}
		stalls = stallsNow;
		if (drain.isOver()) replaced = 0;
		if (stillMs >= STILL_MS) drain.askAgain();
		if (stillMs < pauseAfter(replaced, PATIENCE)) return false;
		replaced++;
		return true;
	}

	return { stop: () => timer.cancel() };
}

export const BACKLOG_STALLED = new EngineError(
	'BACKLOG_STALLED',
	'WhatsApp has stopped handing over what came while the number was offline.',
	'Nothing to do: it is asked again, and then the connection is replaced. If it stays, run Session > Reconnect.',
	true,
);
