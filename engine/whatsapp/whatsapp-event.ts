import type { KnownPerson } from './contacts';
import type { PostName } from './channel-posts';
import type { DisconnectReason } from './disconnect-reason';
import type { CallStep } from './calls';
import type { ToldChatAction } from './chat-actions';
import type { HistoryChat } from './history';
import type { IncomingMessage } from './incoming';
import type { JournaledStanza } from './journal';
import type { ToldLabel } from './labels';
import type { NewChatCap } from './new-chat-cap';
import type { Notice } from './notices';
import type { PresenceUpdate } from './presence-updates';
import type { RingStep } from './rings';
import type { MessageAck, OwnRead, Receipt } from './stanzas';

/** About the connection itself: what an older one says of it means nothing any more. */
export type LifeEvent =
	/** A QR code to show: the first one lives 60 s, the others 20 s. `again`: the same one, which has changed meanwhile. */
	| { type: 'qr'; text: string; again: boolean }
	/** The phone's user has typed the code. */
	| { type: 'codeTyped' }
	/** WhatsApp takes the code no longer and wants another one. */
	| { type: 'codeRetired' }
	/** The phone has accepted; WhatsApp now closes with 515 and wants a new connection. `deviceName`: as what it lists us. */
	| { type: 'paired'; deviceName: string }
	/** The login was good, and WhatsApp says what time it is (ms). */
	| { type: 'serverTime'; at: number }
	/** WhatsApp has keys of a later state of this session: it must not go on. Comes before `open`. */
	| { type: 'oldCopy' }
	| { type: 'open' }
	| { type: 'closed'; reason: DisconnectReason }
	/** Whoever was told of an event threw: what came could not be written, and this connection must not be used any more. */
	| { type: 'trouble'; error: unknown };

/** What WhatsApp has told: it is true whichever connection it came over. */
export type ReceivedEvent =
	/** Told before Baileys answers the stanza: what it stores is stored before WhatsApp is told that we have it. */
	| { type: 'ack'; ack: MessageAck }
	/** What one stanza says, or a part of it. */
	| { type: 'receipts'; receipts: readonly Receipt[] }
	/** A post of a channel comes in, and WhatsApp says what it calls it. */
	| { type: 'post'; post: PostName }
	| { type: 'stanza'; stanza: JournaledStanza }
	/** The same, of one that Baileys has something to do for after WhatsApp was told that we have it. */
	| { type: 'unfinishedStanza'; stanza: JournaledStanza }
	/** Baileys has done what the phone told it to. */
	| { type: 'finished'; chat: string; messageId: string }
	/** A message cannot be opened, and is asked for again. Told before WhatsApp is. */
	| { type: 'unopened'; chat: string; messageId: string }
	/** Baileys is done with a stanza; what it has made of it was told before. The next one of the chat waits for the answer. */
	| { type: 'handled'; chat: string; messageId: string }
	/** WhatsApp has told of people and their names; `isNews`: as they are from now on, not as they have been all along. */
	| { type: 'contacts'; people: KnownPerson[]; isNews: boolean }
	/** The phone has told which chats there are. */
	| { type: 'chats'; chats: HistoryChat[] }
	/** Another device of the account has done something to a chat. Baileys has taken note of it already. */
	| { type: 'chatAction'; told: ToldChatAction }
	/** Another device of the account has made a label, changed or deleted it. */
	| { type: 'label'; told: ToldLabel }
	/** Another device of the account has read messages. Told before Baileys answers the stanza. */
	| { type: 'ownRead'; read: OwnRead }
	/** WhatsApp has said whether the number may open new chats, by itself or because it was asked. */
	| { type: 'reachOutTimelock'; standing: Standing }
	/** WhatsApp has said how many new chats the number may start, and has. Told before Baileys answers the stanza. */
	| { type: 'newChatCap'; cap: NewChatCap }
	/** What one stanza says of groups and people. Told before Baileys answers it, as the next one is. */
	| { type: 'notices'; notices: readonly Notice[] }
	| { type: 'call'; step: CallStep }
	/** The same of a call that we make. */
	| { type: 'ring'; told: RingStep }
	| { type: 'presence'; update: PresenceUpdate }
	/** A message was opened, or cannot be; later than WhatsApp was told that we have it. */
	| { type: 'message'; opened: OpenedMessage };

/** All that a connection to WhatsApp says, in the order in which it happens. */
export type WhatsAppEvent = LifeEvent | ReceivedEvent;

const LIFE: Readonly<Record<LifeEvent['type'], true>> = {
	qr: true,
	codeTyped: true,
	codeRetired: true,
	paired: true,
	serverTime: true,
	oldCopy: true,
	open: true,
	closed: true,
	trouble: true,
};

export function isAboutLife(event: WhatsAppEvent): event is LifeEvent {
	return event.type in LIFE;
}

/** Whether WhatsApp keeps the number from opening new chats. */
export interface Standing {
	isActive: boolean;
	/** When that ends (ms); undefined: WhatsApp does not say. */
	until: number | undefined;
}

export interface OpenedMessage {
	chat: string;
	messageId: string;
	/** Undefined where it could not be opened. */
	message: IncomingMessage | undefined;
}
