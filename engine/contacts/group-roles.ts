import { createBoundedMap } from '../bounded-map';
import type { Clock } from '../clock';
import { kindOf, type Log } from '../log';
import type { IncomingMessage, MemberRole, WhatsAppSocket } from '../whatsapp/index';

/** A group that WhatsApp does not tell of is not asked for with each message: its chat waits for each question. */
const ASK_AGAIN_MS = 60_000;
const MAX_GROUPS = 500;

export interface GroupRolesOptions {
	/** The connection in whatever state it is: what comes in before it counts as open came over one that has logged in. */
	socket(): WhatsAppSocket | undefined;
	now: Clock['now'];
	log: Log;
}

/** What people may do in groups. */
export interface GroupRoles {
	/** Of whoever sent a message to a group; undefined: WhatsApp does not tell, or there is no connection. Never rejects. */
	of(message: IncomingMessage): Promise<MemberRole | undefined>;
}

export function createGroupRoles({ socket, now, log }: GroupRolesOptions): GroupRoles {
	const failedAt = createBoundedMap<number>(MAX_GROUPS);

	return {
		async of({ chat, sender, senderAlt }) {
			const open = socket();
			const failed = failedAt.get(chat);
			const isFresh = failed !== undefined && Math.abs(now() - failed) < ASK_AGAIN_MS;
			if (!open || isFresh) return undefined;
			try {
				const role = await open.groups.roleOf(chat, senderAlt ? [sender, senderAlt] : [sender]);
				failedAt.delete(chat);
				return role;
			} catch (error) {
				log.debug('WhatsApp does not say who is an admin of a group', { error: kindOf(error) });
				// Where the connection has ended, the next one may tell.
				if (open.isOpen()) failedAt.set(chat, now());
				return undefined;
			}
		},
	};
}
