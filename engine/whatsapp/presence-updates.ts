import { getAllBinaryNodeChildren, isJidGroup, type BinaryNode } from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import type { PresenceState } from '../gateway/contract';
import { isOwn, type Me } from './incoming';

/** Somebody came, went, or does something in a chat. */
export interface PresenceUpdate {
	chat: string;
	from: string;
	presence: PresenceState;
	/** Milliseconds since 1970; null where they are here, or do not let others see it. */
	lastSeen: number | null;
}

/** `<presence from [type="unavailable"] [last]/>`; `last` may be `deny`, `none` or `error`. Of a group it is a number of people. */
export function parsePresence({ attrs }: BinaryNode, me: Me): PresenceUpdate | undefined {
	const { from, type, last } = attrs;
	if (!from || isJidGroup(from) || isOwn(from, me)) return undefined;
	const who = withoutDevice(from);
	const isGone = type === 'unavailable';
	const lastSeen = isGone ? Number(last) * 1000 || null : null;
	return { chat: who, from: who, presence: isGone ? 'unavailable' : 'available', lastSeen };
}

/** `<chatstate from [participant]><composing [media="audio"]/></chatstate>`, or `<paused/>`. Baileys makes that `available`. */
export function parseChatState(node: BinaryNode, me: Me): PresenceUpdate | undefined {
	const { from, participant = from } = node.attrs;
	const [state] = getAllBinaryNodeChildren(node);
	const presence = state && stateOf(state);
	if (!from || !participant || !presence || isOwn(participant, me)) return undefined;
	return {
		chat: withoutDevice(from),
		from: withoutDevice(participant),
		presence,
		lastSeen: null,
	};
}

function stateOf({ tag, attrs }: BinaryNode): PresenceState | undefined {
	if (tag === 'paused') return 'paused';
	if (tag !== 'composing') return undefined;
	return attrs.media === 'audio' ? 'recording' : 'typing';
}
