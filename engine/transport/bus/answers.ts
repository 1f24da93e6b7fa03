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

interface Entry {
	call: Call;
	accepting?: Timer;
	answer?: { header: Answer; bytes?: Buffer; at: number };
}

export function createAnswers({ clock, send, run, failure }: AnswersOptions): Answers {
	/** Those that are answered in the order in which they were. */
	const entries = new Map<string, Entry>();
	let keptBytes = 0;

	const keyOf = ({ from, id }: Call) => `${from}/${id}`;
	const sizeOf = ({ answer }: Entry) => (answer ? ENTRY_BYTES + (answer.bytes?.length ?? 0) : 0);

	function forget(entry: Entry): void {
		keptBytes -= sizeOf(entry);
		entries.delete(keyOf(entry.call));
	}

	function forgetOld(): void {
		for (const entry of entries.values()) {
			if (!entry.answer) continue;
			const isOld = clock.elapsed() - entry.answer.at >= KEEP_MS;
			if (!isOld && keptBytes <= KEEP_BYTES) break;
			forget(entry);
		}
	}

	function settle(entry: Entry, header: Answer, bytes?: Buffer): void {
		const { call, accepting } = entry;
		accepting?.cancel();
		if (entries.get(keyOf(call)) !== entry || entry.answer) return;
		entries.delete(keyOf(call));
		send(call.from, header, bytes);
		if (isQuery(call.ask)) return;
		entry.answer = { header, ...(bytes && { bytes }), at: clock.elapsed() };
		entries.set(keyOf(call), entry);
		keptBytes += sizeOf(entry);
		forgetOld();
	}

	return {
		take(call) {
			const { from, id } = call;
			const known = entries.get(keyOf(call));
			if (known?.answer) return send(from, known.answer.header, known.answer.bytes);
			if (known) return send(from, { type: 'accepted', id });
			const accepting = clock.after(ACCEPT_AFTER_MS, () => send(from, { type: 'accepted', id }));
			const entry: Entry = { call, accepting };
			entries.set(keyOf(call), entry);
			run(call).then(
				(value) => settle(entry, { type: 'result', id }, jsonOf(value)),
				(thrown: unknown) => {
					const error = failure(thrown, call);
					settle(
						entry,
						error ? { type: 'failure', id, error } : { type: 'moved', id, mayBeDone: false },
					);
				},
			);
		},
		moved(accountId) {
			for (const entry of [...entries.values()]) {
				const { account, id } = entry.call;
				if (account.id === accountId && !entry.answer) {
					settle(entry, { type: 'moved', id, mayBeDone: true });
				}
			}
		},
		close() {
			for (const { accepting } of entries.values()) accepting?.cancel();
			entries.clear();
		},
	};
}

/** Whoever lost the answer asks anew: nothing changes by that, and lists may be long. */
function isQuery(ask: Ask): boolean {
	return ask.type === 'request' && commandKind(ask.command) === 'query';
}

/** Undefined where a command has no answer. */
function jsonOf(value: unknown): Buffer | undefined {
	return value === undefined ? undefined : Buffer.from(JSON.stringify(value));
}
