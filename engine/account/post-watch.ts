import type { Clock, Timer } from '../clock';
import { kindOf, type Log } from '../log';
import { isRun, type WhatsAppSocket } from '../whatsapp/index';

/** Each is one more question every few minutes. */
const MOST_CHANNELS = 50;
/** After what failed, and where WhatsApp says nothing sensible. */
const AGAIN_MS = 60_000;
const MARGIN_MS = 10_000;

export interface PostWatchOptions {
	clock: Pick<Clock, 'after'>;
	log: Log;
	socket(): WhatsAppSocket | undefined;
	/** Whether a trigger wants to know. */
	isWanted(): boolean;
}

/**
 * WhatsApp tells how often posts were reacted to only who has asked for it a short while ago: for the channels that the number
 * runs it is asked again and again, as long as a trigger wants to know.
 */
export interface PostWatch {
	/** There is a connection, or another trigger. */
	begin(): void;
	close(): void;
}

export function createPostWatch({ clock, log, socket, isWanted }: PostWatchOptions): PostWatch {
	let timer: Timer | undefined;
	let isAsking = false;
	let closed = false;

	/** Until when it is good, in ms from now. */
	async function ask({ channels }: WhatsAppSocket): Promise<number> {
		// Not by their names: what is asked for those is taken for the list for a while, whatever comes after it.
		const own = (await channels.getMany()).filter(isRun).slice(0, MOST_CHANNELS);
		let goodForMs = Infinity;
		for (const { id } of own) {
			goodForMs = Math.min(goodForMs, (await channels.listen(id)) * 1000);
		}
		return goodForMs === Infinity ? AGAIN_MS : Math.max(goodForMs - MARGIN_MS, AGAIN_MS);
	}

	function begin(): void {
		const connection = socket();
		if (closed || isAsking || !connection || !isWanted()) return;
		timer?.cancel();
		isAsking = true;
		ask(connection)
			.catch((error: unknown) => {
				log.debug('WhatsApp was not asked to tell of reactions to posts', { error: kindOf(error) });
				return AGAIN_MS;
			})
			.then((inMs) => {
				isAsking = false;
				if (!closed) timer = clock.after(inMs, begin);
			});
	}

	return {
		begin,
		close() {
			closed = true;
			timer?.cancel();
		},
	};
}
