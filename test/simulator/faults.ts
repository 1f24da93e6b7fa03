import type { BinaryNode } from '@whiskeysockets/baileys';
import { EventEmitter, once } from 'node:events';
import { ReceiptCollector } from './aggregated-receipts';
import type { ConnectionSet } from './connection';
import type { BacklogManner } from './delivery-queue';
import type { KeyFlaw } from './key-bundle';
import type { Account } from './registry';
import { stanza } from './stanza';

/** A message a companion sends. */
export interface OutgoingMessage {
	/** The sender's number. */
	readonly number: string;
	readonly id: string;
	/** The JID it is addressed to. */
	readonly to: string;
	readonly stanza: BinaryNode;
}

/** A message on its way to a companion. */
export interface IncomingMessage {
	/** The receiver's number. */
	readonly number: string;
	readonly id: string;
}

/** Which messages a fault is about: one id, or those a function picks; all when left out. */
export type MessageMatch = string | ((message: OutgoingMessage) => boolean);

/** A fault that lasts until it is released; releasing twice does nothing. */
export interface StandingFault {
	release(): void;
}

/** Things that go wrong at WhatsApp, or on the way to it. */
export interface Faults {
	/** Tears down TCP connections at once: of this number, or of everyone. */
	dropConnections(number?: string): void;
	/** Turns new sockets away during the HTTP upgrade. */
	refuseConnections(on: boolean): void;
	/** Ends the live connections of a number with `<stream:error code>`; WhatsApp leaves the code out at times. */
	streamError(number: string, code: number | undefined, child?: BinaryNode): void;
	/** Ends them the way another login with the same companion does: 440, replaced. */
	conflict(number: string): void;
	/** Answers the next logins of a number with `<failure reason>`, and what else it says. */
	failure(number: string, reason: number, times?: number, details?: Record<string, string>): void;
	/** Answers whoever is an older version of WhatsApp Web than 2.3000.`revision` with 405, before the link too. */
	refuseVersionsBefore(revision: number): void;
	/** Half-open: the live connections of a number stay open, but are dead. Later ones work. */
	silence(number: string): void;
	/** Messages arrive and are delivered, but their acks wait for the release. */
	withholdAck(match?: MessageMatch): StandingFault;
	/** The next matching messages are refused: ack with `error`, no delivery. */
	failAck(code: number, match?: MessageMatch, times?: number): void;
	/** The next matching messages vanish: no ack, no delivery. */
	loseMessage(match?: MessageMatch, times?: number): void;
	/** The next matching messages are taken, but the acks say that other devices should have got them. */
	mismatchPhash(match?: MessageMatch, times?: number): void;
	/** The next questions about numbers and devices (usync) are never answered. */
	silenceUsync(times?: number): void;
	/** The next questions about a group are never answered. */
	silenceMetadata(times?: number): void;
	/** The next queries of this kind (`type xmlns child`) are done, but get no answer. */
	swallowAnswers(query: string, times?: number): void;
	/** The next queries of this kind are refused with this code, and not done. */
	refuseQueries(query: string, code: number, times?: number): void;
	/** The next queries of WhatsApp's GraphQL with this id are answered with this error. */
	refuseMex(queryId: string, code: number, times?: number): void;
	/** A query of WhatsApp's GraphQL goes by another id from now on, and the old one is not known any more. */
	renewMex(queryId: string, successor: string): StandingFault;
	/** The next questions about numbers are answered, but for what is asked under this name (`contact`), refused with this code. */
	refuseUsync(protocol: string, code: number, times?: number): void;
	/** Whoever wants to add this number to a group is told this code. */
	refuseAddition(number: string, code: number): StandingFault;
	/** Whoever wants to remove this member from a group, or change their role, is told this code. */
	refuseChange(number: string, code: number): StandingFault;
	/** Whoever asks for the devices of this number is told that it has none. */
	emptyDevices(number: string): StandingFault;
	/** Whoever asks for the devices of this number is answered with an error about it, among the devices of others. */
	failDevices(number: string, code: number): StandingFault;
	/** What is wrong with the keys of the devices of a number, or of one of them, for whoever asks for them. */
	breakKeys(number: string, flaw: KeyFlaw, device?: number): StandingFault;
	/** Whoever asks for a group is refused with this code. */
	refuseMetadata(group: string, code: number): StandingFault;
	/** The next changes of shared settings by companions of this number are refused with this code. */
	failAppState(number: string, code: number, times?: number): void;
	/** Messages between two people name their sender by one address only: a companion has to ask for the other one. */
	withholdOtherAddress(): StandingFault;
	/** What others do with this number's messages in groups comes with the release, in one receipt for all of them. */
	aggregateReceipts(number: string): StandingFault;
	/** The next message to a companion of this number comes twice. */
	duplicateNext(number: string): void;
	/** The next ciphertexts for companions of this number arrive damaged: no key opens them. */
	damageNext(number: string, times?: number): void;
	/** Stores what is for the companions of a number until the release, the offline queue at login too. */
	holdDeliveries(number: string): StandingFault;
	/** From its next login on, a number is given what waited as it asks for it, and live stanzas after that. */
	batchBacklog(number: string): StandingFault;
	/** What a number asks for of its backlog does not come, not even after the release. */
	stallBacklog(number: string): StandingFault;
	/** From its next login on, a number is not told when it has been given all that waited. */
	withholdBacklogEnd(number: string): StandingFault;
	/** Answers the next uploads with this HTTP status. */
	failMediaUpload(status: number, times?: number): void;
	/** The next uploads are taken, but not answered until the release. */
	hangMediaUpload(times?: number): StandingFault;
	/** Answers the next downloads with this HTTP status; 404 and 410 is what WhatsApp says of files that are gone. */
	failMediaDownload(status: number, times?: number): void;
	/** The next downloads are not answered until the release. */
	hangMediaDownload(times?: number): StandingFault;
	/** The next downloads stop in the middle until the release. */
	stallMediaDownload(times?: number): StandingFault;
	/** No download of a path that begins so is answered until the release. */
	silenceMedia(pathStart: string): StandingFault;
	/** The next downloads bring other bytes than those that were uploaded. */
	alterMediaDownload(times?: number): void;
	/** How many QR codes a companion gets before it must connect anew; WhatsApp's own number is 6. */
	limitQrCodes(count: number): void;
	/** Signs the server's certificate with a key nobody trusts. */
	forgeCertificate(on: boolean): void;
	/** The next QR code that is scanned links nobody: its secret is retired, and the companion is told to show another. */
	retireQrSecret(): void;
	/** Signs linked companions with a key that is not the account's. */
	forgeAccountSignature(on: boolean): void;
	/** Ends every standing fault and forgets those that have not struck yet. */
	clear(): void;
}

