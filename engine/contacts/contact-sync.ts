import { kindOf, type Log } from '../log';
import type { GroupName, KnownPerson, WhatsAppSocket } from '../whatsapp/index';
import type { Directory, Renaming } from './directory';

export interface ContactSyncOptions {
	directory: Pick<Directory, 'learn' | 'learnGroups'>;
	log: Log;
	/** The open connection. */
	socket(): WhatsAppSocket | undefined;
	/** People go by other names from now on. */
	onRenamed(renamings: readonly Renaming[]): void;
	/** It could not be written. */
	onTrouble(error: unknown): void;
}

/** Keeps the directory as WhatsApp tells it. Names are worth no connection: what cannot be written of them is left out. */
export interface ContactSync {
	/** `isNews`: as they are called from now on, not as they have been called all along. */
	learn(people: readonly KnownPerson[], isNews: boolean): void;
	learnGroups(groups: readonly GroupName[]): void;
	/** Asks for the names of the groups, once; later WhatsApp tells of what changes. Without an answer, the next call asks. */
	askGroups(): void;
}

export function createContactSync({
	directory,
	log,
	socket,
	onRenamed,
	onTrouble,
}: ContactSyncOptions): ContactSync {
	let knowsGroups = false;

	function attempt(work: () => void): void {
		try {
			work();
		} catch (error) {
			onTrouble(error);
		}
	}

	return {
		learn: (people, isNews) =>
			attempt(() => {
				const renamings = directory.learn(people);
				if (isNews && renamings.length > 0) onRenamed(renamings);
			}),
		learnGroups: (groups) => attempt(() => directory.learnGroups(groups)),
		askGroups() {
			if (knowsGroups) return;
			// The names come as all that WhatsApp tells of groups does: by `learnGroups`.
			socket()
				?.groups.names()
				.then(
					() => (knowsGroups = true),
					(error: unknown) =>
						log.debug('WhatsApp does not say which groups there are', { error: kindOf(error) }),
				);
		},
	};
}
