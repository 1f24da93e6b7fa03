import { isAddressOf } from '../contacts/people';
import type { Directory } from '../contacts/directory';
import { jidOfPhone, parseRecipient } from '../content/jid';
import {
	EngineError,
	type AccountSettings,
	type RejectCalls,
	type SendMessage,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { DescribedCall } from './known-calls';

/** Who calls again and again gets the text once in this time. */
const TEXT_EVERY_MS = 10 * 60_000;

export interface AutoRejectOptions {
	settings(): Pick<AccountSettings, 'rejectCalls'>;
	ownPhone(): string | null;
	directory: Pick<Directory, 'namesOf'>;
	/** Puts a message into the queue. One of the same origin that is there already stays as it is. */
	enqueue(request: SendMessage): void;
	log: Log;
}

/** Which calls the number rejects by itself, and what it answers. */
export interface AutoReject {
	wants(call: DescribedCall): boolean;
	/** Puts the answer into the queue. Joins the caller's transaction. */
	answer(call: DescribedCall): void;
}

export function createAutoReject(options: AutoRejectOptions): AutoReject {
	const { settings, ownPhone, directory, enqueue, log } = options;

	function isAmong(people: readonly string[], { from }: DescribedCall): boolean {
		return people.some((text) => {
			const jid = addressOf(text, ownPhone());
			return jid !== undefined && isAddressOf(from, jid);
		});
	}

	function isContact({ from: { phone, lid } }: DescribedCall): boolean {
		const id = phone ? jidOfPhone(phone) : lid;
		return Boolean(id && directory.namesOf(id)?.name);
	}

	function isMeant({ from, people }: RejectCalls, call: DescribedCall): boolean {
		switch (from) {
			case 'everyone':
				return true;
			case 'strangers':
				return !isContact(call);
			case 'only':
				return isAmong(people, call);
			case 'except':
				return !isAmong(people, call);
		}
	}

	return {
		wants(call) {
			const { rejectCalls } = settings();
			if (!rejectCalls || call.wasOffline) return false;
			const { phone } = call.from;
			// A person's own devices call each other in tests only, but nobody should answer themselves.
			if (phone !== null && phone === ownPhone()) return false;
			return isMeant(rejectCalls, call);
		},
		answer({ chat: { id: chat, type }, at }) {
			const { text } = settings().rejectCalls ?? {};
			// To a group it would be said to all.
			if (!text || type !== 'direct') return;
			const origin = { callId: `rejected-call:${Math.floor(at / TEXT_EVERY_MS)}` };
			try {
				// It answers them.
				enqueue({ to: chat, content: { type: 'text', text }, origin, evenIfOptedOut: true });
			} catch (error) {
				// The queue is full. All else has to do with the disk, and then WhatsApp tells of the call again.
				if (!(error instanceof EngineError) || error.code !== 'QUEUE_FULL') throw error;
				log.warn('The text to somebody whose call is rejected cannot wait in the queue', {
					error: kindOf(error),
				});
			}
		},
	};
}

/** What was typed into the credential, where it can be read: `checkPeople` tells of the rest. */
function addressOf(text: string, own: string | null): string | undefined {
	try {
		return parseRecipient(text, own);
	} catch {
		return undefined;
	}
}
