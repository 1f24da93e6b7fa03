import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys';

/** Signal keys in memory. */
export class MemoryKeyStore implements SignalKeyStore {
	readonly #values = new Map<string, unknown>();

	get<T extends keyof SignalDataTypeMap>(
		type: T,
		ids: string[],
	): Record<string, SignalDataTypeMap[T]> {
		const found = ids.flatMap((id) => {
			const value = this.#values.get(`${type} ${id}`);
			return value === undefined ? [] : [[id, value as SignalDataTypeMap[T]] as const];
		});
		return Object.fromEntries(found);
	}

	set(data: SignalDataSet): void {
		for (const [type, values] of Object.entries(data)) {
			for (const [id, value] of Object.entries(values)) {
				if (value === null) this.#values.delete(`${type} ${id}`);
				else this.#values.set(`${type} ${id}`, value);
			}
		}
	}
}
