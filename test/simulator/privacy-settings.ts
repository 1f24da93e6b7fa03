import { createHash } from 'node:crypto';

const VISIBILITY = ['all', 'contacts', 'contact_blacklist', 'none'];

/** What each setting may be set to (whatsmeow, types/user.go). */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
	readreceipts: ['all', 'none'],
	last: VISIBILITY,
	online: ['all', 'match_last_seen'],
	profile: VISIBILITY,
	status: VISIBILITY,
	groupadd: ['all', 'contacts', 'contact_blacklist'],
	calladd: ['all', 'known'],
	messages: ['all', 'contacts'],
};

const BLACKLIST = 'contact_blacklist';
const WITH_LIST = new Set(['last', 'profile', 'status', 'groupadd']);

/** Who may see what of an account: WhatsApp's own words. */
export class PrivacySettings {
	readonly #values = new Map(Object.keys(CHOICES).map((name) => [name, 'all']));
	readonly #choices = new Map(Object.entries(CHOICES));
	readonly #lists = new Map<string, Set<string>>();
	readonly #overtaking: { name: string; jid: string }[] = [];

	get(name: string): string | undefined {
		return this.#values.get(name);
	}

	all(): [name: string, value: string][] {
		return [...this.#values];
	}

	/** False where there is no such setting or value. A list begins empty, and ends with its value (zapo, setPrivacySetting). */
	set(name: string, value: string): boolean {
		if (!this.#choices.get(name)?.includes(value)) return false;
		this.#values.set(name, value);
		this.#lists.delete(name);
		if (value === BLACKLIST && WITH_LIST.has(name)) this.#lists.set(name, new Set());
		return true;
	}

	/** The account's region does not have the value, or the setting at all. */
	withhold(name: string, value?: string): void {
		const left = value === undefined ? [] : (this.#choices.get(name) ?? []);
		if (left.length === 0) this.#values.delete(name);
		this.#choices.set(
			name,
			left.filter((one) => one !== value),
		);
	}

	/** The LIDs on a black list, while the setting has one. */
	blacklist(name: string): readonly string[] | undefined {
		const list = this.#lists.get(name);
		return list && [...list];
	}

	/** Changes a black list, and makes it count. False where there is none of this setting. */
	changeBlacklist(name: string, changes: readonly { jid: string; add: boolean }[]): boolean {
		const list = this.#lists.get(name);
		if (!list && !(WITH_LIST.has(name) && this.set(name, BLACKLIST))) return false;
		const changed = this.#lists.get(name);
		for (const { jid, add } of changes) {
			if (add) changed?.add(jid);
			else changed?.delete(jid);
		}
		return true;
	}

	/** Adds somebody to a black list, each time a client is about to change it: that one comes too late. */
	overtake(name: string, jids: readonly string[]): void {
		this.#overtaking.push(...jids.map((jid) => ({ name, jid })));
	}

	/** A client is about to change a black list. */
	contend(name: string): void {
		const next = this.#overtaking.findIndex((change) => change.name === name);
		const [change] = next < 0 ? [] : this.#overtaking.splice(next, 1);
		if (change) this.changeBlacklist(name, [{ jid: change.jid, add: true }]);
	}

	/** The version of a black list; `none` without one. How the real one is made is not known. */
	hashOf(name: string): string {
		const list = this.blacklist(name);
		if (!list) return 'none';
		return createHash('sha1')
			.update([name, ...list].sort().join())
			.digest('base64url')
			.slice(0, 12);
	}
}
