import type { Clock, Timer } from '../clock';
import type { EngineError } from '../gateway/contract';
import type { Close, SocketHandlers, WhatsAppSocket } from '../whatsapp/index';
import { actionAfter, actionWhenUnreached, VERSION_REFUSED } from './disconnect-reasons';
import type { LinkStep } from './link-state';

/** So long a connection must hold before the counters of failed attempts start anew; 440 opens for an instant. */
const STABLE_MS = 60_000;

/** What the life of a connection means to the account. */
export interface ConnectionHandlers
	extends Pick<
		SocketHandlers,
		| 'onQr'
		| 'onTime'
		| 'onCodeTyped'
		| 'onCodeRetired'
		| 'onOldCopy'
		| 'onAck'
		| 'onReceipts'
		| 'onStanza'
		| 'onUnfinished'
		| 'onFinished'
		| 'onHandled'
		| 'onContacts'
		| 'onRestriction'
		| 'onMessage'
	> {
	onPaired(): void;
	onOpen(): void;
	/** An open connection was lost; it is being restored unless `onEnd` follows. */
	onLost(code: number): void;
	/** Another handler threw: nothing can be written. */
	onTrouble(error: unknown): void;
	/** The connection of a linked number is away and will be tried again. */
	onRetry(error: EngineError): void;
	/** The connection of a linked number ended for good. */
	onEnd(step: LinkStep, error: EngineError): void;
	/** A connection that was to link a number ended, or its first login was refused. */
	onLinkingEnded(code: number): void;
}

export interface ConnectionOptions {
	clock: Clock;
	dial(handlers: SocketHandlers): WhatsAppSocket;
	isPaired(): boolean;
	/** WhatsApp refuses our version: true when there is a newer one to try it with. Never rejects. */
	renewVersion(): Promise<boolean>;
	handlers: ConnectionHandlers;
}

/** At most one socket of an account at a time, and for a linked number one that comes back. */
export interface Connection {
	/** The open, logged-in connection. */
	open(): WhatsAppSocket | undefined;
	/** The socket in whatever state it is. */
	socket(): WhatsAppSocket | undefined;
	/** Connects unless that is done, under way or planned. */
	start(): void;
	/** Closes what is there and connects at once, with fresh counters. */
	restart(): void;
	/** Ends the connection and plans no other. */
	stop(): void;
	/** What this connection did could not be written: without memory it must not be used. Connects anew after a pause. */
	abandon(error: unknown): void;
}

