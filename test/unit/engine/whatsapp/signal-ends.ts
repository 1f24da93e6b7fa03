import {
	addTransactionCapability,
	Curve,
	DEFAULT_CONNECTION_CONFIG,
	encodeWAMessage,
	generateSignalPubKey,
	proto,
	unpadRandomMax16,
	type SignalKeyStoreWithTransaction,
	type SignalRepositoryWithLIDStore,
} from '@whiskeysockets/baileys';
import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createKeyStore, type KeyStore } from '../../../../engine/store/keys';
import { createLidMapping } from '../../../../engine/whatsapp/lid-mapping';
import { createAuth, type Auth } from '../../../../engine/whatsapp/auth';
import { signalRepositoryFactory } from '../../../../engine/whatsapp/signal-repository';
import { silentLogger } from '../../../../engine/whatsapp/silent-logger';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

export const ME = '5511900000001@s.whatsapp.net';
export const BOB = '5511900000002@s.whatsapp.net';

/** One end of a conversation: real Signal cryptography over a store of its own. */
export interface End {
	store: AccountStore;
	keys: KeyStore;
	journal: Journal;
	auth: Auth;
	/** What Baileys puts over the store: transactions. */
	transactions: SignalKeyStoreWithTransaction;
	repository: SignalRepositoryWithLIDStore;
}

export type E2ESession = Parameters<SignalRepositoryWithLIDStore['injectE2ESession']>[0]['session'];

export type Sealed = Awaited<ReturnType<SignalRepositoryWithLIDStore['encryptMessage']>>;

/** Makes ends; they are closed after the test, and what libsignal tells the console is not shown. */
export function useEnds() {
	const stores = useStores();
	const ends: End[] = [];
	beforeEach(() => {
		for (const method of ['info', 'warn', 'error'] as const) {
			jest.spyOn(console, method).mockImplementation(() => undefined);
		}
	});
	afterEach(() => {
		for (const { repository } of ends.splice(0)) repository.close?.();
		jest.restoreAllMocks();
	});

	/** `plain`: with Baileys' own repository. `like`: over the store of another end. */
	return async (
		name: string,
		{ plain = false, like }: { plain?: boolean; like?: End } = {},
	): Promise<End> => {
		const makeKeys = async (fresh: AccountStore) =>
			createAuth(
				createKeyStore(fresh),
				createJournal(fresh, () => START),
			).save();
		const store = like?.store ?? (await stores.openMade(name, makeKeys, { folder: name }));
		const keys = like?.keys ?? createKeyStore(store);
		const journal = like?.journal ?? createJournal(store, () => START);
		const auth = createAuth(keys, journal);
		const transactions = addTransactionCapability(auth.state.keys, silentLogger, {
			maxCommitRetries: 1,
			delayBetweenTriesMs: 0,
		});
		const make = plain
			? DEFAULT_CONNECTION_CONFIG.makeSignalRepository
			: signalRepositoryFactory({
					storedKeys: auth.state.keys,
					hasOpenSession: auth.hasOpenSession,
					journal,
					lidMapping: createLidMapping(keys),
				});
		const repository = make({ creds: auth.state.creds, keys: transactions }, silentLogger);
		const end = { store, keys, journal, auth, transactions, repository };
		ends.push(end);
		return end;
	};
}

/** What an end publishes for others to open a session with it. */
export async function bundle({ auth }: End): Promise<E2ESession> {
	const { signedIdentityKey, signedPreKey, registrationId } = auth.state.creds;
	const preKey = Curve.generateKeyPair();
	await auth.state.keys.set({ 'pre-key': { '7': preKey } });
	return {
		registrationId,
		identityKey: generateSignalPubKey(signedIdentityKey.public),
		signedPreKey: {
			keyId: signedPreKey.keyId,
			publicKey: generateSignalPubKey(signedPreKey.keyPair.public),
			signature: signedPreKey.signature,
		},
		preKey: { keyId: 7, publicKey: generateSignalPubKey(preKey.public) },
	};
}

export const padded = (conversation: string): Uint8Array =>
	encodeWAMessage(proto.Message.create({ conversation }));

export const wordsIn = (bytes: Uint8Array): string =>
	proto.Message.decode(unpadRandomMax16(bytes)).conversation ?? 'no words';

export const seal = ({ repository }: End, jid: string, conversation: string): Promise<Sealed> =>
	repository.encryptMessage({ jid, data: padded(conversation) });

export async function open(
	{ repository }: End,
	jid: string,
	{ type, ciphertext }: Sealed,
): Promise<string> {
	return wordsIn(await repository.decryptMessage({ jid, type, ciphertext }));
}

/** Opens the session, and leaves it as it is after a message each way. `one` knows `other` as Bob. */
export async function acquaint(one: End, other: End): Promise<void> {
	await one.repository.injectE2ESession({ jid: BOB, session: await bundle(other) });
	expect(await open(other, ME, await seal(one, BOB, 'hi'))).toBe('hi');
	expect(await open(one, BOB, await seal(other, ME, 'hi you'))).toBe('hi you');
}
