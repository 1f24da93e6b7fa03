import type { BinaryNode } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import { parseAddress } from '../address';
import type { Account } from '../registry';
import { childrenOf, notification, stanza } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

const blocklist: IqHandler = ({ device }) => [writeBlocklist(device.account)];

function writeBlocklist({ blocked }: Account): BinaryNode {
	const items = [...blocked].map((jid) => stanza('item', { jid }));
	return stanza('list', {}, items);
}

/** People go by their LIDs there; whoever is to be blocked is named by the phone number, too. */
const block: IqHandler = ({ child, device }, { registry, clock }) => {
	const { account } = device;
	const { jid = '', pn_jid: pn, action = '' } = child.attrs;
	const other = registry.accountOf(jid);
	const isNamed = action === 'unblock' || (action === 'block' && pn === other?.jid('pn'));
	if (jid !== other?.jid('lid') || !isNamed || other === account) {
		throw new IqError(400, 'bad-request');
	}
	if (action === 'block') account.blocked.add(jid);
	else account.blocked.delete(jid);
	const item = stanza('item', { jid, action });
	const change = stanza('blocklist', { action: 'modify' }, [item]);
	const news = notification('account_sync', account.jid('pn'), clock.seconds(), [change]);
	account.broadcast(news, device);
	return [writeBlocklist(account)];
};

const settings: IqHandler = ({ device }) => [
	stanza(
		'privacy',
		{},
		[...device.account.privacy].map(([name, value]) => stanza('category', { name, value })),
	),
];

const change: IqHandler = ({ child, device }) => {
	for (const { attrs } of childrenOf(child, 'category')) {
		if (attrs.name && attrs.value) device.account.privacy.set(attrs.name, attrs.value);
	}
	return [];
};

/** A token tells its receiver "you may write to me"; the sender's client hands one out after each send. */
const issueTokens: IqHandler = ({ child, device: { account } }, { registry, clock }) => {
	for (const { attrs } of childrenOf(child, 'token')) {
		const from = account.jid(parseAddress(attrs.jid)?.addressing ?? 'pn');
		const token = stanza('token', { t: attrs.t, type: 'trusted_contact' }, randomBytes(16));
		const news = notification('privacy_token', from, clock.seconds(), [
			stanza('tokens', {}, [token]),
		]);
		news.attrs.sender_lid = account.jid('lid');
		registry.accountOf(attrs.jid)?.broadcast(news);
	}
	return [];
};

/** Who may see what, and who may write. */
export const privacy: IqHandlers = {
	'get blocklist': blocklist,
	'set blocklist item': block,
	'get privacy privacy': settings,
	'set privacy privacy': change,
	'set privacy tokens': issueTokens,
};
