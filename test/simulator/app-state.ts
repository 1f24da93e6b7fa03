import { proto } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';

/**
 * The settings an account's devices share (archived chats, labels, contact names …), as the server sees them:
 * encrypted patches in order. It cannot read them; it only numbers them.
 */
export class AppState {
	readonly #collections = new Map<string, Buffer[]>();
	readonly #overtaking = new Map<string, { version: number; patch: Uint8Array }[]>();

	/** The key the phone shares with its companions, so that they can read and write patches. */
	readonly key: proto.Message.IAppStateSyncKey = {
		keyId: { keyId: Buffer.from([0, 0, 0, 0, 0, 1]) },
		keyData: {
			keyData: randomBytes(32),
			fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
			timestamp: 0,
		},
	};

	/** How many patches a collection has. */
	version(collection: string): number {
		return this.#collections.get(collection)?.length ?? 0;
	}

	/** The patches after a version. */
	since(collection: string, version: number): Buffer[] {
		return this.#collections.get(collection)?.slice(version) ?? [];
	}

	/** Appends a patch, numbered; false when its author did not know the patches before it. */
	append(collection: string, knownVersion: number, patch: Uint8Array): boolean {
		const patches = this.#collections.get(collection) ?? [];
		if (knownVersion !== patches.length) return false;
		const version = { version: patches.length + 1 };
		const numbered = proto.SyncdPatch.encode({ ...proto.SyncdPatch.decode(patch), version });
		this.#collections.set(collection, [...patches, Buffer.from(numbered.finish())]);
		return true;
	}

	/** This patch on top of a version is written at the moment in which somebody else wants to. */
	overtake(collection: string, version: number, patch: Uint8Array): void {
		this.#overtaking.set(collection, [
			...(this.#overtaking.get(collection) ?? []),
			{ version, patch },
		]);
	}

	/** Somebody wants to write: whoever is quicker has written. */
	contend(collection: string): void {
		const next = this.#overtaking.get(collection)?.shift();
		if (next) this.append(collection, next.version, next.patch);
	}
}
