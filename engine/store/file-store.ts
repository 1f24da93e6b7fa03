/** Files of an account that is kept where folders do not last: beside its log (`Replication`). IDs are never used twice. */
export interface FileStore {
	/** Complete, and safe from a power cut, when it resolves; as if it had never been, otherwise. */
	write(id: string, content: AsyncIterable<Uint8Array>): Promise<void>;
	/** DAMAGED: it is not there, or not whole. */
	read(id: string): AsyncIterable<Uint8Array>;
	/** Only what says that it is not needed is in the log: whoever takes the account over may look for it, otherwise. */
	remove(id: string): Promise<void>;
	/** Of those that are complete. */
	ids(): Promise<string[]>;
}
