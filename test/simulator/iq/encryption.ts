import type { BinaryNode } from '@whiskeysockets/baileys';
import { readSignedPreKey, readUpload, writeOffer } from '../key-bundle';
import { encodeBigEndian } from '@whiskeysockets/baileys';
import { childrenOf, requiredChild, stanza } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

const count: IqHandler = ({ device }) => [
	stanza('count', { value: String(device.keys?.oneTimeKeys.length ?? 0) }),
];

const digest: IqHandler = ({ device }) => {
	if (!device.keys) throw new IqError(404, 'item-not-found');
	const ids = device.keys.oneTimeKeys.map(({ id }) => stanza('id', {}, encodeBigEndian(id, 3)));
	return [stanza('digest', {}, [stanza('list', {}, ids)])];
};

/** New one-time keys join those that are left. */
const upload: IqHandler = ({ iq, device }) => {
	const { oneTimeKeys, ...uploaded } = readUpload(iq);
	const left = device.keys?.oneTimeKeys ?? [];
	device.keys = { ...uploaded, oneTimeKeys: [...left, ...oneTimeKeys] };
	return [];
};

const rotate: IqHandler = ({ child, device }) => {
	if (!device.keys) throw new IqError(404, 'item-not-found');
	device.keys = { ...device.keys, signedPreKey: readSignedPreKey(requiredChild(child, 'skey')) };
	return [];
};

const fetchKeys: IqHandler = ({ child }, { registry, faults }) => {
	const users = childrenOf(child, 'user').flatMap(({ attrs: { jid } }) => {
		const device = registry.deviceOf(jid);
		const flaw = device && faults.keyFlaw(device.account.number, device.id);
		if (flaw === 'left out') return [];
		if (typeof flaw === 'number') return keysRefused(jid, flaw);
		const offer = device?.offerSession();
		if (!offer) return keysRefused(jid, 404);
		return stanza('user', { jid }, writeOffer(offer, flaw));
	});
	return [stanza('list', {}, users)];
};

function keysRefused(jid: string | undefined, code: number): BinaryNode {
	const text = code === 404 ? 'item-not-found' : 'not-acceptable';
	return stanza('user', { jid }, [stanza('error', { code: String(code), text })]);
}

/** The keys others need to write to a device. */
export const encryption: IqHandlers = {
	'get encrypt count': count,
	'get encrypt digest': digest,
	'get encrypt key': fetchKeys,
	'set encrypt registration': upload,
	'set encrypt rotate': rotate,
};
