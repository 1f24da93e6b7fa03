import type { Clock, Timer } from '../clock';
import { duration } from '../content/duration';
import { readPhone } from '../content/phone-number';
import { EngineError, type ErrorShape, type LinkState } from '../gateway/contract';
import type { ChangeNotifier } from '../change-notifier';
import type { Settings } from '../store/account-store';
import { kindOf, type Log } from '../log';
import { PairingCodeRefused } from '../whatsapp/index';
import { OUTDATED, VERSION_REFUSED } from './disconnect-reasons';
import type { Connection } from './connection';
import type { LinkStep } from './link-state';

/** From asking the server to the first QR code, and to its answer about a pairing code. */
const ANSWER_MS = 20_000;
/** From the code typed on the phone to its yes: with a wrong code nothing comes. Then to the first login. */
const FINISH_MS = 15_000;
/** Each QR code holds a reference from WhatsApp: the first is good for 60 s, each of the other five for 20 s. */
const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;
const OFFER_MS = 160_000;
/** A QR code that is about to change is of no use to somebody who still has to open the camera. */
const LEAST_QR_MS = 8_000;
/** A code that has less than this left is not worth typing. */
const LEAST_CODE_MS = 90_000;
/** WhatsApp stops handing out codes to a number that asks often; these limits stay below what it was seen to take. */
const CODES_PER_HOUR = 6;
const HOUR = 60 * 60_000;
const CODE_REQUESTS = 'codeRequests';

export interface Offer {
	text: string;
	expiresAt: number;
}

export interface LinkingOptions {
	clock: Clock;
	log: Log;
	changes: ChangeNotifier;
	settings: Settings;
	connection(): Connection;
	state(): LinkState;
	move(step: LinkStep, error?: ErrorShape): void;
	/** Throws away the keys of a link that did not come about. */
	resetAuth(): void;
	/** WhatsApp refuses our version: true when there is a newer one to try it with. Never rejects. */
	renewVersion(): Promise<boolean>;
	phone(): string;
	/** The account that this number is linked to already, if another one is. */
	holderOf(phone: string): string | undefined;
}

/** Everything between "no number" and "linked". Codes live in memory only: they die with their connection. */
export interface Linking {
	/** The 8-character code, new or still good; undefined when the number is linked. */
	byCode(): Promise<Offer | undefined>;
	/** The text of the QR code to show; undefined when the number is linked. */
	byQr(): Promise<Offer | undefined>;
	/** `again`: the one that is shown already has changed. */
	onQr(text: string, again?: boolean): void;
	/** The code was typed; whether it was the right one shows when the phone accepts. */
	onCodeTyped(): void;
	/** The code is of no use any more: whoever asks next gets another one. */
	onCodeRetired(): void;
	onPaired(): void;
	/** The connection ended before the phone accepted, or WhatsApp refused the first login. `error`: why it could not be made. */
	onEnded(code: number, error?: EngineError): void;
	/** It is to be made in another way: what was begun over the last one is of no use. */
	onRerouted(): void;
	/** False: `linked` is the number of another account, and is given back. By QR code, that shows at the first login. */
	onOpened(linked: string | null): boolean;
	close(): void;
}

