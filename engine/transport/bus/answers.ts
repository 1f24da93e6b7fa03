import type { Clock, Timer } from '../../clock';
import type { ErrorShape } from '../../gateway/contract';
import { commandKind } from '../endings';
import type { Address, Answer, Ask, Call } from './protocol';

/** The side that is asked. It does each call once, however often it comes, and keeps the answer as it may have been lost. */

export interface Answers {
	take(call: Call): void;
	/** The account has another owner. Whoever waits for an answer is told. */
	moved(accountId: string): void;
	close(): void;
}

export interface AnswersOptions {
	clock: Clock;
	send(to: Address, answer: Answer, bytes?: Uint8Array): void;
	run(call: Call): Promise<unknown>;
	/** Undefined: the error says that another one owns the account, and nothing was done. */
	failure(error: unknown, call: Call): ErrorShape | undefined;
}

/** An answer within this time says that it was accepted, too. */
const ACCEPT_AFTER_MS = 200;
const KEEP_MS = 60_000;
const KEEP_BYTES = 16 * 1024 * 1024;
/** What is kept beside the bytes of an answer, about. */
const ENTRY_BYTES = 500;

interface Running {
	call: Call;
	accepting: Timer;
}

interface Kept {
	header: Answer;
	bytes?: Buffer;
	/** By `elapsed`. */
	at: number;
}

export function createAnswers({ clock, send, run, failure }: AnswersOptions): Answers {
	const running = new Map<string, Running>();
	/** In the order in which they were given. */
	const kept = new Map<string, Kept>();
	let keptBytes = 0;

	const keyOf = ({ from, id }: Call) => `${from}/${id}`;
	const sizeOf = ({ bytes }: Kept) => ENTRY_BYTES + (bytes?.length ?? 0);

	function keep(key: string, answer: Kept): void {
		kept.set(key, answer);
		keptBytes += sizeOf(answer);
		for (const [oldest, old] of kept) {
			if (clock.elapsed() - old.at < KEEP_MS && keptBytes <= KEEP_BYTES) break;
			kept.delete(oldest);
			keptBytes -= sizeOf(old);
		}
	}

	/** Only once: what comes after the account has moved is nobody's. */
	function settle({ call, accepting }: Running, header: Answer, bytes?: Buffer): void {
		accepting.cancel();
		if (!running.delete(keyOf(call))) return;
		send(call.from, header, bytes);
		if (changesNothing(call.ask)) return;
		keep(keyOf(call), { header, at: clock.elapsed(), ...(bytes && { bytes }) });
	}

	return {
		take(call) {
			const { from, id } = call;
			const answer = kept.get(keyOf(call));
			if (answer) return send(from, answer.header, answer.bytes);
			const accept = () => send(from, { type: 'accepted', id });
			if (running.has(keyOf(call))) return accept();
			const one: Running = { call, accepting: clock.after(ACCEPT_AFTER_MS, accept) };
			running.set(keyOf(call), one);
			run(call).then(
				(value) => settle(one, { type: 'result', id }, jsonOf(value)),
				(thrown: unknown) => {
					const error = failure(thrown, call);
					settle(
						one,
						error ? { type: 'failure', id, error } : { type: 'moved', id, mayBeDone: false },
					);
				},
			);
		},
		moved(accountId) {
			for (const one of [...running.values()]) {
				const { account, id } = one.call;
				if (account.id === accountId) settle(one, { type: 'moved', id, mayBeDone: true });
			}
		},
		close() {
			for (const { accepting } of running.values()) accepting.cancel();
			running.clear();
			kept.clear();
		},
	};
}

/** Whoever lost the answer asks anew, as lists may be long. */
function changesNothing(ask: Ask): boolean {
	if (ask.type === 'request') return commandKind(ask.command) === 'query';
	return ask.type === 'owner';
}

/** Undefined where a command has no answer. */
function jsonOf(value: unknown): Buffer | undefined {
	return value === undefined ? undefined : Buffer.from(JSON.stringify(value));
}