const DEFAULT_QR_CODES = 6;

/** A hash of recipients, in WhatsApp's form, that is nobody's. */
const OTHER_PHASH = '2:0ther/';

const USYNC = 'get usync usync';
const METADATA = 'get w:g2 query';

/** What is to become of a message. */
export type MessageFate =
	| { readonly kind: 'accept'; readonly phash?: string }
	| { readonly kind: 'lose' }
	| { readonly kind: 'refuse'; readonly code: number }
	| { readonly kind: 'withhold'; readonly keepAck: (sendAck: () => void) => void };

/** What goes wrong with a request to the media host. */
export interface TransferFault {
	/** HTTP status. */
	readonly status?: number;
	/** The answer waits for it. */
	readonly hang?: Promise<unknown>;
	/** Half of the file comes before that. */
	readonly isHalfway?: boolean;
	/** With other bytes. */
	readonly altered?: boolean;
}

/** Faults that strike a number of times and are then used up. */
class PlannedFaults<Subject, Effect> {
	#plans: { matches: (subject: Subject) => boolean; effect: Effect; left: number }[] = [];

	plan(effect: Effect, times: number, matches: (subject: Subject) => boolean): Effect {
		this.#plans.push({ matches, effect, left: times });
		return effect;
	}

	drop(effect: Effect): void {
		this.#plans = this.#plans.filter((plan) => plan.effect !== effect);
	}

	/** The effect on this subject, if one is due. */
	strike(subject: Subject): Effect | undefined {
		const due = this.#plans.find((plan) => plan.matches(subject));
		if (!due) return undefined;
		due.left--;
		if (due.left <= 0) this.#plans = this.#plans.filter((plan) => plan !== due);
		return due.effect;
	}

	clear(): void {
		this.#plans = [];
	}
}

/** Numbers that a fault stands for: until each of its releases. */
class StandingNumbers {
	readonly #counts = new Map<string, number>();

	add(number: string, by: 1 | -1): void {
		this.#counts.set(number, (this.#counts.get(number) ?? 0) + by);
	}

