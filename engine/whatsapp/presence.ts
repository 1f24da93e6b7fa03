import type { WASocket } from '@whiskeysockets/baileys';

export interface Presence {
	/** Shows a chat what we are doing. */
	show(chat: string, activity: 'composing' | 'recording' | 'paused'): Promise<void>;
}

/**
 * While a linked device is online WhatsApp sends the phone no notifications, so this one never is. Baileys says that we are
 * unavailable when the connection opens (`markOnlineOnConnect`), but also sends a presence without a type, which means
 * available, whenever an update of the credentials has another name than it knows, or none (lib/Socket/socket.js,
 * 'creds.update'); most updates have none. So it never gets to see another name here, and WhatsApp learns a new one
 * together with that we are unavailable.
 */
export function stayUnavailable(
	sock: Pick<WASocket, 'ev' | 'authState' | 'sendPresenceUpdate'>,
): Presence {
	const { ev } = sock;
	const { creds } = sock.authState;
	const emit = ev.emit.bind(ev);
	let isOpen = false;
	ev.on('connection.update', ({ connection }) => {
		if (connection) isOpen = connection === 'open';
	});

	ev.emit = (event, data) => {
		if (event !== 'creds.update') return emit(event, data);
		const { me = creds.me } = data as Partial<typeof creds>;
		if (!me) return emit(event, data);
		const isRenamed = me.name !== creds.me?.name;
		creds.me = me;
		const isHeard = emit('creds.update', { ...data, me });
		// Where the connection has ended meanwhile, the next one says it.
		if (isRenamed && isOpen) sock.sendPresenceUpdate('unavailable').catch(() => undefined);
		return isHeard;
	};

	return {
		async show(chat, activity) {
			await sock.sendPresenceUpdate(activity, chat);
			// Whoever types is there: whatever WhatsApp makes of it, it ends here.
			if (activity === 'paused') await sock.sendPresenceUpdate('unavailable');
		},
	};
}
