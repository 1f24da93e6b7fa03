import { phoneOf } from '../content/jid';
import type { AccountSettings } from '../gateway/contract';
import { createJournal } from '../inbox/journal';
import { silentLog } from '../log';
import { createLedger } from '../outbox/ledger';
import { createQuestionStore } from '../questions/question-store';
import { createLinkRecord } from '../session/link-record';
import { hasNumber } from '../session/link-state';
import type { AccountStore } from '../store/account-store';
import { createKeyStore } from '../store/keys';
import { createAuth } from '../whatsapp/index';
import { storedSettings } from './settings';

/** What the file of an account tells that is not open. */

export function lastSettings({ settings }: AccountStore): AccountSettings | undefined {
	return storedSettings(settings);
}

/** Also such that wait for a time to come. */
export function hasWaitingMessages(store: AccountStore): boolean {
	return !createLedger(store, Date.now).isEmpty();
}

/** Whether executions wait for answers. */
export function hasQuestions(store: AccountStore): boolean {
	return !createQuestionStore(store, Date.now).isEmpty();
}

/** A linked number, and the settings its account had last. */
export interface LinkedNumber {
	phone: string;
	settings: AccountSettings;
}

export function linkedNumber(store: AccountStore): LinkedNumber | undefined {
	const auth = createAuth(createKeyStore(store), createJournal(store, Date.now));
	const link = createLinkRecord(store.settings, auth.isPaired(), () => undefined, silentLog);
	const phone = hasNumber(link.state()) && phoneOf(auth.me().jid);
	const settings = lastSettings(store);
	return phone && settings ? { phone, settings } : undefined;
}
