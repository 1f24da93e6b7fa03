import type { Clock, Timer } from '../clock';
import type { EngineError } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import {
	isAboutLife,
	type DisconnectReason,
	type LifeEvent,
	type SocketOptions,
	type WhatsAppEvent,
	type WhatsAppSocket,
} from '../whatsapp/index';
import type { NextDialTurn } from './dial-turns';
import { actionAfter, actionWhenUnreached, VERSION_REFUSED } from './disconnect-reasons';
import type { LinkStep } from './link-state';

/** So long a connection must hold before the counters of failed attempts start anew; 440 opens for an instant. */
const STABLE_MS = 60_000;

/**
 * All that happens to the connections of an account. Of each socket's own life only what the socket in use says; beside
 * that what it means:
 */
export type ConnectionEvent =
	| Exclude<WhatsAppEvent, { type: 'closed' }>
	/** An open connection was lost; it is being restored unless `end` follows. */
	| { type: 'lost'; code: number }
	/** The connection of a linked number is away and will be tried again. */
	| { type: 'retry'; error: EngineError }
	/** The connection of a linked number ended for good. */
	| { type: 'end'; step: LinkStep; error: EngineError }
	/** A connection that was to link a number ended, or its first login was refused. */
	| { type: 'linkingEnded'; code: number; error?: EngineError | undefined };

export interface ConnectionOptions {
	clock: Clock;
	log: Log;
	dial(onEvent: SocketOptions['onEvent']): WhatsAppSocket;
	/** Linked numbers wait for it, unless a person waits for them. */
	nextTurn: NextDialTurn;
	isPaired(): boolean;
	/** WhatsApp refuses our version: true when there is a newer one to try it with. Never rejects. */
	renewVersion(): Promise<boolean>;
	/** Only of `handled` the answer is waited for. */
	onEvent(event: ConnectionEvent): void | Promise<void>;
}

/** At most one socket of an account at a time, and for a linked number one that comes back. */
export interface Connection {
	/** The open, logged-in connection. */
	open(): WhatsAppSocket | undefined;
	/** The socket in whatever state it is. */
	socket(): WhatsAppSocket | undefined;
	/** Connects in its turn, unless that is done, under way or planned. */
	start(): void;
	/** Closes what is there and connects in its turn, with fresh counters. */
	restart(): void;
	/** The same at once, for a person who waits for it. */
	restartNow(): void;
	/** Ends the connection and plans no other. */
	stop(): void;
	/** What this connection did could not be written: without memory it must not be used. Connects anew after a pause. */
	abandon(error: unknown): void;
}

type Why = 'start' | 'retry' | 'restart' | 'newerVersion';

export function createConnection({
	clock,
	log,
	dial,
	nextTurn,
	isPaired,
	renewVersion,
	onEvent,
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

	function connectInTurn(why: Why): void {
		// Who links a number has its code on the screen.
		const inMs = isPaired() ? nextTurn() : 0;
		if (inMs === 0) connect(why);
		else retry = clock.after(inMs, () => connect(why));
	}

	function connect(why: Why): void {
		log.debug('Connecting to WhatsApp', { why, unreached, attempt });
		const mine = ++generation;
		retry = undefined;
		socket = dial((event) => {
			if (!isAboutLife(event)) return onEvent(event);
			// What an old socket still says about its life is of no interest; what it received is.
			if (mine === generation) live(event);
		});
	}

	function live(event: LifeEvent): void {
		if (event.type === 'open') opened();
		else if (event.type === 'closed') closed(event.reason);
		else if (event.type === 'trouble') abandon(event.error);
		else tell(event);
	}

	const tell = (event: ConnectionEvent): void => void onEvent(event);
	const trouble = (error: unknown): void => tell({ type: 'trouble', error });

	function opened(): void {
		isOpen = true;
		log.info('Connected to WhatsApp');
		stable = clock.after(STABLE_MS, resetCounters);
		try {
			tell({ type: 'open' });
		} catch (error) {
			abandon(error);
		}
	}

	function abandon(error: unknown): void {
		log.warn('The connection is given up, as what it said could not be dealt with', {
			error: kindOf(error),
		});
		trouble(error);
		if (!socket) return;
		const last = socket;
		generation++;
		closed({ code: UNKNOWN });
		last.close();
	}

	function closed({ code, bannedUntil, error: named }: DisconnectReason): void {
		const wasOpen = isOpen;
		// What the network does in between says nothing about WhatsApp's codes: it neither counts nor ends a row.
		const reached = socket?.lastFrameAt() !== undefined;
		const decide = reached ? actionAfter : actionWhenUnreached;
		release();
		// The first login after the phone has accepted: what WhatsApp does not know was never linked.
		const linkingEnded = () => {
			log.debug('The connection ended before the number was linked', { code, reached });
			whateverHappens({ type: 'linkingEnded', code, error: named });
		};
		if (code === LOGGED_OUT && reached && !wasOpen && isPaired()) linkingEnded();
		if (!isPaired()) return linkingEnded();
		if (wasOpen) whateverHappens({ type: 'lost', code });
		const inRow = lastCode.code === code ? lastCode.times : 0;
		const action = decide({
			code,
			bannedUntil,
			error: named,
			now: clock.now(),
			attempt: reached ? attempt : unreached,
			replaced,
			inRow,
			random: clock.random(),
		});
		const { error } = action;
		if (action.kind === 'end') {
			log.warn('The connection ended for good', { code, error: error.code });
			return whateverHappens({ type: 'end', step: action.step, error });
		}
		const inMs = Math.round(action.delayMs);
		// Where the network is away for a day there are thousands of them.
		const level = wasOpen ? 'info' : 'debug';
		log[level]('The connection ended, and is made again', { code, reached, wasOpen, inRow, inMs });
		unreached = reached ? 0 : unreached + 1;
		if (reached) {
			if (code !== 515) attempt++;
			if (code === 440) replaced++;
			lastCode = { code, times: inRow + 1 };
		}
		// What follows at once is a part of linking.
		const tryAgain = action.delayMs === 0 ? connect : connectInTurn;
		retry = clock.after(action.delayMs, () => tryAgain('retry'));
		if (action.delayMs > 0) tell({ type: 'retry', error });
		if (code === VERSION_REFUSED && reached) void tryNewerVersion(retry);
	}

	/** With a newer version there is no need to wait for the try that is planned. */
	async function tryNewerVersion(planned: Timer): Promise<void> {
		if (!(await renewVersion()) || retry !== planned) return;
		planned.cancel();
		connectInTurn('newerVersion');
	}

	/** A disk that is full must not keep the connection from being restored. */
	function whateverHappens(event: ConnectionEvent): void {
		try {
			tell(event);
		} catch (error) {
			trouble(error);
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
		if (last) log.debug('The connection is closed by us', { wasOpen });
		release();
		last?.close();
		if (wasOpen) whateverHappens({ type: 'lost', code: CLOSED_BY_US });
	}

	function startAnew(): void {
		hangUp();
		resetCounters();
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
			if (!socket && !retry) connectInTurn('start');
		},
		restart() {
			startAnew();
			connectInTurn('restart');
		},
		restartNow() {
			startAnew();
			connect('restart');
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
