import type { BinaryNode } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import { parseAddress } from '../address';
import type { Account } from '../registry';
import { tellPrivacy } from '../privacy';
import { childOf, childrenOf, notification, stanza } from '../stanza';
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

/** All settings, or one black list: where the setting has none, it is left out (zapo, parseDisallowedListUpdate). */
const settings: IqHandler = ({ child, device }) => {
	const { privacy } = device.account;
	const asked = childOf(child, 'list');
	if (!asked) {
		const all = privacy.all().map(([name, value]) => stanza('category', { name, value }));
		return [stanza('privacy', {}, all)];
	}
	const { name = '', value } = asked.attrs;
	if (value !== BLACKLIST || !isByLid(child)) throw new IqError(400, 'bad-request');
	const users = privacy.blacklist(name)?.map((jid) => stanza('user', { jid }));
	const list = users && stanza('list', { name, value, dhash: privacy.hashOf(name) }, users);
	return [stanza('privacy', {}, list && [list])];
};

const BLACKLIST = 'contact_blacklist';

/** Accounts with a LID, as all have one here, must say that they name people by it (zapo, buildPrivacyEnvelopeAttrs). */
function isByLid({ attrs }: BinaryNode): boolean {
	return attrs.addressing_mode === 'lid';
}

/** A setting, or a change of its black list on top of the version that the client knows. */
const change: IqHandler = ({ child, device }, { registry }) => {
	const { account } = device;
	const [category] = childrenOf(child, 'category');
	const { name = '', value = '', dhash } = category?.attrs ?? {};
	if (!category) throw new IqError(400, 'bad-request');
	if (dhash === undefined) {
		if (!account.privacy.set(name, value)) throw new IqError(400, 'bad-request');
		return [stanza('privacy', {}, [tellPrivacy(account, name, device)])];
	}
	const changes = childrenOf(category, 'user').map(
		({ attrs: { action, jid = '', pn_jid: pn } }) => {
			const other = registry.accountOf(jid);
			const isKnown =
				other && jid === other.jid('lid') && [undefined, other.jid('pn')].includes(pn);
			if (!isKnown || !['add', 'remove'].includes(action ?? ''))
				throw new IqError(400, 'bad-request');
			return { jid, add: action === 'add' };
		},
	);
	if (value !== BLACKLIST || !isByLid(child)) throw new IqError(400, 'bad-request');
	account.privacy.contend(name);
	if (dhash !== account.privacy.hashOf(name)) throw new IqError(409, 'conflict');
	if (!account.privacy.changeBlacklist(name, changes)) throw new IqError(400, 'bad-request');
	return [stanza('privacy', {}, [tellPrivacy(account, name, device)])];
};

const TIMES = ['0', '86400', '604800', '7776000'];

const setDisappearing: IqHandler = ({ child, device: { account } }, { clock }) => {
	const { duration = '' } = child.attrs;
	if (!TIMES.includes(duration)) throw new IqError(400, 'bad-request');
	account.defaultEphemeral = { seconds: Number(duration), atSeconds: clock.seconds() };
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
	'set disappearing_mode disappearing_mode': setDisappearing,
};
