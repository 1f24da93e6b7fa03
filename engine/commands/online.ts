import type { Account } from '../account/account';
import {
	COMMANDS,
	EngineError,
	outcomeUnknown,
	type CommandKind,
	type CommandName,
} from '../gateway/contract';
import { TooFast } from '../pace';
import { isTransient, refusalCode, type WhatsAppSocket } from '../whatsapp/index';
import { requireLinked } from './require-linked';

/** After a start of n8n the connection takes a moment. */
const CONNECT_WITHIN_MS = 10_000;
/** Shorter than Baileys' own: a question that it gave up on looks to it like one that was answered. */
const ANSWER_WITHIN_MS = 25_000;
/** So long a call waits for its turn at most, and for WhatsApp to find it no longer too fast. */
const TURN_WITHIN_MS = 30_000;
/** WhatsApp's number for those who ask too fast (`rate-overlimit`). */
const TOO_FAST = 429;

/** How something is asked of WhatsApp that cannot wait in the queue. */
export interface Call {
	/** Calls of one name keep their distance. */
	name: string;
	/** Whether it may be asked again, and what its caller is told where the answer is missing. */
	kind: CommandKind;
	/** Shortest time between the beginnings of two of them; 0 where none is given. */
	gapMs?: number;
	/** What WhatsApp's number for a refusal means here; undefined where it says no more than that. */
	refusal?(code: number): EngineError | undefined;
}

/** The call that a command is. */
export function callOf(command: CommandName, more: Pick<Call, 'gapMs' | 'refusal'> = {}): Call {
	return { name: command, kind: COMMANDS[command].kind, ...more };
}

/**
 * Asks WhatsApp over the open connection, waiting for it a moment, and returns the answer. Errors: NOT_LINKED and the like,
 * DISCONNECTED, TIMEOUT, OUTCOME_UNKNOWN instead of these two where a mutation may have been done, RATE_LIMITED, REJECTED, and
 * those of `call.refusal`.
 */
export async function online<T>(
	account: Account,
	call: Call,
	ask: (socket: WhatsAppSocket) => Promise<T>,
): Promise<T> {
	const { name, gapMs = 0 } = call;
	try {
		return await account.pace.run(name, { gapMs, withinMs: TURN_WITHIN_MS }, () =>
			askOnce(account, call, ask),
		);
	} catch (error) {
		throw error instanceof TooFast ? RATE_LIMITED : error;
	}
}

async function askOnce<T>(
	account: Account,
	call: Call,
	ask: (socket: WhatsAppSocket) => Promise<T>,
): Promise<T> {
	const { changes, connection } = account;
	const socket = await changes.until(() => {
		requireLinked(account);
		return connection.open();
	}, CONNECT_WITHIN_MS);
	if (!socket) throw DISCONNECTED;
	let outcome: { answer: T } | { error: unknown } | undefined;
	const settle = (settled: typeof outcome) => {
		outcome = settled;
		changes.notify();
	};
	ask(socket).then(
		(answer) => settle({ answer }),
		(error: unknown) => settle({ error }),
	);
	const settled = await changes.until(() => outcome, ANSWER_WITHIN_MS);
	if (!settled) throw unanswered(call);
	if ('answer' in settled) return settled.answer;
	throw explain(settled.error, call, connection.open() === socket);
}

function explain(error: unknown, call: Call, isConnected: boolean): unknown {
	if (error instanceof EngineError) return error;
	const code = refusalCode(error);
	// Nothing was done, whatever it is: it can be asked again.
	if (code === TOO_FAST) return new TooFast();
	if (code !== undefined) return call.refusal?.(code) ?? refused(code);
	if (call.kind === 'mutation') return outcomeUnknown(isConnected ? NO_CLEAR_ANSWER : LOST);
	if (!isConnected) return DISCONNECTED;
	return isTransient(error) ? unanswered(call) : REFUSED;
}

function unanswered({ kind }: Call): EngineError {
	const message = `WhatsApp did not answer within ${ANSWER_WITHIN_MS / 1000} seconds.`;
	if (kind === 'mutation') return outcomeUnknown(message);
	const harmless = kind === 'idempotent' ? 'Try again: to do it twice does no harm.' : 'Try again.';
	return new EngineError('TIMEOUT', message, harmless, true);
}

/** From 500 on it is WhatsApp's own trouble. */
function refused(code: number): EngineError {
	return new EngineError(
		'REJECTED',
		`WhatsApp refused it. (WhatsApp error ${code})`,
		code >= 500
			? 'Try again in a minute.'
			: 'Try it on the phone: WhatsApp says there what is wrong.',
		code >= 500,
	);
}

const LOST = 'The connection to WhatsApp was lost before it answered.';
const NO_CLEAR_ANSWER = 'WhatsApp gave no answer that says so.';

const DISCONNECTED = new EngineError(
	'DISCONNECTED',
	'The number is not connected to WhatsApp at the moment, and this cannot wait in the queue.',
	'Run Session > Get Status to see why, then try again. Retry On Fail in the settings of the node does that by itself.',
	true,
);

const RATE_LIMITED = new EngineError(
	'RATE_LIMITED',
	'WhatsApp was asked for this too often in a short time, and wants a longer break than the node waits for. Nothing was done.',
	'Try again in some minutes, with fewer items at a time or a Wait node between them.',
	true,
);

const REFUSED = new EngineError(
	'REJECTED',
	'WhatsApp did not accept it.',
	'Try again in a minute: right after a number was linked, the phone still shares its keys.',
	true,
);
