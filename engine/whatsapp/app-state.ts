import {
	encodeSyncdPatch,
	ensureLTHashStateVersion,
	getBinaryNodeChild,
	getBinaryNodeChildren,
	newLTHashState,
	proto,
	S_WHATSAPP_NET,
	type BinaryNode,
	type LTHashState,
	type WAPatchCreate,
	type WAPatchName,
	type WASocket,
} from '@whiskeysockets/baileys';
import { EngineError } from '../gateway/contract';
import { answerTo } from './query';

type Socket = Pick<WASocket, 'authState' | 'query' | 'resyncAppState'>;

const { REMOVE } = proto.SyncdMutation.SyncdOperation;

/** Another device of the account has written to the collection meanwhile. */
const CONFLICT = '409';
/** So often somebody else may be quicker. */
const MAX_TRIES = 5;

/**
 * Writes a change of the settings that the devices of an account share; what is to be removed may not be there. Baileys' appPatch (lib/Socket/chats.js) does not
 * look at the answer: what WhatsApp has not taken it counts as done, and goes on from a state that nobody else has.
 * Errors: REJECTED.
 */
export async function writeAppState(sock: Socket, change: WAPatchCreate): Promise<void> {
	await writeOnTop(sock, change.type, () => change);
}

/**
 * The same, of a change that depends on what is there: it is made at each try, when all that others have written is read. What
 * `make` throws is thrown.
 */
export async function writeOnTop(
	sock: Socket,
	collection: WAPatchName,
	make: () => WAPatchCreate,
): Promise<void> {
	let seen: number | undefined;
	for (let tries = 1; ; tries++) {
		const { error, version } = await tryToWrite(sock, collection, make);
		if (error === undefined) return;
		if (error !== CONFLICT) throw notTaken(error);
		if (version === seen) throw UNREADABLE;
		if (tries === MAX_TRIES) throw OVERTAKEN;
		seen = version;
	}
}

/** Reads collections from their beginning. What is in them comes as it does at the first login. */
export async function rereadAppState(
	sock: Pick<Socket, 'authState' | 'resyncAppState'>,
	collections: readonly WAPatchName[],
): Promise<void> {
	const forgotten = Object.fromEntries(collections.map((name) => [name, null]));
	await sock.authState.keys.set({ 'app-state-sync-version': forgotten });
	await sock.resyncAppState(collections, true);
}

interface Outcome {
	/** WhatsApp's error number; undefined where it has taken the change. */
	error: string | undefined;
	/** Of what others had written, as far as it could be read here. */
	version: number;
}

/** Each try begins with what others have written. */
async function tryToWrite(
	sock: Socket,
	name: WAPatchName,
	make: () => WAPatchCreate,
): Promise<Outcome> {
	const { creds, keys } = sock.authState;
	const keyId = creds.myAppStateKeyId;
	if (!keyId) throw NO_KEY;
	// The lock under which Baileys reads and writes these settings.
	return await keys.transaction(async () => {
		await sock.resyncAppState([name], false);
		const change = make();
		const { [name]: known } = await keys.get('app-state-sync-version', [name]);
		const before = known ? ensureLTHashStateVersion(known) : newLTHashState();
		const getKey = async (id: string) => (await keys.get('app-state-sync-key', [id]))[id];
		if (!(await getKey(keyId))) throw NO_KEY;
		// Of two changes of the same thing the later one counts; Baileys sets that time in `chatModify` only.
		const syncAction = { timestamp: Date.now(), ...change.syncAction };
		const timed = { ...change, syncAction };
		const { patch, state } = await encodeSyncdPatch(timed, keyId, before, getKey);
		if (change.operation === REMOVE) {
			const index = indexIn(patch);
			if (!(index in before.indexValueMap)) return { error: undefined, version: before.version };
			// Baileys puts back what it has just taken out, and the next change of it would be one on top of what nobody has.
			delete state.indexValueMap[index];
		}
		const answer = await answerTo(sock.query, patchQuery(name, before, patch));
		const error = errorIn(answer, name);
		if (error === undefined) await keys.set({ 'app-state-sync-version': { [name]: state } });
		return { error, version: before.version };
	}, creds.me?.id ?? 'app-state');
}

/** What a change is about, as the state knows it. */
function indexIn({ mutations }: proto.ISyncdPatch): string {
	const blob = mutations?.[0]?.record?.index?.blob ?? new Uint8Array();
	return Buffer.from(blob).toString('base64');
}

function patchQuery(name: WAPatchName, { version }: LTHashState, patch: proto.ISyncdPatch) {
	const content = proto.SyncdPatch.encode(proto.SyncdPatch.create(patch)).finish();
	const collection = {
		tag: 'collection',
		attrs: { name, version: String(version), return_snapshot: 'false' },
		content: [{ tag: 'patch', attrs: {}, content }],
	};
	return {
		tag: 'iq',
		attrs: { to: S_WHATSAPP_NET, type: 'set', xmlns: 'w:sync:app:state' },
		content: [{ tag: 'sync', attrs: {}, content: [collection] }],
	};
}

/** `<sync><collection name type="error"><error code="409"/>[<patches/>]</collection></sync>` */
function errorIn(answer: BinaryNode, name: WAPatchName): string | undefined {
	const collections = getBinaryNodeChildren(getBinaryNodeChild(answer, 'sync'), 'collection');
	const collection = collections.find(({ attrs }) => attrs.name === name);
	const error = collection && getBinaryNodeChild(collection, 'error');
	if (!error && collection?.attrs.type !== 'error') return undefined;
	return error?.attrs.code ?? 'unknown';
}

const NO_KEY = new EngineError(
	'REJECTED',
	'The phone has not shared yet the key that this has to be encrypted with.',
	'Open WhatsApp on the phone and try again in a minute. If it stays, log out and link the number again.',
	true,
);

/** Baileys leaves out what it cannot open (lib/Socket/chats.js, resyncAppState: blocked collections). */
const UNREADABLE = new EngineError(
	'REJECTED',
	'What other devices of the number have changed cannot be read here, so WhatsApp takes no change on top of it.',
	'Open WhatsApp on the phone and try again in a minute. If it stays, log out and link the number again.',
	true,
);

const OVERTAKEN = new EngineError(
	'REJECTED',
	`Another device of the number kept changing the same settings: WhatsApp did not take the change in ${MAX_TRIES} tries.`,
	'Try again in a minute.',
	true,
);

function notTaken(code: string): EngineError {
	return new EngineError(
		'REJECTED',
		`WhatsApp did not take the change. (WhatsApp error ${code})`,
		'Try again in a minute: right after a number was linked, the phone still shares its keys. If it stays, log out and link the number again.',
		true,
	);
}
