import PQueue from 'p-queue';
import { pauseAfter } from '../backoff';
import type { Clock, Timer } from '../clock';
import { EngineError, type AccountSettings, type ErrorCode } from '../gateway/contract';
import { idOf, kindOf, redactJid, type Log } from '../log';
import { isTransient, NoDevices, QueryTimeout, type WhatsAppSocket } from '../whatsapp/index';
import type { Care } from './care/care';
import { joinHolds, type Hold } from './holds';
import type { FileUploads } from './file-uploads';
import type { Ledger } from './ledger';
import type { WaitingMessage } from './ledger-queue';

/** How many messages may be on the wire without an acknowledgement: their outcome is unknown when the connection breaks. */
const MAX_UNCONFIRMED = 20;
/** Counted from the next one to leave, the files of so many messages are uploaded before it is their turn. */
const UPLOADS_AHEAD = 4;
/** In so many chats at most the next message waits for its files: to look past each of them takes time. */
const MAX_UPLOADING = 100;
/** No acknowledgement in this time: the connection is dead, whatever it looks like. */
const ACK_TIMEOUT_MS = 30_000;
/** All that WhatsApp is asked on the way to the wire: devices, keys. */
const RELAY_TIMEOUT_MS = 90_000;
const MAX_ATTEMPTS = 5;
const ATTEMPT_PAUSE = { firstMs: 2_000, longestMs: 16_000 };
/** How often in a row the connection may end before WhatsApp has acknowledged a message. */
const MAX_RESENT = 10;
const TROUBLE_PAUSE_MS = 10_000;
/** Pauses while WhatsApp or its media hosts do not do their part: each as long as all before it, within these. */
const PATIENT_PAUSE_MS = { first: 2_000, longest: 5 * 60_000 };
/** So long a message waits for that: then it has failed. */
const LONGEST_PATIENCE_MS = 60 * 60_000;
/** WhatsApp drops "typing..." after about ten seconds, so it is renewed. */
const TYPING_RENEWAL_MS = 8_000;

export interface SenderOptions {
	ledger: Ledger;
	clock: Clock;
	log: Log;
	settings(): AccountSettings;
	/** The open connection. */
	socket(): WhatsAppSocket | undefined;
	/** Which messages have to wait for another reason than their turn. */
	hold: Hold;
	uploads: FileUploads;
	/** All addresses of whoever is in a chat, as far as they are known. */
	addressesOf(chat: string): readonly string[];
	/** Where a message goes and the bytes of it. Errors that are not retryable end the message. */
	prepare(message: WaitingMessage, socket: WhatsAppSocket): Promise<{ chat: string; wire: string }>;
	fail(messageId: string, error: EngineError): void;
	/** What leaves may count, and have others wait. */
	care: Pick<Care, 'departureOf' | 'onDeparture'>;
	/** All that may leave now has left. */
	onNothing(): void;
	/** WhatsApp does not acknowledge any more. */
	onSilence(): void;
	/** The store cannot be used. */
	onTrouble(error: unknown): void;
}

/**
 * Takes waiting messages from the ledger in order, one at a time, at the account's pace, while there is a connection. Those whose
 * files are not with WhatsApp yet wait for them, with their chats, and others go past.
 */
export interface Sender {
	/** There may be something to send. */
	wake(): void;
	goOnline(): void;
	goOffline(): void;
	/** WhatsApp has acknowledged or refused this message, or a receipt proves that it arrived. */
	confirm(messageId: string): void;
	/** WhatsApp does not take the message now: it waits and goes out again. `tooLong` ends it after an hour of that. */
	postpone(messageId: string, tooLong: EngineError): void;
	/** WhatsApp wants the message once more. False where that has been done already. */
	sendAgain(messageId: string): boolean;
}

