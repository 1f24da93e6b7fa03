import type { Endpoint } from '../simulator';

/** When something happened to a message, on the clock of `now.ts`. */
export type Times = Record<string, number>;

export interface Sent {
	messageIds: string[];
	/** From the first call until the server had acknowledged all. */
	elapsedMs: number;
	/** Processor time of the whole process meanwhile: unlike the clock, it hardly depends on what else the machine does. */
	cpuMs: number;
	/** How long each call took to return. */
	callMs: number[];
}

/** What is sent, and how often. */
export interface Files {
	kind: 'image' | 'document';
	path: string;
	count: number;
}

export interface Received {
	/** In the order in which they were handed over, as often as they were. */
	messageIds: string[];
	lastAt: number;
}

/** What can be asked of whoever takes part: our engine, and plain Baileys. Accounts are named by their number. */
export interface Variant {
	start(endpoint: Endpoint, folder: string): void | Promise<void>;
	/** Begins to link; the text of the QR code. */
	qr(number: string): Promise<string>;
	/** Resolves when the number is linked and connected. */
	connected(number: string): Promise<void>;
	/** Sends texts to one person or group. */
	send(number: string, to: string, count: number): Promise<Sent>;
	/** Sends a file to one person, again and again. */
	sendFiles(number: string, to: string, files: Files): Promise<Sent>;
	/** From now on delivery receipts are noted, and counted. */
	noteReceipts(number: string): void | Promise<void>;
	/** Resolves when so many have come since, as `heard` does. */
	receiptsHeard(count: number): Promise<Pick<Sent, 'elapsedMs' | 'cpuMs'>>;
	/** When a listener was told of each. */
	receipts(): Times | Promise<Times>;
	disconnect(number: string): Promise<void>;
	/** Closes the connection and logs in anew, with what is remembered; the processor time until the number is connected again. */
	logIn(number: string): Promise<number>;
	/** From now on what comes in is counted. */
	listen(number: string): void | Promise<void>;
	/** Resolves when so many have come since, with the time that all of the process has worked and taken meanwhile. */
	heard(number: string, count: number): Promise<Pick<Sent, 'elapsedMs' | 'cpuMs'>>;
	/** Connects again and takes what has waited. */
	receive(number: string, count: number): Promise<Received>;
	/** Of a program that was started `WITH_TURNS`: see `turns.ts`. */
	longestTurn(): number;
}

/** What each message of a benchmark says. */
export function textOf(index: number): string {
	return `Hello! Your order number ${index} is on its way and will be with you on Friday.`;
}
