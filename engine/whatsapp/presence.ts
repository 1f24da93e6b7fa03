import type { WASocket } from '@whiskeysockets/baileys';
import type { Clock, Timer } from '../clock';
import type { PresenceSubscriptions } from './presence-subscriptions';

export interface Presence {
	/** Shows a chat what we are doing. */
	show(chat: string, activity: 'composing' | 'recording' | 'paused'): Promise<void>;
	/**
	 * Has WhatsApp tell, over this connection and the next ones, when somebody comes, goes, types or records: for a day where
	 * nothing else is said.
	 */
	subscribe(chat: string, forMs?: number): Promise<void>;
}

export interface PresenceOptions {
	subscriptions: PresenceSubscriptions;
	clock: Pick<Clock, 'now' | 'after'>;
	/** The number goes by another name than before. */
	onRenamed(name: string): void;
}

/**
 * While a linked device is online WhatsApp sends the phone no notifications, so this one is not, except as long as somebody's
 * presence is asked for: WhatsApp tells that to those who are online themselves (whatsmeow, SubscribePresence).
 *
 * Baileys says that we are unavailable when the connection opens (`markOnlineOnConnect`), but also sends a presence without a
 * type, which means available, whenever an update of the credentials has another name than it knows, or none
 * (lib/Socket/socket.js, 'creds.update'); most updates have none. So it never gets to see another name here, and WhatsApp
 * learns a new one together with how we are.
 */
export function stayUnavailable(
	sock: Pick<WASocket, 'ev' | 'authState' | 'sendPresenceUpdate' | 'presenceSubscribe'>,
	{ subscriptions, clock, onRenamed }: PresenceOptions,
): Presence {
	const { ev } = sock;
	const { creds } = sock.authState;
	const emit = ev.emit.bind(ev);
	let isOpen = false;
	let ending: Timer | undefined;
	const isAsking = () => subscriptions.until() !== undefined;
	const announce = () => sock.sendPresenceUpdate(isAsking() ? 'available' : 'unavailable');
	// Where the connection has ended meanwhile, the next one says it.
	const sayLater = () => void announce().catch(() => undefined);

	/** WhatsApp forgets with each connection what it was asked for. */
	async function renew(): Promise<void> {
		await announce();
		for (const chat of subscriptions.all()) await sock.presenceSubscribe(chat);
	}

	function endInTime(): void {
		ending?.cancel();
		const until = subscriptions.until();
		if (until === undefined) return;
		ending = clock.after(until - clock.now(), () => (isAsking() ? endInTime() : sayLater()));
	}

	// After Baileys' own listener, which says that we are unavailable.
	ev.on('connection.update', ({ connection }) => {
		if (connection) isOpen = connection === 'open';
		if (connection === 'close') ending?.cancel();
		if (connection !== 'open' || !isAsking()) return;
		renew().catch(() => undefined);
		endInTime();
	});

	ev.emit = (event, data) => {
		if (event !== 'creds.update') return emit(event, data);
		const { me = creds.me } = data as Partial<typeof creds>;
		if (!me) return emit(event, data);
		const before = creds.me?.name;
		const isRenamed = me.name !== before;
		creds.me = me;
		const isHeard = emit('creds.update', { ...data, me });
		if (isRenamed && isOpen) sayLater();
		if (isRenamed && before && me.name) onRenamed(me.name);
		return isHeard;
	};

	return {
		async show(chat, activity) {
			await sock.sendPresenceUpdate(activity, chat);
			// Whoever types is there: whatever WhatsApp makes of it, it ends here.
			if (activity === 'paused') await announce();
		},
		async subscribe(chat, forMs) {
			await sock.sendPresenceUpdate('available');
			await sock.presenceSubscribe(chat);
			subscriptions.add(chat, forMs);
			endInTime();
		},
	};
}
