import type { Account } from '../account/account';
import { EngineError } from '../gateway/contract';
import type { WhatsAppSocket } from '../whatsapp/index';
import { requireLinked } from './require-linked';

/** After a start of n8n the connection takes a moment. */
const CONNECT_WITHIN_MS = 10_000;
/** Shorter than Baileys' own: a question that it gave up on looks to it like one that was answered. */
const ACT_WITHIN_MS = 25_000;

/** Does at once what cannot wait in the queue. Errors: NOT_LINKED and the like, DISCONNECTED, TIMEOUT, REJECTED. */
export async function whileConnected(
	account: Account,
	act: (socket: WhatsAppSocket) => Promise<void>,
): Promise<void> {
	const { changes, connection } = account;
	const socket = await changes.until(() => {
		requireLinked(account);
		return connection.open();
	}, CONNECT_WITHIN_MS);
	if (!socket) throw DISCONNECTED;
	let outcome: { error?: unknown } | undefined;
	const settle = (result: { error?: unknown }) => {
		outcome = result;
		changes.notify();
	};
	act(socket).then(
		() => settle({}),
		(error: unknown) => settle({ error }),
	);
	const settled = await changes.until(() => outcome, ACT_WITHIN_MS);
	if (!settled) throw NO_ANSWER;
	if (!('error' in settled)) return;
	if (settled.error instanceof EngineError) throw settled.error;
	throw connection.open() === socket ? REFUSED : DISCONNECTED;
}

const DISCONNECTED = new EngineError(
	'DISCONNECTED',
	'The number is not connected to WhatsApp at the moment, and this cannot wait in the queue.',
	'Run Session > Get Status to see why, then try again. Retry On Fail in the settings of the node does that by itself.',
	true,
);

const NO_ANSWER = new EngineError(
	'TIMEOUT',
	`WhatsApp did not answer within ${ACT_WITHIN_MS / 1000} seconds.`,
	'Try again: to do it twice does no harm.',
	true,
);

const REFUSED = new EngineError(
	'REJECTED',
	'WhatsApp did not accept it.',
	'Try again in a minute: right after a number was linked, the phone still shares its keys.',
	true,
);