	has(number: string): boolean {
		return (this.#counts.get(number) ?? 0) > 0;
	}
}

interface WithheldAcks {
	readonly matches: (message: OutgoingMessage) => boolean;
	readonly kept: (() => void)[];
}

/** Holds deliveries to the companions of an account; returns the release. */
export type HoldDeliveries = (number: string) => () => void;

/** Takes the orders of a test, and is asked by the server at the places where something can go wrong. */
export class FaultBoard implements Faults {
	readonly #logins = new PlannedFaults<string, Record<string, string>>();
	readonly #messages = new PlannedFaults<OutgoingMessage, MessageFate>();
	readonly #unanswered = new PlannedFaults<string, true>();
	readonly #withoutDevices = new StandingNumbers();
	readonly #batched = new StandingNumbers();
	readonly #stalled = new StandingNumbers();
	readonly #endless = new StandingNumbers();
	readonly #failingDevices = new Map<string, number>();
	readonly #refusedMetadata = new Map<string, number>();
	readonly #refusedAdditions = new Map<string, number>();
	readonly #refusedChanges = new Map<string, number>();
	readonly #refusedQueries = new PlannedFaults<string, number>();
	readonly #refusedUsync = new PlannedFaults<string, number>();
	readonly #refusedMex = new PlannedFaults<string, number>();
	/** Old ids of queries by their new ones. */
	readonly #renewedMex = new Map<string, string>();
	readonly #keyFlaws = new Map<string, KeyFlaw>();
	readonly #appState = new PlannedFaults<string, number>();
	readonly #duplicates = new PlannedFaults<IncomingMessage, true>();
	readonly #damages = new PlannedFaults<IncomingMessage, true>();
	readonly #uploads = new PlannedFaults<void, TransferFault>();
	/** By path. */
	readonly #downloads = new PlannedFaults<string, TransferFault>();
	readonly #withheld = new Set<WithheldAcks>();
	readonly #collectors = new Set<ReceiptCollector>();
	readonly #standing = new Set<StandingFault>();
	#oneAddress = 0;

	/** Whether new sockets are turned away. */
	refusing = false;
	certificateForged = false;
	accountSignatureForged = false;
	oldestRevision = 0;
	qrSecretRetires = false;
	qrCodes = DEFAULT_QR_CODES;

	constructor(
		private readonly connections: ConnectionSet,
		private readonly hold: HoldDeliveries,
		private readonly findAccount: (number: string) => Account | undefined,
	) {}

	dropConnections(number?: string): void {
		for (const connection of this.connections.of(number)) connection.drop();
	}

	refuseConnections(on: boolean): void {
		this.refusing = on;
	}

	streamError(number: string, code: number | undefined, child?: BinaryNode): void {
		const error = stanza('stream:error', { code: code?.toString() }, child && [child]);
		for (const connection of this.connections.of(number)) connection.end(error);
	}

	conflict(number: string): void {
		this.streamError(number, 440, stanza('conflict', { type: 'replaced' }));
	}

	failure(number: string, reason: number, times = 1, details: Record<string, string> = {}): void {
		const attrs = { reason: String(reason), ...details };
		this.#logins.plan(attrs, times, (subject) => subject === number);
	}

	refuseVersionsBefore(revision: number): void {
		this.oldestRevision = revision;
	}

	silence(number: string): void {
		for (const connection of this.connections.of(number)) connection.silence();
	}