export function createLinking(options: LinkingOptions): Linking {
	const { clock, changes, settings, connection, state, move, resetAuth, renewVersion } = options;
	const { log, phone, holderOf } = options;
	let qr: Offer | undefined;
	let code: Offer | undefined;
	/** The number that the code was asked for. */
	let codeFor = '';
	/** Why the last attempt ended. */
	let failure: EngineError | undefined;
	let startedAt = 0;
	let expiry: Timer | undefined;
	let finishing: Timer | undefined;
	let asking: Promise<Offer | undefined> | undefined;
	/** The phone has accepted; whether WhatsApp knows of it shows at the first login. */
	let accepted = state() === 'LINKING';
	/** The last process ended between the phone's yes and the first login, which is tried now. */
	const resuming = accepted ? clock.after(0, () => connection().start()) : undefined;

	/** Waits while the phone and WhatsApp exchange keys; true when the number is linked now. */
	async function settled(): Promise<boolean> {
		if (state() === 'LINKING') {
			await changes.until(() => (state() === 'LINKING' ? undefined : true), FINISH_MS);
		}
		// The keys are good: beginning anew would throw them away.
		if (state() === 'LINKING') throw NOT_YET;
		return state() === 'LINKED';
	}

	function isLive(offer: Offer): boolean {
		return offer.expiresAt > clock.now() && state() === 'WAITING';
	}

	function begin(): void {
		connection().stop();
		clear();
		failure = undefined;
		resetAuth();
		startedAt = clock.now();
		expiry = clock.after(OFFER_MS, () => {
			if (state() === 'WAITING') failed(EXPIRED);
		});
		move('started');
		connection().start();
	}

	function clear(): void {
		qr = undefined;
		code = undefined;
		expiry?.cancel();
		finishing?.cancel();
		finishing = undefined;
		resuming?.cancel();
		accepted = false;
	}

	function failed(error: EngineError): void {
		clear();
		failure = error;
		log.info('The number was not linked', { error: error.code });
		connection().stop();
		resetAuth();
		move('failed', error.toShape());
	}

	async function giveBack(error: EngineError): Promise<void> {
		log.warn('The number is linked to another account, and is given back');
		await connection()
			.open()
			?.logOut()
			.catch((reason: unknown) =>
				log.warn('WhatsApp was not told that the number is given back', { error: kindOf(reason) }),
			);
		clear();
		connection().stop();
		resetAuth();
		move('forgotten', error.toShape());
	}

	async function tryNewerVersion(): Promise<void> {
		const mine = startedAt;
		const isNewer = await renewVersion();
		if (state() !== 'WAITING' || startedAt !== mine) return;
		if (isNewer) connection().start();
		else failed(OUTDATED);
	}

	/** The first QR code tells that the server listens (asking for a code before that fails with 428). */
	async function firstQr(): Promise<Offer> {
		const offer = await changes.until(() => {
			if (state() !== 'WAITING') throw failure ?? NO_ANSWER;
			return qr;
		}, ANSWER_MS);
		if (!offer) {
			failed(NO_ANSWER);
			throw NO_ANSWER;
		}
		return offer;
	}

	async function requestCode(): Promise<Offer | undefined> {
		if (await settled()) return undefined;
		const digits = digitsOf(phone());
		requireFree(digits);
		if (code && codeFor === digits && isLive(code)) return code;
		const requests = recentRequests();
		const left = startedAt + OFFER_MS - clock.now();
		// A code belongs to the number that it was asked for.
		if (state() !== 'WAITING' || left < LEAST_CODE_MS || code) begin();
		await firstQr();
		settings.set(CODE_REQUESTS, [...requests, clock.now()]);
		const socket = connection().socket();
		if (!socket) throw NO_ANSWER;
		const text = await answered(socket.pairing.requestCode(digits));
		code = { text, expiresAt: startedAt + OFFER_MS };
		codeFor = digits;
		changes.notify();
		return code;
	}

	/** Linked twice, each message would come in twice. Error: INVALID_SETTING. */
	function requireFree(digits: string): void {
		const holder = holderOf(digits);
		if (holder !== undefined) throw taken(digits, holder);
	}

	async function answered(request: Promise<string>): Promise<string> {
		let text: string | undefined;
		let error: unknown;
		request.then(
			(value) => ((text = value), changes.notify()),
			(reason: unknown) => ((error = reason), changes.notify()),
		);
		const done = await changes.until(
			() => text !== undefined || error !== undefined || state() !== 'WAITING' || undefined,
			ANSWER_MS,
		);
		if (text !== undefined && done) return text;
		if (failure) throw failure;
		log.info('WhatsApp gave no code to link by', { error: kindOf(error) });
		const reason = error instanceof PairingCodeRefused ? refused(error.code) : NO_ANSWER;
		failed(reason);
		throw reason;
	}

	/** When codes were asked for in the last hour. Error: TOO_MANY_CODES. */
	function recentRequests(): number[] {
		const until = clock.now();
		// Those of the future were asked for before the computer's clock was set back.
		const recent = (settings.get<number[]>(CODE_REQUESTS) ?? []).filter(
			(at) => at > until - HOUR && at <= until,
		);
		const oldest = recent[0];
		if (recent.length >= CODES_PER_HOUR && oldest !== undefined) {
			throw tooMany(oldest + HOUR - clock.now());
		}
		return recent;
	}

	return {
		byCode() {
			// Ten dialogs opened at once ask for one code.
			asking ??= requestCode().finally(() => (asking = undefined));
			return asking;
		},
		async byQr() {
			if (await settled()) return undefined;
			if (state() !== 'WAITING') begin();
			await firstQr();
			return await changes.until(() => {
				if (state() !== 'WAITING') throw failure ?? NO_ANSWER;
				return qr && qr.expiresAt - clock.now() >= LEAST_QR_MS ? qr : undefined;
			}, ANSWER_MS);
		},
		onQr(text, again = false) {
			const lives = qr ? NEXT_QR_MS : FIRST_QR_MS;
			qr = { text, expiresAt: again && qr ? qr.expiresAt : clock.now() + lives };
			changes.notify();
		},
		onCodeTyped() {
			if (state() !== 'WAITING' && state() !== 'LINKING') return;
			move('phoneAnswered');
			finishing ??= clock.after(FINISH_MS, () => failed(NOT_ACCEPTED));
		},
		onCodeRetired() {
			code = undefined;
		},
		onPaired() {
			// From here on the keys are good, however long the first login takes.
			finishing?.cancel();
			accepted = true;
			move('phoneAnswered');
		},
		onEnded(closeCode, named) {
			if (closeCode === VERSION_REFUSED && state() === 'WAITING' && !qr) {
				tryNewerVersion().catch((error: unknown) =>
					log.warn('The link could not be tried with a newer version', { error: kindOf(error) }),
				);
				return;
			}
			if (state() === 'WAITING' || state() === 'LINKING') {
				const error = named ?? (accepted ? INCOMPLETE : REASONS.get(closeCode));
				failed(error ?? (state() === 'LINKING' ? NOT_ACCEPTED : CUT_OFF));
			}
		},
		onRerouted() {
			if (state() === 'WAITING' || (state() === 'LINKING' && !accepted)) failed(REROUTED);
		},
		onOpened(linked) {
			const holder = linked && state() === 'LINKING' ? holderOf(linked) : undefined;
			if (linked && holder !== undefined) {
				giveBack(taken(linked, holder)).catch((error) => connection().abandon(error));
				return false;
			}
			clear();
			return true;
		},
		close: clear,
	};
}

