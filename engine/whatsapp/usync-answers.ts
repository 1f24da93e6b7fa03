import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { parseJid } from '../content/jid';
import type { LidMapping } from './lid-mapping';

/**
 * Takes the errors about single people out of an answer about devices: Baileys would fail for all people in it
 * (lib/WAUSync/Protocols/USyncDeviceProtocol.js). Somebody with an error has no devices for now. `<usync><list><user jid>
 * <devices><error code="404"/></devices></user>...`. Baileys hands the same node on to whoever has asked.
 */
export function dropUserErrors(answer: BinaryNode): void {
	const list = listIn(answer);
	if (!Array.isArray(list?.content)) return;
	list.content = list.content.filter(
		({ tag, attrs }) => tag !== 'user' || parseJid(attrs.jid ?? ''),
	);
	for (const user of getBinaryNodeChildren(list, 'user')) {
		drop(user, (child) => child.tag === 'devices' && hasChild(child, 'error'));
	}
}

/**
 * Takes those LIDs out of an answer about devices that are known already. Baileys takes each for news, and opens a new session
 * with everybody who has one (lib/Socket/messages-send.js, getUSyncDevices, assertSessions): with every message to somebody who
 * was not written to for five minutes it would ask for their keys, use up one of those that they have for whoever is new,
 * and drop a session that works. `<usync><list><user jid><devices/><lid val/></user>...`
 */
export function dropKnownLids(answer: BinaryNode, { lookUp }: LidMapping): void {
	for (const user of getBinaryNodeChildren(listIn(answer), 'user')) {
		if (!hasChild(user, 'devices')) continue;
		const { lid } = lookUp(user.attrs.jid ?? '');
		drop(user, (child) => child.tag === 'lid' && child.attrs.val === lid);
	}
}

function listIn(answer: BinaryNode): BinaryNode | undefined {
	const usync = answer.tag === 'iq' ? getBinaryNodeChild(answer, 'usync') : undefined;
	return getBinaryNodeChild(usync, 'list');
}

function drop(node: BinaryNode, isUnwanted: (child: BinaryNode) => boolean): void {
	if (Array.isArray(node.content)) {
		node.content = node.content.filter((child) => !isUnwanted(child));
	}
}

const hasChild = (node: BinaryNode, tag: string) => getBinaryNodeChild(node, tag) !== undefined;