	withholdAck(match?: MessageMatch): StandingFault {
		const rule: WithheldAcks = { matches: matcher(match), kept: [] };
		this.#withheld.add(rule);
		return this.#standingFault(() => {
			this.#withheld.delete(rule);
			for (const sendAck of rule.kept) sendAck();
		});
	}

	failAck(code: number, match?: MessageMatch, times = 1): void {
		this.#messages.plan({ kind: 'refuse', code }, times, matcher(match));
	}

	loseMessage(match?: MessageMatch, times = 1): void {
		this.#messages.plan({ kind: 'lose' }, times, matcher(match));
	}

	mismatchPhash(match?: MessageMatch, times = 1): void {
		this.#messages.plan({ kind: 'accept', phash: OTHER_PHASH }, times, matcher(match));
	}

	silenceUsync(times = 1): void {
		this.#unanswered.plan(true, times, (query) => query === USYNC);
	}

	silenceMetadata(times = 1): void {
		this.#unanswered.plan(true, times, (query) => query === METADATA);
	}

	swallowAnswers(query: string, times = 1): void {
		this.#unanswered.plan(true, times, (asked) => asked === query);
	}

	refuseQueries(query: string, code: number, times = 1): void {
		this.#refusedQueries.plan(code, times, (asked) => asked === query);
	}

	refuseMex(queryId: string, code: number, times = 1): void {
		this.#refusedMex.plan(code, times, (asked) => asked === queryId);
	}

	renewMex(queryId: string, successor: string): StandingFault {
		this.#renewedMex.set(successor, queryId);
		return this.#standingFault(() => this.#renewedMex.delete(successor));
	}

	refuseUsync(protocol: string, code: number, times = 1): void {
		this.#refusedUsync.plan(code, times, (asked) => asked === protocol);
	}

	refuseAddition(number: string, code: number): StandingFault {
		this.#refusedAdditions.set(number, code);
		return this.#standingFault(() => this.#refusedAdditions.delete(number));
	}

	refuseChange(number: string, code: number): StandingFault {
		this.#refusedChanges.set(number, code);
		return this.#standingFault(() => this.#refusedChanges.delete(number));
	}

	emptyDevices(number: string): StandingFault {
		return this.#standFor(number, this.#withoutDevices);
	}

	failDevices(number: string, code: number): StandingFault {
		this.#failingDevices.set(number, code);
		return this.#standingFault(() => this.#failingDevices.delete(number));
	}

	breakKeys(number: string, flaw: KeyFlaw, device?: number): StandingFault {
		const place = device === undefined ? number : `${number}:${device}`;
		this.#keyFlaws.set(place, flaw);
		return this.#standingFault(() => this.#keyFlaws.delete(place));
	}

	refuseMetadata(group: string, code: number): StandingFault {
		this.#refusedMetadata.set(group, code);
		return this.#standingFault(() => this.#refusedMetadata.delete(group));
	}

	failAppState(number: string, code: number, times = 1): void {
		this.#appState.plan(code, times, (subject) => subject === number);
	}

	withholdOtherAddress(): StandingFault {
		this.#oneAddress++;
		return this.#standingFault(() => this.#oneAddress--);
	}

	aggregateReceipts(number: string): StandingFault {
		const collector = new ReceiptCollector(number);
		this.#collectors.add(collector);
		return this.#standingFault(() => {
			this.#collectors.delete(collector);
			const account = this.findAccount(number);
			if (account) collector.handOver(account);
		});
	}

	damageNext(number: string, times = 1): void {
		this.#damages.plan(true, times, (message) => message.number === number);
	}

	duplicateNext(number: string): void {
		this.#duplicates.plan(true, 1, (message) => message.number === number);
	}

	holdDeliveries(number: string): StandingFault {
		return this.#standingFault(this.hold(number));
	}

	batchBacklog(number: string): StandingFault {
		return this.#standFor(number, this.#batched);
	}

	stallBacklog(number: string): StandingFault {
		return this.#standFor(number, this.#stalled);
	}

	withholdBacklogEnd(number: string): StandingFault {
		return this.#standFor(number, this.#endless);
	}

	failMediaUpload(status: number, times = 1): void {
		this.#uploads.plan({ status }, times, () => true);
	}

	hangMediaUpload(times = 1): StandingFault {
		return this.#hang(this.#uploads, times);
	}

	failMediaDownload(status: number, times = 1): void {
		this.#downloads.plan({ status }, times, () => true);
	}

	hangMediaDownload(times = 1): StandingFault {
		return this.#hang(this.#downloads, times);
	}

	stallMediaDownload(times = 1): StandingFault {
		return this.#hang(this.#downloads, times, { isHalfway: true });
	}

	silenceMedia(pathStart: string): StandingFault {
		const matches = (path: string) => path.startsWith(pathStart);
		return this.#hang(this.#downloads, Infinity, {}, matches);
	}

	alterMediaDownload(times = 1): void {
		this.#downloads.plan({ altered: true }, times, () => true);
	}

	limitQrCodes(count: number): void {
		this.qrCodes = count;
	}

	forgeCertificate(on: boolean): void {
		this.certificateForged = on;
	}

	retireQrSecret(): void {
		this.qrSecretRetires = true;
	}

	forgeAccountSignature(on: boolean): void {
		this.accountSignatureForged = on;
	}

	clear(): void {
		const planned = [
			this.#logins,
			this.#messages,
			this.#unanswered,
			this.#refusedQueries,
			this.#refusedUsync,
			this.#refusedMex,
			this.#duplicates,
			this.#damages,
			this.#appState,
			this.#uploads,
			this.#downloads,
		];
		for (const plans of planned) plans.clear();
		for (const fault of this.#standing) fault.release();
		this.refusing = false;
		this.certificateForged = false;
		this.accountSignatureForged = false;
		this.oldestRevision = 0;
		this.qrSecretRetires = false;
		this.qrCodes = DEFAULT_QR_CODES;
	}

	/** The reason to turn this login away. */
	loginFailure(number: string): Record<string, string> | undefined {
		return this.#logins.strike(number);
	}

	fateOf(message: OutgoingMessage): MessageFate {
		const planned = this.#messages.strike(message);
		if (planned) return planned;
		const rule = [...this.#withheld].find(({ matches }) => matches(message));
		if (!rule) return { kind: 'accept' };
		return { kind: 'withhold', keepAck: (sendAck) => rule.kept.push(sendAck) };
	}

	/** @param query as `type xmlns child` */
	swallowsAnswer(query: string): boolean {
		return this.#unanswered.strike(query) ?? false;
	}

	queryFailure(query: string): number | undefined {
		return this.#refusedQueries.strike(query);
	}

	mexFailure(queryId: string): number | undefined {
		return this.#refusedMex.strike(queryId);
	}

	/** The id that a query of WhatsApp's GraphQL was known by at first; undefined where it goes by another one now. */
	mexQuery(queryId: string): string | undefined {
		if ([...this.#renewedMex.values()].includes(queryId)) return undefined;
		return this.#renewedMex.get(queryId) ?? queryId;
	}

	usyncFailure(protocol: string): number | undefined {
		return this.#refusedUsync.strike(protocol);
	}

	additionFailure(number: string): number | undefined {
		return this.#refusedAdditions.get(number);
	}

	changeFailure(number: string): number | undefined {
		return this.#refusedChanges.get(number);
	}

	hidesDevices(number: string): boolean {
		return this.#withoutDevices.has(number);
	}

	backlogManner(number: string): BacklogManner {
		return { onRequest: this.#batched.has(number), hasEnd: !this.#endless.has(number) };
	}

	stallsBacklog(number: string): boolean {
		return this.#stalled.has(number);
	}

	/** Takes the receipts from groups for a number, if they are to be aggregated. */
	collectorFor(number: string): ReceiptCollector | undefined {
		return [...this.#collectors].find((collector) => collector.number === number);
	}

	/** The error about the devices of a number. */
	devicesFailure(number: string | undefined): number | undefined {
		return number === undefined ? undefined : this.#failingDevices.get(number);
	}

	keyFlaw(number: string, device: number): KeyFlaw | undefined {
		return this.#keyFlaws.get(`${number}:${device}`) ?? this.#keyFlaws.get(number);
	}

	metadataFailure(group: string): number | undefined {
		return this.#refusedMetadata.get(group);
	}

	appStateFailure(number: string): number | undefined {
		return this.#appState.strike(number);
	}

	namesOneAddress(): boolean {
		return this.#oneAddress > 0;
	}

	isDamaged(message: IncomingMessage): boolean {
		return this.#damages.strike(message) ?? false;
	}

	isDuplicated(message: IncomingMessage): boolean {
		return this.#duplicates.strike(message) ?? false;
	}

	uploadFault(): TransferFault | undefined {
		return this.#uploads.strike();
	}

	downloadFault(path: string): TransferFault | undefined {
		return this.#downloads.strike(path);
	}

	#hang<Subject>(
		transfers: PlannedFaults<Subject, TransferFault>,
		times: number,
		manner: Pick<TransferFault, 'isHalfway'> = {},
		matches: (subject: Subject) => boolean = () => true,
	): StandingFault {
		const released = new EventEmitter();
		const hang = once(released, 'release');
		const plan = transfers.plan({ ...manner, hang }, times, matches);
		return this.#standingFault(() => {
			released.emit('release');
			transfers.drop(plan);
		});
	}

	#standFor(number: string, numbers: StandingNumbers): StandingFault {
		numbers.add(number, 1);
		return this.#standingFault(() => numbers.add(number, -1));
	}

	#standingFault(end: () => void): StandingFault {
		const fault: StandingFault = {
			release: () => {
				if (this.#standing.delete(fault)) end();
			},
		};
		this.#standing.add(fault);
		return fault;
	}
}

function matcher(match: MessageMatch = () => true): (message: OutgoingMessage) => boolean {
	return typeof match === 'string' ? (message) => message.id === match : match;
}