const AGAIN = 'Open the credential and press Retry for a new code, or run Session > Get QR Code.';

function taken(digits: string, holder: string): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`+${digits} is linked to another WhatsApp Linked API credential of this n8n already (ID ${holder}).`,
		'Use that credential in your nodes. If it is gone, remove the linked device on the phone (WhatsApp > Linked devices), then press Retry.',
	);
}

const NO_ANSWER = new EngineError(
	'TIMEOUT',
	'WhatsApp did not answer.',
	`Check the network of n8n. ${AGAIN}`,
	true,
);
const CUT_OFF = new EngineError(
	'TIMEOUT',
	'WhatsApp closed the connection before the number was linked.',
	AGAIN,
	true,
);
const NOT_YET = new EngineError(
	'TIMEOUT',
	'The phone has accepted; WhatsApp has not let the number in yet.',
	'Check the network of n8n, and press Retry in a minute.',
	true,
);
const REROUTED = new EngineError(
	'EXPIRED',
	'The proxy was changed, so the last code or QR code is void.',
	AGAIN,
	true,
);
const EXPIRED = new EngineError('EXPIRED', 'The last code or QR code has expired.', AGAIN, true);
const NOT_ACCEPTED = new EngineError(
	'REJECTED',
	'The phone did not accept the last code.',
	`Type the code exactly as it is shown. ${AGAIN}`,
	true,
);
const INCOMPLETE = new EngineError(
	'REJECTED',
	'The link was cut off before WhatsApp knew of it.',
	AGAIN,
	true,
);
/** Close codes that say why a number was not linked. */
const REASONS: ReadonlyMap<number, EngineError> = new Map([
	[VERSION_REFUSED, OUTDATED],
	[408, EXPIRED],
]);

/** Of what was typed into the credential. Error: INVALID_SETTING. */
function digitsOf(typed: string): string {
	if (typed === '')
		throw new EngineError('INVALID_SETTING', 'The phone number is missing.', TYPE_IT);
	const read = readPhone(typed);
	if (typeof read === 'string') return read;
	throw new EngineError('INVALID_SETTING', read.message, TYPE_IT);
}

const TYPE_IT =
	'In the credential, type the number with its country code, for example +55 11 90000-0001, and save. Or run Session > Get QR Code.';

function tooMany(forMs: number): EngineError {
	return new EngineError(
		'TOO_MANY_CODES',
		`${CODES_PER_HOUR} codes were asked for within an hour; WhatsApp blocks numbers that ask for more.`,
		`Wait ${duration(forMs)}, or run Session > Get QR Code and scan.`,
		true,
	);
}

function refused(code: string): EngineError {
	return code === '429'
		? new EngineError(
				'TOO_MANY_CODES',
				'WhatsApp hands out no more codes for this number for now.',
				'Wait an hour, or run Session > Get QR Code and scan.',
				true,
			)
		: new EngineError(
				'REJECTED',
				`WhatsApp refused to link this number by code (${code}).`,
				'Check the phone number in the credential. Or run Session > Get QR Code and scan.',
			);
}