export function createConnection({
	clock,
	dial,
	isPaired,
	renewVersion,
	handlers,
}: ConnectionOptions): Connection {
	let generation = 0;
	let socket: WhatsAppSocket | undefined;
	let isOpen = false;
	let retry: Timer | undefined;
	let stable: Timer | undefined;
	/** Tries in a row that did not get to WhatsApp: they say nothing about it, and end with the first one that does. */
	let unreached = 0;
	/** Times in a row that WhatsApp was there, and the connection did not last. */
	let attempt = 0;
	let replaced = 0;
	/** What WhatsApp closed with last, and how often it did in a row. */
	let lastCode = { code: 0, times: 0 };

	function connect(): void {
		const mine = ++generation;
		retry = undefined;
		/** What an old socket still says about its life is of no interest; what it received is. */
		const live =
			<A extends unknown[]>(handle: (...args: A) => void) =>
			(...args: A) => {
				if (mine === generation) handle(...args);
			};
		socket = dial({
			onQr: live(handlers.onQr),
			onTime: live(handlers.onTime),
			onCodeTyped: live(handlers.onCodeTyped),
			onCodeRetired: live(handlers.onCodeRetired),
			onPaired: live(handlers.onPaired),
			onOldCopy: live(handlers.onOldCopy),
			onOpen: live(opened),
			onClosed: live(closed),
			onAck: handlers.onAck,
			onReceipts: handlers.onReceipts,
			onStanza: handlers.onStanza,
			onUnfinished: handlers.onUnfinished,
			onFinished: handlers.onFinished,
			onHandled: handlers.onHandled,
			onContacts: handlers.onContacts,
			onRestriction: handlers.onRestriction,
			onMessage: handlers.onMessage,
			onTrouble: live(abandon),
		});
	}

	function opened(): void {
		isOpen = true;
		stable = clock.after(STABLE_MS, resetCounters);
		try {
			handlers.onOpen();
		} catch (error) {
			abandon(error);
		}
	}

	function abandon(error: unknown): void {
		handlers.onTrouble(error);
		if (!socket) return;
		const last = socket;
		generation++;
		closed({ code: UNKNOWN });
		last.close();
	}

	function closed({ code, bannedUntil }: Close): void {
		const wasOpen = isOpen;
		// What the network does in between says nothing about WhatsApp's codes: it neither counts nor ends a row.
		const reached = socket?.lastFrameAt() !== undefined;
		const react = reached ? actionAfter : actionWhenUnreached;
		release();
		// The first login after the phone has accepted: what WhatsApp does not know was never linked.
		const linkingEnded = () => whateverHappens(() => handlers.onLinkingEnded(code));
		if (code === LOGGED_OUT && reached && !wasOpen && isPaired()) linkingEnded();
		if (!isPaired()) return linkingEnded();
		if (wasOpen) whateverHappens(() => handlers.onLost(code));
		const inRow = lastCode.code === code ? lastCode.times : 0;
		const reaction = react({
			code,
			bannedUntil,
			now: clock.now(),
			attempt: reached ? attempt : unreached,
			replaced,
			inRow,
			random: clock.random(),
		});
		if (reaction.kind === 'end') {
			return whateverHappens(() => handlers.onEnd(reaction.step, reaction.error));
		}
		unreached = reached ? 0 : unreached + 1;
		if (reached) {
			if (code !== 515) attempt++;
			if (code === 440) replaced++;
			lastCode = { code, times: inRow + 1 };
		}
		retry = clock.after(reaction.delayMs, connect);
		if (reaction.delayMs > 0) handlers.onRetry(reaction.error);
		if (code === VERSION_REFUSED && reached) void tryNewerVersion(retry);
	}

	/** With a newer version there is no need to wait for the try that is planned. */
	async function tryNewerVersion(planned: Timer): Promise<void> {
		if (!(await renewVersion()) || retry !== planned) return;
		planned.cancel();
		connect();
	}

	/** A disk that is full must not keep the connection from being restored. */
	function whateverHappens(tell: () => void): void {
		try {
			tell();
		} catch (error) {
			handlers.onTrouble(error);
		}
	}

	function release(): void {
		socket = undefined;
		isOpen = false;
		stable?.cancel();
	}

	function hangUp(): void {
		generation++;
		retry?.cancel();
		retry = undefined;
		const last = socket;
		const wasOpen = isOpen;
		release();
		last?.close();
		if (wasOpen) whateverHappens(() => handlers.onLost(CLOSED_BY_US));
	}

	function resetCounters(): void {
		unreached = 0;
		attempt = 0;
		replaced = 0;
		lastCode = { code: 0, times: 0 };
	}

	return {
		open: () => (isOpen ? socket : undefined),
		socket: () => socket,
		start() {
			if (!socket && !retry) connect();
		},
		restart() {
			hangUp();
			resetCounters();
			connect();
		},
		stop: hangUp,
		abandon,
	};
}

/** What WhatsApp answers to the login of a device that it does not know (`DisconnectReason.loggedOut`). */
const LOGGED_OUT = 401;
/** Baileys' code for what it does not know (`DisconnectReason.badSession`): try again, with growing pauses. */
const UNKNOWN = 500;
/** Baileys' code for a connection that was closed on purpose or by the network (`DisconnectReason.connectionClosed`). */
const CLOSED_BY_US = 428;