export function createSender(options: SenderOptions): Sender {
	const { ledger, clock, log, settings, socket, prepare, care, uploads, addressesOf } = options;
	const { onNothing, onSilence, onTrouble } = options;
	const queue = new PQueue({ concurrency: 1, autoStart: false });
	/** Without a timer while the message is not on the wire yet. */
	const unconfirmed = new Map<string, Timer | undefined>();
	const attempts = new Map<string, number>();
	/** How often the connection ended before WhatsApp had acknowledged a message. */
	const resent = new Map<string, number>();
	/** How long a message has waited for WhatsApp or its media hosts to do their part. */
	const waited = new Map<string, number>();
	/** Chats whose message is set aside, each by all its names: until the timer nothing is sent there. */
	const pausedChats = new Map<string[], Timer>();
	/** Chats whose next message waits for its files. */
	const uploadingChats = new Set<readonly string[]>();
	let online = new AbortController();
	/** The pause before the next message: until when, and how long as a whole. */
	let rest = { until: 0, ms: 0 };
	/** Messages that were sent once more because WhatsApp refused them as outdated. */
	const sentAgain = new Set<string>();
	/** The ledger has messages as SENDING that are not on the wire: they are queued again, and go before those behind them. */
	let mustRequeue = false;
	/** WhatsApp has refused a message for now: until it takes one, one at a time is tried. */
	let isPostponed = false;
	const maxUnconfirmed = () => (isPostponed ? 1 : MAX_UNCONFIRMED);

	/** One task is enough: it takes the next message, whichever that is by then, and adds the next task. */
	function wake(): void {
		if (queue.size > 0 || unconfirmed.size >= maxUnconfirmed()) return;
		run(step);
	}

	function run(work: () => Promise<void>): void {
		void queue.add(work).catch((error: unknown) => {
			log.warn('The queue cannot go on, which is tried again', {
				error: kindOf(error),
				inMs: TROUBLE_PAUSE_MS,
			});
			onTrouble(error);
			// The ledger could not be read or written, so nothing left. It may be possible again.
			clock.after(TROUBLE_PAUSE_MS, wake);
		});
	}

	async function step(): Promise<void> {
		if (unconfirmed.size >= maxUnconfirmed() || uploadingChats.size >= MAX_UPLOADING) return;
		const { signal } = online;
		// Never longer than the whole of it: the computer's clock may have been set back meanwhile.
		const wait = Math.min(rest.until - clock.now(), rest.ms);
		if (wait > 0) await pause(wait, signal);
		requeueUnsent();
		const message = signal.aborted ? undefined : next();
		const connection = socket();
		if (!connection?.isOpen()) return;
		if (uploadingChats.size > 0 || (message && uploads.hasFiles(message))) uploadAhead();
		if (!message) return;
		const startedAt = clock.now();
		const uploading = uploads.start(message);
		if (uploading) {
			void waitForFiles(message, uploading, signal);
			return wake();
		}
		try {
			await send(message, connection, signal);
		} catch (error) {
			// Baileys refuses when its socket has closed, an instant before the close is told: not the message's fault.
			// `goOffline` follows, and the message is sent anew over the next connection.
			const isClosing = !(error instanceof EngineError) && !connection.isOpen();
			if (isClosing) return;
			if (!signal.aborted) settleFailure(message, error, clock.now() - startedAt);
		}
		wake();
	}

	const holdTroubled = joinHolds([options.hold, () => allBut([...pausedChats.keys()])]);
	const hold = joinHolds([holdTroubled, () => allBut([...uploadingChats])]);

	function allBut(chats: readonly (readonly string[])[]): ReturnType<Hold> {
		if (chats.length === 0) return undefined;
		const names = new Set(chats.flat());
		return ({ chat }) => !names.has(chat);
	}

	/** Files mostly come several at a time: while one is uploaded those of the next messages are, too. */
	function uploadAhead(): void {
		const mayLeave = holdTroubled();
		if (mayLeave === false) return;
		for (const message of ledger.upcoming(UPLOADS_AHEAD, mayLeave)) {
			// What becomes of it is looked at in the message's turn.
			uploads.start(message)?.catch(() => undefined);
		}
	}

	/** Messages to other chats go past it. */
	async function waitForFiles(
		message: WaitingMessage,
		uploading: Promise<void>,
		signal: AbortSignal,
	): Promise<void> {
		const startedAt = clock.now();
		const names = namesOf(message);
		uploadingChats.add(names);
		try {
			await unlessAborted(uploading, signal);
		} catch (error) {
			if (signal.aborted) return;
			return run(async () => {
				uploadingChats.delete(names);
				if (!signal.aborted) settleFailure(message, error, clock.now() - startedAt);
				wake();
			});
		}
		uploadingChats.delete(names);
		wake();
	}

	/** Those behind it may be queued under the name that was asked for, under the one that it goes to, or under another of the person. */
	function namesOf({ messageId, chat }: WaitingMessage): string[] {
		const resolved = ledger.get(messageId)?.chat ?? chat;
		return [chat, resolved, ...addressesOf(resolved)];
	}

	function next(): WaitingMessage | undefined {
		const mayLeave = hold();
		const message = mayLeave === false ? undefined : ledger.next(mayLeave);
		if (!message && uploadingChats.size === 0) onNothing();
		return message;
	}

	/** To prepare a message takes a while, in which somebody may have had it wait. */
	function isHeld(message: WaitingMessage): boolean {
		const mayLeave = hold();
		return typeof mayLeave === 'function' ? !mayLeave(message) : mayLeave === false;
	}

	async function send(
		message: WaitingMessage,
		connection: WhatsAppSocket,
		signal: AbortSignal,
	): Promise<void> {
		const { messageId, request } = message;
		// Bytes from an earlier attempt go out again as they are: the recipient drops the second copy by its ID.
		const { chat, wire } = message.wire
			? { chat: message.chat, wire: message.wire }
			: await unlessAborted(prepare(message, connection), signal);
		if (request.typingMs && !message.wire) await simulate(connection, chat, request, signal);
		if (signal.aborted || isHeld(message)) return;
		const kind = care.departureOf(message, chat);
		if (!ledger.markSending(messageId, chat, wire, kind)) return;
		const pauseMs = request.delayAfterMs ?? gap(settings(), clock.random());
		if (kind) care.onDeparture(message, chat, kind, pauseMs);
		unconfirmed.set(messageId, undefined);
		const again = message.wire !== undefined;
		await withDeadline(
			unlessAborted(connection.messages.relay(chat, messageId, wire, again), signal),
		);
		if (unconfirmed.has(messageId)) {
			awaitAck(messageId);
		}
		attempts.delete(messageId);
		restFor(pauseMs);
	}

	/** WhatsApp may hold acknowledgements back until it has handed over what had waited for the login. */
	function awaitAck(messageId: string): void {
		const late = () => {
			const movedAt = socket()?.drain.movedAt() ?? 0;
			if (clock.now() - movedAt < ACK_TIMEOUT_MS) awaitAck(messageId);
			else {
				log.warn('WhatsApp does not acknowledge a message: the connection is replaced', {
					messageId: idOf(messageId),
				});
				onSilence();
			}
		};
		unconfirmed.set(messageId, clock.after(ACK_TIMEOUT_MS, late));
	}

	/** "typing...", and before a voice message "recording audio...". */
	async function simulate(
		connection: WhatsAppSocket,
		chat: string,
		{ content, typingMs = 0 }: WaitingMessage['request'],
		signal: AbortSignal,
	): Promise<void> {
		const presence = content.type === 'audio' ? 'recording' : 'composing';
		for (let left = typingMs; left > 0 && !signal.aborted; left -= TYPING_RENEWAL_MS) {
			await unlessAborted(connection.presence.show(chat, presence), signal);
			await pause(Math.min(left, TYPING_RENEWAL_MS), signal);
		}
		if (!signal.aborted) await unlessAborted(connection.presence.show(chat, 'paused'), signal);
	}

	function settleFailure(message: WaitingMessage, error: unknown, tookMs: number): void {
		const { messageId } = message;
		forget(messageId);
		mustRequeue = true;
		if (error instanceof EngineError) {
			if (error.code === 'STORE_FAILED') throw error;
			if (!error.retryable) return giveUp(messageId, error);
		}
		if (isTransient(error)) return waitForWhatsApp(messageId, NOT_ANSWERED);
		if (isOfItsOwn(error)) return setAside(message, error, tookMs);
		const attempt = (attempts.get(messageId) ?? 0) + 1;
		if (attempt >= MAX_ATTEMPTS) return giveUp(messageId, asEngineError(error));
		attempts.set(messageId, attempt);
		const inMs = pauseAfter(attempt - 1, ATTEMPT_PAUSE);
		log.info('A message could not be sent, which is tried again', {
			messageId: idOf(messageId),
			error: kindOf(error),
			attempt,
			inMs,
		});
		restFor(inMs);
		requeueUnsent();
	}

	/** Not the message's trouble, but WhatsApp's with all of them, or with how often it is asked. */
	function waitForWhatsApp(messageId: string, tooLong: EngineError): void {
		const ms = patience(messageId);
		if (ms === undefined) return giveUp(messageId, tooLong);
		log.info('WhatsApp does not take messages for now', { messageId: idOf(messageId), inMs: ms });
		restFor(ms);
		requeueUnsent();
	}

	/** Messages to other chats go past it; where an attempt takes long, they get as much time as it took. */
	function setAside(message: WaitingMessage, error: unknown, tookMs: number): void {
		const { messageId, chat } = message;
		const ms = patience(messageId, tookMs);
		if (ms === undefined) return giveUp(messageId, asEngineError(error));
		log.info('A message is set aside, and others go past it', {
			messageId: idOf(messageId),
			chat: redactJid(chat),
			error: kindOf(error),
			inMs: ms,
		});
		const names = namesOf(message);
		const timer = clock.after(ms, () => {
			pausedChats.delete(names);
			wake();
		});
		pausedChats.set(names, timer);
		requeueUnsent();
	}

	/** The next pause of a message; undefined when it has waited long enough. */
	function patience(messageId: string, least = 0): number | undefined {
		const before = waited.get(messageId) ?? 0;
		if (before >= LONGEST_PATIENCE_MS) return undefined;
		const { first, longest } = PATIENT_PAUSE_MS;
		const ms = Math.min(Math.max(before, least, first), longest);
		waited.set(messageId, before + ms);
		return ms;
	}

	function giveUp(messageId: string, error: EngineError): void {
		settle(messageId);
		fail(messageId, error);
	}

	function fail(messageId: string, error: EngineError): void {
		log.info('A message has failed', { messageId: idOf(messageId), error: error.code });
		options.fail(messageId, error);
	}

	/** Nothing needs to be remembered of the message any more. */
	function settle(messageId: string): void {
		for (const memory of [attempts, waited, resent, sentAgain]) memory.delete(messageId);
	}

	function requeueUnsent(): void {
		if (!mustRequeue) return;
		ledger.requeueUnconfirmed([...unconfirmed.keys()]);
		mustRequeue = false;
	}

	/** A longer pause that is under way stays. */
	function restFor(ms: number): void {
		const left = Math.min(rest.until - clock.now(), rest.ms);
		if (left < ms) rest = { until: clock.now() + ms, ms };
	}

	function forget(messageId: string): void {
		unconfirmed.get(messageId)?.cancel();
		unconfirmed.delete(messageId);
	}

	async function withDeadline(work: Promise<void>): Promise<void> {
		const late = new AbortController();
		const timer = clock.after(RELAY_TIMEOUT_MS, () => late.abort(new QueryTimeout()));
		try {
			await unlessAborted(work, late.signal);
		} finally {
			timer.cancel();
		}
	}

	/** Ends early with the connection. */
	async function pause(ms: number, signal: AbortSignal): Promise<void> {
		await clock.sleep(ms, signal).catch(() => undefined);
	}

	return {
		wake,
		goOnline() {
			online = new AbortController();
			ledger.requeueUnconfirmed();
			queue.start();
			wake();
		},
		goOffline() {
			online.abort();
			queue.pause();
			for (const timer of pausedChats.values()) timer.cancel();
			pausedChats.clear();
			uploadingChats.clear();
			for (const messageId of [...unconfirmed.keys()]) {
				forget(messageId);
				// A message that ends every connection it is sent over must not hold up the others for ever.
				const count = (resent.get(messageId) ?? 0) + 1;
				resent.set(messageId, count);
				if (count >= MAX_RESENT) fail(messageId, NOT_TAKEN);
			}
		},
		confirm(messageId) {
			settle(messageId);
			if (!unconfirmed.has(messageId)) return;
			forget(messageId);
			isPostponed = false;
			wake();
		},
		postpone(messageId, tooLong) {
			if (!unconfirmed.has(messageId)) return;
			forget(messageId);
			mustRequeue = true;
			isPostponed = true;
			waitForWhatsApp(messageId, tooLong);
			wake();
		},
		sendAgain(messageId) {
			if (sentAgain.has(messageId) || !unconfirmed.has(messageId)) return false;
			log.debug('A message is sent to whoever is in the chat by now', {
				messageId: idOf(messageId),
			});
			sentAgain.add(messageId);
			forget(messageId);
			mustRequeue = true;
			wake();
			return true;
		},
	};
}

const NOT_ANSWERED = new EngineError(
	'TIMEOUT',
	'For an hour WhatsApp did not answer what it has to be asked before this message can be sent.',
	'Send it again later. If it happens often, raise the pause between messages in the credential.',
	true,
);

const NOT_TAKEN = new EngineError(
	'REJECTED',
	'WhatsApp could not be made to take the message.',
	'Check that the recipient still uses WhatsApp, then send it again.',
	true,
);

function asEngineError(error: unknown): EngineError {
	return error instanceof EngineError ? error : NOT_TAKEN;
}

const NO_FILES: ReadonlySet<ErrorCode> = new Set(['MEDIA_UNREACHABLE', 'PROXY_FAILED']);

/** Trouble with what this message needs, and others may not: a media host, the devices of the recipient. */
function isOfItsOwn(error: unknown): boolean {
	if (error instanceof EngineError) return NO_FILES.has(error.code);
	return error instanceof NoDevices;
}

function gap({ minGapMs, maxGapMs }: AccountSettings, random: number): number {
	return minGapMs + (Math.max(maxGapMs, minGapMs) - minGapMs) * random;
}

/** Rejects as soon as the signal aborts, with its reason, whatever the promise does then. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason as Error);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}
