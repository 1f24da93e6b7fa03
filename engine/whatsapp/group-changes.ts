import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';
import type { GroupChange, MemberLinkMode } from '../gateway/contract';
import { textOf } from './stanzas';

type Settings = Extract<GroupChange, { change: 'settings' }>['settings'];

/** What a child of the stanza says of a setting, by its tag. */
const SETTINGS = new Map<string, (child: BinaryNode) => Settings>(
	Object.entries({
	announcement: () => ({ announce: true }),
	not_announcement: () => ({ announce: false }),
	locked: () => ({ restrict: true }),
	unlocked: () => ({ restrict: false }),
	member_add_mode: (child) => ({ adminsAdd: textOf(child) === 'admin_add' }),
	membership_approval_mode: (child) => ({
		joinApproval: getBinaryNodeChild(child, 'group_join')?.attrs.state === 'on',
	}),
	} satisfies Record<string, (child: BinaryNode) => Settings>),
);

/** What a child says of anything else. */
const CHANGES = new Map<string, (child: BinaryNode) => GroupChange | undefined>(
	Object.entries({
	subject: ({ attrs }) =>
		attrs.subject === undefined ? undefined : { change: 'name', name: attrs.subject },
	// `<description id><body>...</body></description>`, or with `<delete/>`.
	description(child) {
		const body = getBinaryNodeChild(child, 'body');
		return { change: 'description', description: (body && textOf(body)) || null };
	},
	invite: ({ attrs }) =>
		attrs.code
			? { change: 'inviteLink', inviteLink: `https://chat.whatsapp.com/${attrs.code}` }
			: undefined,
	ephemeral: ({ attrs }) => ({
		change: 'ephemeral',
		ephemeralSeconds: Number(attrs.expiration) || 0,
	}),
	not_ephemeral: () => ({ change: 'ephemeral', ephemeralSeconds: 0 }),
	member_link_mode: (child) => memberLinkChange(textOf(child)),
	} satisfies Record<string, (child: BinaryNode) => GroupChange | undefined>),
);

/** What a `w:gp2` notification says that has changed of its group; settings that it names together are one change. */
export function changesIn(node: BinaryNode): GroupChange[] {
	const children = Array.isArray(node.content) ? node.content : [];
	const settings = children.map((child) => SETTINGS.get(child.tag)?.(child) ?? {});
	const together: Settings = Object.assign({}, ...settings);
	const changes = children.flatMap((child) => CHANGES.get(child.tag)?.(child) ?? []);
	return Object.keys(together).length > 0
		? [...changes, { change: 'settings', settings: together }]
		: changes;
}

const MEMBER_LINK_MODES: readonly string[] = [
	'admin_link',
	'all_member_link',
] satisfies MemberLinkMode[];

/** Stanzas have small letters, WhatsApp's GraphQL has capitals. */
export function memberLinkChange(mode: string): GroupChange | undefined {
	const memberLinkMode = mode.toLowerCase();
	if (!MEMBER_LINK_MODES.includes(memberLinkMode)) return undefined;
	return { change: 'memberLinkMode', memberLinkMode: memberLinkMode as MemberLinkMode };
}
