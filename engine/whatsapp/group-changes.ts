import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';
import type { GroupChange } from '../gateway/contract';
import { textOf } from './stanzas';

type Settings = Extract<GroupChange, { change: 'settings' }>['settings'];

/** What a child of the stanza says of a setting, by its tag. */
const SETTINGS = new Map<string, (child: BinaryNode) => Settings>([
	['announcement', () => ({ announce: true })],
	['not_announcement', () => ({ announce: false })],
	['locked', () => ({ restrict: true })],
	['unlocked', () => ({ restrict: false })],
	['member_add_mode', (child) => ({ adminsAdd: textOf(child) === 'admin_add' })],
	['member_link_mode', (child) => memberLinkSetting(textOf(child))],
	[
		'membership_approval_mode',
		(child) => ({ joinApproval: getBinaryNodeChild(child, 'group_join')?.attrs.state === 'on' }),
	],
]);

/** What a child says of anything else. */
const CHANGES = new Map<string, (child: BinaryNode) => GroupChange | undefined>([
	['subject', ({ attrs }) => (attrs.subject ? { change: 'name', name: attrs.subject } : undefined)],
	['description', (child) => ({ change: 'description', description: descriptionIn(child) })],
	[
		'invite',
		({ attrs: { code } }) =>
			code ? { change: 'inviteLink', inviteLink: `https://chat.whatsapp.com/${code}` } : undefined,
	],
	['ephemeral', ({ attrs }) => ephemeral(Number(attrs.expiration) || 0)],
	['not_ephemeral', () => ephemeral(0)],
]);

/** What a `w:gp2` notification says that has changed of its group; settings that it names together are one change. */
export function changesIn(node: BinaryNode): GroupChange[] {
	const children = Array.isArray(node.content) ? node.content : [];
	const changes = children.flatMap((child) => CHANGES.get(child.tag)?.(child) ?? []);
	const settings: Settings = Object.assign(
		{},
		...children.map((child) => SETTINGS.get(child.tag)?.(child)),
	);
	const isChanged = Object.keys(settings).length > 0;
	return isChanged ? [...changes, { change: 'settings', settings }] : changes;
}

/** `<description id><body>...</body></description>`, or with `<delete/>`. */
function descriptionIn(child: BinaryNode): string | null {
	const body = getBinaryNodeChild(child, 'body');
	return (body && textOf(body)) || null;
}

function ephemeral(seconds: number): GroupChange {
	return { change: 'ephemeral', ephemeralSeconds: seconds };
}

/** Who may see and share the invite link. Stanzas have small letters, WhatsApp's GraphQL has capitals. */
export function memberLinkSetting(mode: string): Settings {
	const written = mode.toLowerCase();
	if (written !== 'admin_link' && written !== 'all_member_link') return {};
	return { adminsInvite: written === 'admin_link' };
}
