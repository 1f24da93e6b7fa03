import { randomBytes } from 'node:crypto';
import { parseAddress } from '../address';
import { childrenOf, notification, stanza } from '../stanza';
import type { IqHandler, IqHandlers } from './handler';

const blocklist: IqHandler = ({ device }) => [
	stanza(
		'list',
		{},
		[...device.account.blocked].map((jid) => stanza('item', { jid })),
	),
];

const block: IqHandler = ({ child, device }) => {
	const { jid = '', action } = child.attrs;
	if (action === 'block') device.account.blocked.add(jid);
	else device.account.blocked.delete(jid);
	return [];
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
