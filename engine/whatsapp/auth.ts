import { createHash } from 'node:crypto';
import {
	BufferJSON,
	initAuthCreds,
	proto,
	type AuthenticationCreds,
	type AuthenticationState,
	type SignalDataSet,
	type SignalDataTypeMap,
} from '@whiskeysockets/baileys';
import type { KeyChange, KeyStore } from '../store/keys';
import { isBusiness } from './business';
import type { PlaintextJournal } from './journal';

/** The linked session as Baileys wants it, kept in our store. */
export interface Auth {
	/** What is set in its keys is on disk before the next frame leaves (`write-ahead.ts`), not when `set` resolves. */
	state: AuthenticationState;
	/** Whether there is a session to encrypt with, by libsignal's address of the device (SessionRecord.haveOpenSession). */
	hasOpenSession(address: string): boolean;
	/** Whether this device has got the phone's address book already (the app state's collection that it is in). */
	hasAddressBook(): boolean;
	/** Baileys changes `state.creds` in place; this writes all of it. */
	save(): void;
	/** A phone has accepted this session. (`creds.registered` stays false for numbers linked by QR code.) */
	isPaired(): boolean;
	/** Own number and name, once known. */
	me(): { jid: string | null; lid: string | null; name: string | null };
	/** What the phone is, as WhatsApp names it: android, iphone, smba, smbi. Undefined where it was not told. */
	platform(): string | undefined;
	/** Whether a new message takes a chat out of the archive: a setting of the phone. */
	unarchivesChats(): boolean;
	/** Whether the phone runs WhatsApp Business. */
	isBusiness(): boolean;
	/** Tells this session from any other; undefined where none is linked. */
	fingerprint(): string | undefined;
	/** Forgets the session and starts a new one. */
	reset(): void;
}

/** The session's keys. `set` is one transaction for everything that is handed over together. */
export type SignalKeys = AuthenticationState['keys'];

/**
 * No kind of Signal's keys: the plaintext of a message by the hash of its ciphertext, in base64. It is handed over with the
 * keys that were used up to decrypt it, so that both are written in one transaction.
 */
export const JOURNALED_PLAINTEXT = 'journaled-plaintext';

const CREDS = { type: 'creds', id: '' };

const encode = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
/** Looking at every value for bytes takes most of the time, and sessions hold none. */
const decode = (text: string): unknown =>
	text.includes('"Buffer"') ? JSON.parse(text, BufferJSON.reviver) : JSON.parse(text);

/** In the text of a device's sessions, as they are written here: asked for each device of each message, so nothing is read. */
const OPEN_SESSION = /"registrationId":\d.*"closed":-1/;

export function createAuth(keys: KeyStore, journal: Pick<PlaintextJournal, 'addPlaintext'>): Auth {
	const signalKeys = createSignalKeys(keys, journal);
	const auth: Auth = {
		state: { creds: load(keys), keys: signalKeys },
		hasOpenSession: (address) => OPEN_SESSION.test(keys.get('session', address) ?? ''),
		hasAddressBook: () => keys.get('app-state-sync-version', 'critical_unblock_low') !== undefined,
		save: () => keys.set([{ ...CREDS, value: encode(auth.state.creds) }]),
		isPaired: () => isPaired(auth.state.creds),
		me() {
			const { me } = auth.state.creds;
			// Baileys writes "~" where it knows no name (requestPairingCode).
			const name = me?.name && me.name !== '~' ? me.name : null;
			return { jid: me?.id ?? null, lid: me?.lid ?? null, name };
		},
		platform: () => auth.state.creds.platform,
		unarchivesChats: () => auth.state.creds.accountSettings?.unarchiveChats === true,
		isBusiness: () => isBusiness(auth.state.creds),
		fingerprint() {
			const { public: identity } = auth.state.creds.signedIdentityKey;
			return auth.isPaired() ? createHash('sha256').update(identity).digest('hex') : undefined;
		},
		reset() {
			keys.clear();
			auth.state = { creds: initAuthCreds(), keys: signalKeys };
		},
	};
	// Asking for a code sets `me` before any phone has accepted. Logging in with that is refused with 401, so a half
	// paired session is never used again.
	if (auth.state.creds.me && !auth.isPaired()) auth.reset();
	return auth;
}

function load(keys: KeyStore): AuthenticationCreds {
	const text = keys.get(CREDS.type, CREDS.id);
	return text ? (decode(text) as AuthenticationCreds) : initAuthCreds();
}

function isPaired(creds: AuthenticationCreds): boolean {
	return creds.account !== undefined && creds.me !== undefined;
}

function createSignalKeys(
	keys: KeyStore,
	journal: Pick<PlaintextJournal, 'addPlaintext'>,
): SignalKeys {
	return {
		async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
			const found: { [id: string]: SignalDataTypeMap[T] } = {};
			for (const id of ids) {
				const text = keys.get(type, id);
				if (text !== undefined) found[id] = revive(type, decode(text)) as SignalDataTypeMap[T];
			}
			return found;
		},
		async set(data: SignalDataSet) {
			keys.lazily(() => {
				const changes: KeyChange[] = [];
				for (const [type, values] of Object.entries(data)) {
					for (const [id, value] of Object.entries(values)) {
						if (type === JOURNALED_PLAINTEXT) journal.addPlaintext(id, value as string);
						else changes.push({ type, id, value: value ? encode(value) : null });
					}
				}
				keys.set(changes);
			});
		},
	};
}

function revive(type: keyof SignalDataTypeMap, value: unknown): unknown {
	return type === 'app-state-sync-key'
		? proto.Message.AppStateSyncKeyData.fromObject(value as { [key: string]: unknown })
		: value;
}
