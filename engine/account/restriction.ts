import type { Clock, Timer } from '../clock';
import type { Settings } from '../store/account-store';
import type { WhatsAppSocket } from '../whatsapp/index';

const RESTRICTED_UNTIL = 'restrictedUntil';
/** When WhatsApp does not say how long. */
const UNKNOWN_MS = 60 * 60_000;
/** Node's timers end at 2^31 ms; the rest is waited for anew. */
const LONGEST_TIMER_MS = 24 * 60 * 60_000;

export interface RestrictionOptions {
	clock: Clock;
	settings: Settings;
	socket(): WhatsAppSocket | undefined;
	/** Whether this chat exists for WhatsApp: something came from it or reached it. */
	isKnownChat(chat: string): boolean;
	/** The restriction has ended, or its end has become known. */
	onChange(): void;
}

/**
 * WhatsApp at times does not let a number open new chats (error 463); chats that exist go on. Each further try makes it
 * longer, so messages that would open a chat wait until it ends.
 */
export interface Restriction {
	until(): number | undefined;
	/** Which chats may be written to; undefined when all may. */
	allowed(): ((chat: string) => boolean) | undefined;
	/** WhatsApp has refused a message for it: asks how long. One contact may be the cause, then nothing is restricted. */
	onRefused(): Promise<void>;
	close(): void;
}

export function createRestriction(options: RestrictionOptions): Restriction {
	const { clock, settings, socket, isKnownChat, onChange } = options;
	let timer: Timer | undefined;

	function until(): number | undefined {
		const end = settings.get<number>(RESTRICTED_UNTIL);
		return end !== undefined && end > clock.now() ? end : undefined;
	}

	function watchEnd(): void {
		timer?.cancel();
		const end = until();
		if (end === undefined) return onChange();
		timer = clock.after(Math.min(end - clock.now(), LONGEST_TIMER_MS), watchEnd);
	}

	if (until() !== undefined) watchEnd();

	return {
		until,
		allowed: () => (until() === undefined ? undefined : isKnownChat),
		async onRefused() {
			// At once, so that nothing else leaves while WhatsApp is asked.
			settings.set(RESTRICTED_UNTIL, clock.now() + UNKNOWN_MS);
			watchEnd();
			const answer = await socket()?.restriction();
			if (!answer) return;
			if (answer.isActive && !answer.until) return;
			settings.set(RESTRICTED_UNTIL, answer.isActive ? answer.until : 0);
			watchEnd();
		},
		close: () => timer?.cancel(),
	};
}
