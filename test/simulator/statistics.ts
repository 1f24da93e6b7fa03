/** What one account's companions did so far. */
export interface AccountStatistics {
	/** Logins the server accepted. */
	logins: number;
	/** Logins the server turned away. */
	refusedLogins: number;
	/** Logins that pushed out a connection of the same companion. */
	replacedConnections: number;
	/** Companions that were linked. */
	registrations: number;
	pairingCodesRequested: number;
	usyncQueries: number;
}

/** Counts per number. */
export class Statistics {
	readonly #byNumber = new Map<string, AccountStatistics>();

	of(number: string): Readonly<AccountStatistics> {
		return { ...this.#entry(number) };
	}

	count(number: string, what: keyof AccountStatistics): void {
		this.#entry(number)[what]++;
	}

	#entry(number: string): AccountStatistics {
		const existing = this.#byNumber.get(number);
		if (existing) return existing;
		const created: AccountStatistics = {
			logins: 0,
			refusedLogins: 0,
			replacedConnections: 0,
			registrations: 0,
			pairingCodesRequested: 0,
			usyncQueries: 0,
		};
		this.#byNumber.set(number, created);
		return created;
	}
}
