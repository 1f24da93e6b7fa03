import { type BinaryNode, type proto, type WAPatchName } from '@whiskeysockets/baileys';
import { changeNotice } from './app-state-notice';
import { type AppStateChange, AppStateReader, type NewAppStateChange } from './app-state-reader';
import type { Clock } from './clock';
import { type KnownMessage, keyOf } from './known-message';
import type { Account } from './registry';
import { childrenOf } from './stanza';

/** What the phone shares with its companions: it reads what they write, and writes itself. */
export class PhoneSettings {
	readonly #reader: AppStateReader;

	constructor(
		private readonly account: Account,
		private readonly clock: Clock,
	) {
		this.#reader = new AppStateReader(account.appState, () => clock.now());
	}

	/** What has changed so far, in order. */
	get changes(): readonly AppStateChange[] {
		return this.#reader.changes;
	}

	async waitFor(
		matches: (change: AppStateChange) => boolean,
		timeoutMs?: number,
	): Promise<AppStateChange> {
		return await this.#reader.waitFor(matches, timeoutMs);
	}

	/** A companion has changed something, says the server. */
	async noteChange(notice: BinaryNode): Promise<void> {
		for (const { attrs } of childrenOf(notice, 'collection')) {
			await this.#reader.catchUp(attrs.name as WAPatchName);
		}
	}

	/** Changes something; companions are told. */
	async change(change: NewAppStateChange): Promise<void> {
		const version = await this.#reader.write(change);
		const notice = changeNotice(change.collection, version, this.clock.seconds());
		this.account.broadcast(notice, this.account.main);
	}

	/** Will make these changes, one each time a companion is about to make one. */
	async overtake(changes: readonly NewAppStateChange[]): Promise<void> {
		await this.#reader.overtake(changes);
	}

	close(): void {
		this.#reader.close();
	}
}

/** Somebody in the address book of the phone. */
export function contactChange(
	account: Account,
	name: { readonly fullName: string; readonly firstName?: string } | undefined,
): NewAppStateChange {
	const { fullName, firstName = fullName?.split(' ')[0] } = name ?? {};
	return {
		collection: 'critical_unblock_low',
		index: ['contact', account.jid('pn')],
		action: { contactAction: { fullName, firstName, lidJid: account.jid('lid') } },
		operation: name ? 'set' : 'remove',
		apiVersion: 2,
	};
}

/** A star on a message, or none. */
export function starChange(message: KnownMessage, starred: boolean): NewAppStateChange {
	const action: proto.ISyncActionValue = { starAction: { starred } };
	const { remoteJid, fromMe, id, participant } = keyOf(message);
	const index = ['star', remoteJid ?? '', id ?? '', fromMe ? '1' : '0', participant ?? '0'];
	return { collection: 'regular_low', index, action, operation: 'set', apiVersion: 2 };
}
