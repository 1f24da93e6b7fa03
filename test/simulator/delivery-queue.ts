import { type BinaryNode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { STATUS } from './address';
import { receiptIds, stanza } from './stanza';

/** Whoever reads the stanzas of a device: a socket, or a client inside the simulator. */
export interface StanzaSink {
	send(stanza: BinaryNode): void;
}

/** Stanzas the server keeps until the device acknowledges them; all others are lost when nobody listens. */
const STORED = new Set(['message', 'receipt', 'notification', 'call']);

interface Stored {
	readonly item: BinaryNode;
	/** Where it went last. */
	sentTo: StanzaSink | undefined;
	/** The device said that it cannot take it. */
	refused: boolean;
}

/** How the server hands over what waited for a login. */
export interface BacklogManner {
	/** Only as many stanzas as the device asks for; what comes in meanwhile waits until all of them are out. */
	readonly onRequest: boolean;
	/** Whether the server says at the end that this was all. */
	readonly hasEnd: boolean;
}

const ALL_AT_ONCE: BacklogManner = { onRequest: false, hasEnd: true };

/**
 * Store and forward for one device. A stanza stays here until the device has acknowledged it: what a client
 * received but did not acknowledge comes again, marked `offline`, when it connects next. A refusal (`<ack error>`) is an
 * acknowledgement, too, but not of a status: that comes first at each login, and holds back everything else until it is
 * acknowledged (observed on WhatsApp, Baileys#2779).
 */
export class DeliveryQueue {
	#unacknowledged: Stored[] = [];
	#sink: StanzaSink | undefined;
	#holds = 0;

	/** Whether the device has come, but was not yet told what had waited for it. */
	#greets = false;
	#manner = ALL_AT_ONCE;

	/** What had waited for the login and was not handed over yet; `undefined` when that is done. */
	#backlog: Backlog | undefined;

	/** Whether a refused status holds back the rest. */
	#withholds = false;

	/** Whether somebody reads the stanzas now. */
	get connected(): boolean {
		return this.#sink !== undefined;
	}

	/** Who reads them. */
	get sink(): StanzaSink | undefined {
		return this.#sink;
	}

	/** Delivers now, or stores for later. */
	push(item: BinaryNode): void {
		if (!STORED.has(item.tag)) {
			this.#sink?.send(item);
			return;
		}
		this.#unacknowledged.push({ item, sentTo: undefined, refused: false });
		this.#flush();
	}

	/** The device has come: it is told what waits, gets it, and the count that says "that was all". */
	attach(sink: StanzaSink, manner = ALL_AT_ONCE): void {
		this.#sink = sink;
		this.#manner = manner;
		this.#greets = true;
		this.#flush();
	}

	/** The device asks for so many more of what had waited for its login. */
	request(count: number): void {
		if (this.#backlog) this.#backlog.requested += count;
		this.#flush();
	}

	/** The device has gone, unless another connection has taken its place already. */
	detach(sink: StanzaSink): void {
		if (this.#sink === sink) this.#sink = undefined;
	}

	/** Holds back what can be stored until the returned function is called. */
	hold(): () => void {
		this.#holds++;
		let held = true;
		return () => {
			if (!held) return;
			held = false;
			this.#holds--;
			this.#flush();
		};
	}

	/** Takes an `<ack>` or a receipt of this device and forgets the stanza it answers. */
	acknowledge(answer: BinaryNode): void {
		const answered = answeredBy(answer);
		for (const stored of this.#unacknowledged.filter(({ item }) => answered(item))) {
			stored.refused = answer.attrs.error !== undefined && stored.item.attrs.from === STATUS;
		}
		this.#unacknowledged = this.#unacknowledged.filter(
			({ item, refused }) => refused || !answered(item),
		);
		if (this.#withholds && !this.#hasRefused()) {
			this.#withholds = false;
			this.#flush();
		}
	}

	#hasRefused(): boolean {
		return this.#unacknowledged.some(({ refused }) => refused);
	}

	#flush(): void {
		const sink = this.#sink;
		if (!sink || this.#holds > 0) return;
		if (this.#greets) this.#greet(sink);
		if (this.#backlog) this.#handOver(sink, this.#backlog);
		// Until the backlog is out, live stanzas wait behind it.
		if (this.#backlog) return;
		for (const stored of this.#waiting(sink)) {
			stored.sentTo = sink;
			sink.send(stored.item);
		}
	}

	/** What this device was not sent over this connection, as far as it may be. */
	#waiting(sink: StanzaSink): Stored[] {
		return this.#unacknowledged.filter(
			({ sentTo, refused }) => sentTo !== sink && (refused || !this.#withholds),
		);
	}

	#greet(sink: StanzaSink): void {
		this.#greets = false;
		this.#withholds = this.#hasRefused();
		const items = this.#waiting(sink);
		const requested = this.#manner.onRequest ? 0 : Infinity;
		this.#backlog = { items, requested, handedOver: 0 };
		if (items.length > 0) sink.send(preview(items));
	}

	#handOver(sink: StanzaSink, backlog: Backlog): void {
		const { items } = backlog;
		while (backlog.handedOver < Math.min(items.length, backlog.requested)) {
			const position = backlog.handedOver++;
			const stored = items[position] as Stored;
			stored.sentTo = sink;
			sink.send(markOffline(stored.item, position));
		}
		if (backlog.handedOver < items.length || this.#backlog !== backlog) return;
		this.#backlog = undefined;
		if (!this.#manner.hasEnd) return;
		const count = String(items.length);
		sink.send(stanza('ib', { from: S_WHATSAPP_NET }, [stanza('offline', { count })]));
	}
}

/** What waited for a login, and how much of it the device has asked for and was given. */
interface Backlog {
	readonly items: readonly Stored[];
	requested: number;
	handedOver: number;
}

/** How much of what has waited. The client answers with how many stanzas it wants. */
function preview(waiting: readonly Stored[]): BinaryNode {
	const count = (tag: string) => String(waiting.filter(({ item }) => item.tag === tag).length);
	const attrs = {
		count: String(waiting.length),
		message: count('message'),
		notification: count('notification'),
		receipt: count('receipt'),
		call: count('call'),
	};
	return stanza('ib', { from: S_WHATSAPP_NET }, [stanza('offline_preview', attrs)]);
}

function markOffline({ tag, attrs, content }: BinaryNode, position: number): BinaryNode {
	return { tag, attrs: { ...attrs, offline: String(position) }, content };
}

/** Which stored stanzas an answer of the device is about. */
function answeredBy(answer: BinaryNode): (item: BinaryNode) => boolean {
	if (answer.tag === 'ack') {
		const { class: tag, id, type, participant } = answer.attrs;
		return ({ tag: itemTag, attrs }) =>
			itemTag === tag &&
			attrs.id === id &&
			// Receipts of several kinds share the id of their message.
			(tag === 'message' || (attrs.type === type && attrs.participant === participant));
	}
	// A message is acknowledged by the receipt for it. A retry receipt only asks for it again: the client
	// says <ack error> as well.
	const ids = new Set(answer.attrs.type === 'retry' ? [] : receiptIds(answer));
	return ({ tag, attrs }) => tag === 'message' && attrs.id !== undefined && ids.has(attrs.id);
}
