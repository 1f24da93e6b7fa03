import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { parseJid } from '../content/jid';

/**
 * Takes the errors about single people out of an answer about devices: Baileys would fail for all people in it
 * (lib/WAUSync/Protocols/USyncDeviceProtocol.js). Somebody with an error has no devices for now. `<usync><list><user jid>
 * <devices><error code="404"/></devices></user>...`. Baileys hands the same node on to whoever has asked.
 */
export function dropUserErrors(answer: BinaryNode): void {
	const usync = answer.tag === 'iq' ? getBinaryNodeChild(answer, 'usync') : undefined;
	const list = getBinaryNodeChild(usync, 'list');
	if (!Array.isArray(list?.content)) return;
	list.content = list.content.filter(
		({ tag, attrs }) => tag !== 'user' || parseJid(attrs.jid ?? ''),
	);
	for (const user of getBinaryNodeChildren(list, 'user')) {
		if (!Array.isArray(user.content)) continue;
		user.content = user.content.filter(
			(child) => child.tag !== 'devices' || !getBinaryNodeChild(child, 'error'),
		);
	}
}
