import { kindOf, type Log } from '../log';
import { hashOf, type ContactNotice, type Notice, type WhatsAppSocket } from '../whatsapp/index';
import type { Directory } from './directory';
import type { FindAddresses } from './people';

export interface HashedBusinessesOptions {
	directory: Pick<Directory, 'people' | 'namesOf'>;
	addresses: FindAddresses;
	log: Log;
	/** The connection in whatever state it is: what is told before it counts as open came over one that has logged in. */
	socket(): WhatsAppSocket | undefined;
	onAnswer(notice: ContactNotice): void;
}

/** Businesses that WhatsApp names by a hash. */
export interface HashedBusinesses {
	onNotices(notices: readonly Notice[]): void;
}

/**
 * Of a business that is not in the address book WhatsApp tells by a hash alone that something has changed: whoever the number
 * knows by it is asked about, as WhatsApp Web does (WAWebHandleBusinessNameChange). Without an answer, the next message of the
 * business says what it is.
 */
export function createHashedBusinesses(options: HashedBusinessesOptions): HashedBusinesses {
	const { directory, addresses, log, socket, onAnswer } = options;

	/** Both addresses have hashes. They are short, so that there may be others with the same one, of whom there is no news. */
	const knownBy = (hash: string) =>
		directory.people().filter(({ chat }) => {
			const { lid } = addresses(chat);
			return hashOf(chat) === hash || (lid !== null && hashOf(lid) === hash);
		});

	function isBusiness(jid: string): boolean {
		const { verifiedName, verifiedLevel } = directory.namesOf(jid) ?? {};
		return (verifiedName ?? verifiedLevel) !== undefined;
	}

	async function ask(jid: string, { id, at }: ContactNotice): Promise<void> {
		const business = await socket()?.contacts.business(jid);
		if (business === undefined || (business === null && !isBusiness(jid))) return;
		onAnswer({ id, at, type: 'business', contact: { jid, alt: undefined }, business });
	}

	return {
		onNotices(notices) {
			for (const notice of notices) {
				if (notice.type !== 'businessOfHash') continue;
				for (const { chat } of knownBy(notice.hash)) {
					ask(chat, notice).catch((error: unknown) =>
						log.debug('WhatsApp does not say what has changed of a business', {
							error: kindOf(error),
						}),
					);
				}
			}
		},
	};
}
