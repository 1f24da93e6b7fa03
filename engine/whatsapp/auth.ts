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

/** The linked session as Baileys wants it, kept in our store. */
export interface Auth {
	state: AuthenticationState;
	/** Baileys changes `state.creds` in place; this writes all of it. */
	save(): void;
	/** A phone has accepted this session. (`creds.registered` stays false for numbers linked by QR code.) */
	isPaired(): boolean;
	/** Own number and name, once known. */
	me(): { jid: string | null; lid: string | null; name: string | null };
	/** Forgets the session and starts a new one. */
	reset(): void;
}

const CREDS = { type: 'creds', id: '' };

const encode = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
const decode = (text: string): unknown => JSON.parse(text, BufferJSON.reviver);

export function createAuth(keys: KeyStore): Auth {
	const auth: Auth = {
		state: { creds: load(keys), keys: signalKeys(keys) },
		save: () => keys.set([{ ...CREDS, value: encode(auth.state.creds) }]),
		isPaired: () => isPaired(auth.state.creds),
		me() {
			const { me } = auth.state.creds;
			// Baileys writes "~" where it knows no name (requestPairingCode).
			const name = me?.name && me.name !== '~' ? me.name : null;
			return { jid: me?.id ?? null, lid: me?.lid ?? null, name };
		},
		reset() {
			keys.clear();
			auth.state = { creds: initAuthCreds(), keys: signalKeys(keys) };
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

function signalKeys(keys: KeyStore): AuthenticationState['keys'] {
	return {
		async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
			const found: { [id: string]: SignalDataTypeMap[T] } = {};
			for (const id of ids) {
				const text = keys.get(type, id);
				if (text !== undefined) found[id] = revive(type, decode(text)) as SignalDataTypeMap[T];
			}
			return found;
		},
		/** One transaction for everything Baileys hands over together. */
		async set(data: SignalDataSet) {
			const changes: KeyChange[] = [];
			for (const [type, values] of Object.entries(data)) {
				for (const [id, value] of Object.entries(values)) {
					changes.push({ type, id, value: value ? encode(value) : null });
				}
			}
			keys.set(changes);
		},
	};
}

function revive(type: keyof SignalDataTypeMap, value: unknown): unknown {
	return type === 'app-state-sync-key'
		? proto.Message.AppStateSyncKeyData.fromObject(value as { [key: string]: unknown })
		: value;
}
