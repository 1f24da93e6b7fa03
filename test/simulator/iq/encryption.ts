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

const fetchKeys: IqHandler = ({ child }, { registry }) => {
	const users = childrenOf(child, 'user').map(({ attrs: { jid } }) => {
		const offer = registry.deviceOf(jid)?.offerSession();
		if (!offer) {
			return stanza('user', { jid }, [stanza('error', { code: '404', text: 'item-not-found' })]);
		}
		return stanza('user', { jid }, writeOffer(offer));
	});
	return [stanza('list', {}, users)];
};

/** The keys others need to write to a device. */
export const encryption: IqHandlers = {
	'get encrypt count': count,
	'get encrypt digest': digest,
	'get encrypt key': fetchKeys,
	'set encrypt registration': upload,
	'set encrypt rotate': rotate,
};
