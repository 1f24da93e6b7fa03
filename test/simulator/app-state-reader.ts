import {
	decodePatches,
	decodeSyncdMutations,
	encodeSyncdPatch,
	newLTHashState,
	proto,
	type WAPatchCreate,
	type WAPatchName,
} from '@whiskeysockets/baileys';
import type { AppState } from './app-state';
import { silentLogger } from './silent-logger';
import { Timeline } from './waiting';

const { SyncdOperation } = proto.SyncdMutation;

/** A change of the settings an account's devices share. */
export interface AppStateChange {
	readonly collection: WAPatchName;
	/** What it is about: `['star', chat, message id, '1', '0']`. */
	readonly index: readonly string[];
	/** As it was written; with `remove` what was there before, as clients write it. */
	readonly action: proto.ISyncActionValue;
	readonly operation: 'set' | 'remove';
}

/** A change to make. The collections and versions of WhatsApp's own are in rc14's chatModificationToAppPatch. */
export interface NewAppStateChange extends AppStateChange {
	readonly apiVersion: number;
}

/** What is read without complaint is intact: rc14 only warns about a wrong MAC or a wrong hash, and goes on. */
const strictLogger = Object.assign(Object.create(silentLogger) as typeof silentLogger, {
	warn: (details: unknown, text?: string) => {
		throw new Error(`App state: ${text ?? String(details)} ${JSON.stringify(details)}`);
	},
});

/** The phone's half of the shared settings: it opens what its companions write, and writes itself. */
export class AppStateReader {
	readonly #changes = new Timeline<AppStateChange>('such change of shared settings');
	readonly #states = new Map<WAPatchName, ReturnType<typeof newLTHashState>>();
	readonly #getKey = async () => proto.Message.AppStateSyncKeyData.create(this.#keyData);

	constructor(
		private readonly state: AppState,
		private readonly now: () => number,
	) {}

	/** What has changed so far, in order, by companions and by the phone. */
	get changes(): readonly AppStateChange[] {
		return this.#changes.all;
	}

	async waitFor(
		matches: (change: AppStateChange) => boolean,
		timeoutMs?: number,
	): Promise<AppStateChange> {
		return await this.#changes.waitFor(matches, timeoutMs);
	}

	/** Opens what is new in a collection. Throws when a companion has written what cannot be read. */
	async catchUp(collection: WAPatchName): Promise<void> {
		for (;;) {
			const before = this.#states.get(collection) ?? newLTHashState();
			const [next] = this.state.since(collection, before.version);
			if (!next) return;
			// Decoding empties the patch, so each reader gets its own.
			const decode = () => proto.SyncdPatch.decode(next);
			const { state } = await decodePatches(
				collection,
				[decode()],
				before,
				this.#getKey,
				{},
				undefined,
				strictLogger,
				true,
			);
			this.#states.set(collection, state);
			for (const mutation of decode().mutations) await this.#note(collection, mutation);
		}
	}

	/** Writes a change; returns the version it makes. */
	async write(change: NewAppStateChange): Promise<number> {
		await this.catchUp(change.collection);
		const before = this.#states.get(change.collection) ?? newLTHashState();
		const { encoded } = await this.#encode(change, before);
		// Somebody else may have been quicker.
		if (!this.state.append(change.collection, before.version, encoded)) {
			return await this.write(change);
		}
		await this.catchUp(change.collection);
		return before.version + 1;
	}

	/** Will write these changes, one each time somebody else is about to write to their collection. */
	async overtake(changes: readonly NewAppStateChange[]): Promise<void> {
		const states = new Map<WAPatchName, ReturnType<typeof newLTHashState>>();
		for (const change of changes) {
			const { collection } = change;
			await this.catchUp(collection);
			const before = states.get(collection) ?? this.#states.get(collection) ?? newLTHashState();
			const { encoded, state } = await this.#encode(change, before);
			this.state.overtake(collection, before.version, encoded);
			states.set(collection, state);
		}
	}

	async #encode(
		{ collection, index, action, operation, apiVersion }: NewAppStateChange,
		before: ReturnType<typeof newLTHashState>,
	) {
		const patchCreate: WAPatchCreate = {
			type: collection,
			index: [...index],
			syncAction: { timestamp: this.now(), ...action },
			apiVersion,
			operation: operation === 'set' ? SyncdOperation.SET : SyncdOperation.REMOVE,
		};
		const keyId = Buffer.from(this.state.key.keyId?.keyId ?? []).toString('base64');
		const { patch, state } = await encodeSyncdPatch(patchCreate, keyId, before, this.#getKey);
		return { encoded: proto.SyncdPatch.encode(proto.SyncdPatch.create(patch)).finish(), state };
	}

	close(): void {
		this.#changes.close();
	}

	get #keyData(): proto.Message.IAppStateSyncKeyData {
		return this.state.key.keyData ?? {};
	}

	async #note(collection: WAPatchName, mutation: proto.ISyncdMutation): Promise<void> {
		const operation = mutation.operation === SyncdOperation.REMOVE ? 'remove' : 'set';
		await decodeSyncdMutations(
			[mutation],
			newLTHashState(),
			this.#getKey,
			({ syncAction, index }) =>
				this.#changes.add({ collection, index, action: syncAction.value ?? {}, operation }),
			true,
		);
	}
}
