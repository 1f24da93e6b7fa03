import { EngineError, type LogLevel, type LogLine } from './gateway/contract';

/*
 * The engine's log. People post theirs in public, so a line holds no content, no key and no whole number: it is a sentence
 * and facts, and no text that came from elsewhere has the type of either. What a line may say of messages, addresses and
 * errors is made by the functions below.
 */

declare const redacted: unique symbol;
/** A text that was made fit for the log. */
export type Redacted = string & { readonly [redacted]: true };

/** A text that stands in the code, or one of several that do: not `string`, and no template with one in it. */
type Fixed<S extends string> = Record<never, never> extends Record<S, unknown> ? never : S;

type Fact<V> = V extends Redacted | number | boolean | undefined
	? V
	: V extends string
		? Fixed<V>
		: never;

/** Facts that are undefined are left out. Durations are milliseconds and end in `Ms`. */
type Tell = <const S extends string, const F extends Readonly<Record<string, unknown>>>(
	sentence: S & Fixed<S>,
	facts?: F & { readonly [K in keyof F]: Fact<F[K]> },
) => void;

/** Tells n8n's log, of an account or of the engine as a whole. */
export type Log = Readonly<Record<LogLevel, Tell>>;

export interface Logs {
	of(account?: string): Log;
}

const MINUTE_MS = 60_000;
/** Lines with one sentence about one account within a minute: a stranger may cause as many as they like. */
const MOST = 20;

interface Minute {
	from: number;
	lines: number;
}

/**
 * Of the lines with one sentence about one account, `write` gets the first ones of a minute. The last of these says so, and
 * the next one after that minute says how many were left out.
 */
export function createLogs(write: (line: LogLine) => void, now: () => number): Logs {
	const minutes = new Map<string, Minute>();

	/** What a line says of others of its kind; undefined where it is left out. */
	function takePlace(kind: string): { lastOfMinute?: true; leftOut?: number } | undefined {
		const known = minutes.get(kind);
		if (!known || now() - known.from >= MINUTE_MS) {
			minutes.set(kind, { from: now(), lines: 1 });
			const leftOut = (known?.lines ?? 0) - MOST;
			return leftOut > 0 ? { leftOut } : {};
		}
		known.lines++;
		if (known.lines > MOST) return undefined;
		return known.lines === MOST ? { lastOfMinute: true } : {};
	}

	return {
		of(account) {
			const teller =
				(level: LogLevel): Tell =>
				(sentence, facts) => {
					const others = takePlace(JSON.stringify([account, sentence]));
					if (!others) return;
					const told = Object.entries({ ...facts, ...others }).filter(
						([, fact]) => fact !== undefined,
					);
					write({
						level,
						...(account !== undefined && { account }),
						sentence,
						facts: Object.fromEntries(told) as LogLine['facts'],
					});
				};
			return {
				debug: teller('debug'),
				info: teller('info'),
				warn: teller('warn'),
				error: teller('error'),
			};
		},
	};
}

/** For what is looked at without anything happening. */
export const silentLog: Log = createLogs(
	() => undefined,
	() => 0,
).of();

const SHOWN_DIGITS = 4;
const SHORTEST_ADDRESS = 8;
const SERVERS = ['s.whatsapp.net', 'lid', 'g.us', 'newsletter', 'broadcast'];

/** The last digits of an address, and what it is one of. */
export function redactJid(jid: string): Redacted {
	const [, digits = '', server = ''] = /^(\d*)[^@]*@([a-z.]+)$/.exec(jid) ?? [];
	const shown = digits.length < SHORTEST_ADDRESS ? '' : digits.slice(-SHOWN_DIGITS);
	return `…${shown}@${SERVERS.includes(server) ? server : '…'}` as Redacted;
}

/** The ID of a message, if it has the shape of one: whoever sends a message chooses its ID. */
export function idOf(messageId: string): Redacted {
	return (/^(?=.*[A-F])[0-9A-F]{16,40}$/.test(messageId) ? messageId : 'unusual') as Redacted;
}

/** What kind of error it is, with its code. Its message is left out: it may quote anything. */
export function kindOf(error: unknown): Redacted {
	if (error instanceof EngineError) return error.code as string as Redacted;
	const { name, code, data, output } = (error ?? {}) as {
		name?: unknown;
		code?: unknown;
		data?: unknown;
		output?: { statusCode?: unknown };
	};
	const kind = isName(name) ? name : typeof error;
	// Node's own, WhatsApp's (lib/WABinary/generic-utils.js, assertNodeErrorFree), and Baileys'.
	const told = [isSystemCode(code) && code, [data, output?.statusCode].find(isStatusCode)];
	return [kind, ...told.filter(Boolean)].join(' ') as Redacted;
}

const isName = (value: unknown): value is string =>
	typeof value === 'string' && /^[A-Za-z]{1,40}$/.test(value);

const isSystemCode = (value: unknown): value is string =>
	typeof value === 'string' && /^[A-Z][A-Z_]{1,40}$/.test(value);

const isStatusCode = (value: unknown): value is number =>
	Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 999;
