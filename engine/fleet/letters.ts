import type { Account } from '../account/account';
import type { Clock } from '../clock';
import { identify } from '../commands/message/deduplication';
import { sendLate } from '../commands/message/send-late';
import { toIso } from '../content/iso-time';
import { parseDestination } from '../content/jid';
import type { AccountRef, AccountSettings, MessageRecord, SendMessage } from '../gateway/contract';
import { kindOf, type Logs } from '../log';
import { readCampaign } from '../outbox/campaigns';
import { leaveTimes, readSendAt } from '../outbox/send-at';
import type { AccountRegister, Claim, Mailbox } from '../store/postgres/index';

/*
 * Messages to be sent by a number that nobody holds. They wait in Postgres; whoever takes the number over queues them before
 * anybody can ask it for something, so that they keep their order.
 */

/** What it takes to tell a message ID without opening the account. */
interface Identity {
	idSecret: string;
	phone: string | null;
}

interface Letter {
	settings: AccountSettings;
	message: SendMessage;
}

export interface Letters {
	/** Undefined where it takes the account to say what becomes of it. Errors: INVALID_RECIPIENT, INVALID_SETTING, QUEUE_FULL, STORE_FAILED. */
	deposit(account: AccountRef, message: SendMessage): Promise<MessageRecord | undefined>;
	/** Queues what waits for an account that is held here. What cannot be queued yet waits on, with all that came after it. */
	take(id: string): Promise<void>;
	/** Of which accounts letters wait. */
	waiting(): Promise<string[]>;
	/** Others are to know what message IDs of an account, which is linked and open, are made of. */
	tell(claim: Claim, account: Account): Promise<void>;
}

export interface LettersOptions {
	register: AccountRegister;
	mailbox: Mailbox;
	clock: Clock;
	logs: Logs;
	/** Opens an account that is held here. */
	open(id: string, settings: AccountSettings): Account;
}

/** When what could not be queued is tried again. */
const PAUSE_MS = 5_000;

export function createLetters({ register, mailbox, clock, logs, open }: LettersOptions): Letters {
	const pausedUntil = new Map<string, number>();

	/** The queue may be full, say. The account can be used all the same. */
	async function queue(id: string, { settings, message }: Letter): Promise<boolean> {
		try {
			await sendLate(open(id, settings), message);
			return true;
		} catch (error) {
			pausedUntil.set(id, clock.elapsed() + PAUSE_MS);
			logs.of(id).warn('Messages that wait for the number cannot be queued yet', {
				error: kindOf(error),
			});
			return false;
		}
	}

	return {
		async deposit({ id, settings }, message) {
			// Whom it answers is known to the account alone.
			if (message.privately) return undefined;
			const stored = await register.idSecret(id);
			if (!stored) return undefined;
			const { idSecret, phone } = JSON.parse(stored.toString()) as Identity;
			const chat = parseDestination(message.to, phone);
			const messageId = identify(idSecret, phone, message);
			const now = clock.now();
			if (message.sendAt !== undefined) readSendAt(message.sendAt, now);
			if (message.campaign !== undefined) readCampaign(message.campaign);
			await mailbox.put(id, {
				id: messageId,
				command: 'message.send',
				input: { settings, message } satisfies Letter,
			});
			// Somebody is to take it over, also where nobody asks for it.
			await register.change(id, { wanted: true });
			return {
				...{ messageId, status: 'QUEUED', chat, queuedAt: new Date(now).toISOString() },
				sendAt: toIso(leaveTimes(message, now).sendAt),
				...{ sentAt: null, receivedAt: null, readAt: null, playedAt: null, error: null },
			};
		},

		async take(id) {
			if (clock.elapsed() < (pausedUntil.get(id) ?? -Infinity)) return;
			pausedUntil.delete(id);
			for (;;) {
				const letters = await mailbox.list(id);
				if (letters.length === 0) return;
				for (const { id: messageId, input } of letters) {
					if (!(await queue(id, input as Letter))) return;
					await mailbox.remove(id, [messageId]);
				}
			}
		},

		waiting: mailbox.accounts,

		async tell(claim, { idSecret, ownPhone }) {
			const identity: Identity = { idSecret, phone: ownPhone() };
			await register.setIdSecret(claim, Buffer.from(JSON.stringify(identity)));
		},
	};
}
