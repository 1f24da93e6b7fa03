import { createChats, type Chats } from '../../../../engine/chats/chats';
import { createDifferentPeople } from '../../../../engine/contacts/people';
import { createDirectory, type Directory } from '../../../../engine/contacts/directory';
import {
	createEventMapper,
	type EventMapper,
	type EventMapperOptions,
} from '../../../../engine/inbox/event-mapper';
import { createIncomingStore, type IncomingStore } from '../../../../engine/inbox/incoming-store';
import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import {
	createMessageSecrets,
	type MessageSecrets,
} from '../../../../engine/inbox/message-secrets';
import { createReferences, type References } from '../../../../engine/inbox/references';
import { silentLog } from '../../../../engine/log';
import { createSentTo } from '../../../../engine/outbox/known-chats';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createKeyStore } from '../../../../engine/store/keys';
import { createAuth, type Auth } from '../../../../engine/whatsapp/auth';
import { encodeContent } from '../../../../engine/whatsapp/incoming';
import { createLidMapping } from '../../../../engine/whatsapp/lid-mapping';
import { START } from '../../../support/fake-clock';
import { link, ME } from '../linked-number';
import { ACCOUNT_ID, textTo, useStores } from '../support';

export const ACCOUNT = { id: ACCOUNT_ID, phone: '5511900000001', lid: '111@lid', name: ME.name };

/** What an event mapper works with, over a real store of a linked number. */
export interface Inbox {
	store: AccountStore;
	auth: Auth;
	journal: Journal;
	ledger: Ledger;
	incoming: IncomingStore;
	messageSecrets: MessageSecrets;
	references: References;
	directory: Directory;
	chats: Chats;
	/** Settings of the account, as a test wants them. */
	wantsRaw: boolean;
	keepsContent: boolean;
	eventMapper: EventMapper;
	/** A message of ours that WhatsApp has. */
	sent(messageId: string, chat: string, content: Parameters<typeof encodeContent>[0]): void;
}

/** A new one for each test. */
export function useInbox(): Inbox {
	const stores = useStores();
	const inbox = {} as Inbox;
	beforeEach(async () => {
		const store = await stores.openMade('linked', link);
		const now = () => START;
		const keys = createKeyStore(store);
		const journal = createJournal(store, now);
		const parts = {
			auth: createAuth(keys, journal),
			ledger: createLedger(store, now),
			incoming: createIncomingStore(store),
			messageSecrets: createMessageSecrets(store, now),
			references: createReferences(store),
		};
		const directory = createDirectory(store, now);
		const lidMapping = createLidMapping(keys);
		// As the account does it.
		const addresses: EventMapperOptions['addresses'] = (jid, alt) => {
			const known = lidMapping.lookUp(jid);
			const other = alt ? lidMapping.lookUp(alt) : { phone: null, lid: null };
			return { phone: known.phone ?? other.phone, lid: known.lid ?? other.lid };
		};
		const chats = createChats({
			...{ store, now, log: silentLog, auth: parts.auth, addresses, directory },
			info: () => ACCOUNT,
			wire: parts.ledger.wire,
			labels: { nameOf: () => undefined, isNews: () => false },
			publish: () => undefined,
			onLabelled: () => undefined,
		});
		Object.assign(inbox, parts, {
			...{ store, journal, directory, chats, wantsRaw: false, keepsContent: true },
			eventMapper: createEventMapper({
				...parts,
				chats,
				addresses,
				info: () => ACCOUNT,
				isSentTo: createSentTo(
					parts.ledger,
					createDifferentPeople(addresses, () => undefined),
				),
				chatName: directory.nameOf,
				wantsRaw: () => inbox.wantsRaw,
				keepsContent: () => inbox.keepsContent,
			}),
			sent(messageId, chat, content) {
				parts.ledger.enqueue(messageId, chat, textTo(chat, messageId), true);
				parts.ledger.markSending(messageId, chat, encodeContent(content));
				parts.ledger.advance(messageId, 'SENT', START);
			},
		} satisfies Partial<Inbox>);
	});
	return inbox;
}
