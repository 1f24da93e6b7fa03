import {
	extractE2ESessionFromRetryReceipt,
	getBinaryNodeChild,
	getBinaryNodeChildren,
	KEY_BUNDLE_TYPE,
	S_WHATSAPP_NET,
	type BinaryNode,
	type WASocket,
} from '@whiskeysockets/baileys';
import { EngineError } from '../gateway/contract';
import { answerTo } from './query';

type Socket = Pick<WASocket, 'query' | 'signalRepository'>;

/**
 * Opens sessions with devices, by the keys that WhatsApp has of them. Returns the devices without: WhatsApp has no keys of
 * them, or they are not as they must be. Baileys' assertSessions (lib/Socket/messages-send.js) fails for all devices where
 * one has no keys, and forgets people whose LID it does not know.
 */
export async function openSessions(sock: Socket, devices: readonly string[]): Promise<string[]> {
	if (devices.length === 0) return [];
	const names = await namesOf(sock, devices);
	const without = new Set(devices);
	for (const user of await askForKeys(sock, [...names.keys()])) {
		const device = names.get(user.attrs.jid ?? '');
		if (device !== undefined && (await openSession(sock, user))) without.delete(device);
	}
	return [...without];
}

/** A whole question may be refused for one device in it: those are found by halves, in so many questions. */
const MAX_QUESTIONS = 100;

async function askForKeys({ query }: Socket, jids: string[]): Promise<BinaryNode[]> {
	const users: BinaryNode[] = [];
	const open = [jids];
	for (let questions = 1; ; questions++) {
		const asked = open.pop();
		if (!asked) return users;
		try {
			const answer = await answerTo(query, keyQuery(asked));
			users.push(...getBinaryNodeChildren(getBinaryNodeChild(answer, 'list'), 'user'));
		} catch (error) {
			if (!isAboutDevices(error) || questions === MAX_QUESTIONS) throw error;
			const half = Math.ceil(asked.length / 2);
			if (asked.length > 1) open.push(asked.slice(half), asked.slice(0, half));
		}
	}
}

/** "item-not-found" and "not-acceptable": Baileys has WhatsApp's code in `data` (lib/WABinary/generic-utils.js). */
function isAboutDevices(error: unknown): boolean {
	const { data } = (error ?? {}) as { data?: unknown };
	return data === 404 || data === 406;
}

/** Devices by the names that WhatsApp gives out keys under: LIDs, where they are known. */
async function namesOf(
	{ signalRepository }: Socket,
	devices: readonly string[],
): Promise<Map<string, string>> {
	const phones = devices.filter((jid) => !isLid(jid));
	const found = (await signalRepository.lidMapping.getLIDsForPNs(phones)) ?? [];
	const lids = new Map(found.map(({ pn, lid }) => [pn, lid]));
	return new Map(devices.map((jid) => [lids.get(jid) ?? jid, jid]));
}

const isLid = (jid: string) => jid.endsWith('lid');

function keyQuery(jids: string[]): BinaryNode {
	const users = jids.map((jid) => ({ tag: 'user', attrs: { jid } }));
	return {
		tag: 'iq',
		attrs: { xmlns: 'encrypt', type: 'get', to: S_WHATSAPP_NET },
		content: [{ tag: 'key', attrs: {}, content: users }],
	};
}

/** False where there are no keys, or not such as they must be. */
async function openSession({ signalRepository }: Socket, user: BinaryNode): Promise<boolean> {
	const session = keysIn(user);
	if (!session) return false;
	try {
		await signalRepository.injectE2ESession({ jid: user.attrs.jid ?? '', session });
		return true;
	} catch (error) {
		// The store's trouble; all else is the keys'.
		if (error instanceof EngineError) throw error;
		return false;
	}
}

/** `<user jid><registration/><type/><identity/><skey/>[<key/>]</user>`: a retry receipt has the same in `<keys>`. */
function keysIn(user: BinaryNode) {
	const parts = Array.isArray(user.content) ? user.content : [];
	const keys = parts.filter(({ tag }) => tag !== 'type');
	const type = { tag: 'type', attrs: {}, content: KEY_BUNDLE_TYPE };
	return extractE2ESessionFromRetryReceipt({
		tag: 'receipt',
		attrs: {},
		content: [...parts, { tag: 'keys', attrs: {}, content: [type, ...keys] }],
	});
}
