import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';
import type { GroupRights } from '../gateway/contract';
import type { AskGroups } from './group-query';

/** What a group is called, what it is about, and who may do what in it. */
export interface GroupSetters {
	setSubject(group: string, subject: string): Promise<void>;
	/** Empty: it has none any more. */
	setDescription(group: string, description: string): Promise<void>;
	setRight(group: string, right: keyof GroupRights, on: boolean): Promise<void>;
	/** After so many seconds messages disappear; 0: never. */
	setDisappearing(group: string, seconds: number): Promise<void>;
}

/** `forget`: what is known of a group is not true any more. */
export function createGroupSettings(
	sock: Pick<WASocket, 'groupUpdateDescription'>,
	ask: AskGroups,
	forget: (group: string) => void,
	onSubject: (group: string, subject: string) => void,
): GroupSetters {
	async function set(group: string, child: BinaryNode): Promise<void> {
		try {
			await ask('set', group, child);
		} finally {
			forget(group);
		}
	}

	return {
		async setSubject(group, subject) {
			await set(group, { tag: 'subject', attrs: {}, content: Buffer.from(subject) });
			onSubject(group, subject);
		},
		// Baileys asks first which description is replaced: WhatsApp refuses who does not know the present one (409).
		setDescription: (group, description) => sock.groupUpdateDescription(group, description),
		setRight: (group, right, on) => set(group, RIGHTS[right](on)),
		setDisappearing: (group, seconds) =>
			set(
				group,
				seconds > 0
					? { tag: 'ephemeral', attrs: { expiration: String(seconds) } }
					: { tag: 'not_ephemeral', attrs: {} },
			),
	};
}

/** The stanzas of Baileys (lib/Socket/groups.js); `member_link_mode`, which it does not know, is zapo's. */
const RIGHTS: Readonly<Record<keyof GroupRights, (on: boolean) => BinaryNode>> = {
	announce: (on) => ({ tag: on ? 'announcement' : 'not_announcement', attrs: {} }),
	restrict: (on) => ({ tag: on ? 'locked' : 'unlocked', attrs: {} }),
	adminsAdd: (on) => mode('member_add_mode', on ? 'admin_add' : 'all_member_add'),
	adminsInvite: (on) => mode('member_link_mode', on ? 'admin_link' : 'all_member_link'),
	joinApproval: (on) => ({
		tag: 'membership_approval_mode',
		attrs: {},
		content: [{ tag: 'group_join', attrs: { state: on ? 'on' : 'off' } }],
	}),
};

function mode(tag: string, value: string): BinaryNode {
	return { tag, attrs: {}, content: value };
}
