import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseAddress, toJid } from '../address';
import type { Account } from '../registry';
import { allChildren, childOf, childrenOf, requiredChild, stanza, textOf } from '../stanza';
import type { IqContext, IqHandler, IqHandlers } from './handler';

/** What one protocol answers about one user; the account is missing when the number is not on WhatsApp. */
type Protocol = (
	account: Account | undefined,
	asked: BinaryNode,
	context: IqContext,
) => BinaryNode | undefined;

const devices: Protocol = (account, _asked, { faults }) => {
	const failure = faults.devicesFailure(account?.number);
	if (failure !== undefined) {
		return stanza('devices', {}, [stanza('error', { code: String(failure) })]);
	}
	const hidden = account === undefined || faults.hidesDevices(account.number);
	const list = (hidden ? [] : [...account.devices.values()]).map(({ id, keyIndex }) =>
		// Clients drop devices other than 0 that have no key index.
		stanza('device', {
			id: String(id),
			'key-index': keyIndex > 0 ? String(keyIndex) : undefined,
		}),
	);
	return stanza('devices', {}, [stanza('device-list', {}, list)]);
};

/**
 * Without the LID rc14 cannot send at all: it fetches keys for LIDs only. Not for who was asked about by
 * LID: there it would be stored as the number of itself.
 */
const lid: Protocol = (account, asked) => {
	if (!account || asked.attrs.jid === account.jid('lid')) return undefined;
	return stanza('lid', { val: account.jid('lid') });
};

const contact: Protocol = (account, asked) =>
	stanza('contact', { type: account ? 'in' : 'out' }, textOf(childOf(asked, 'contact')));

const status: Protocol = (account, _asked, { clock }) =>
	account && stanza('status', { t: String(clock.seconds()) }, account.about);

const disappearingMode: Protocol = () => stanza('disappearing_mode', { duration: '0', t: '0' });

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
	devices,
	lid,
	contact,
	status,
	disappearing_mode: disappearingMode,
};

const query: IqHandler = ({ child, device }, context) => {
	context.statistics.count(device.account.number, 'usyncQueries');
	const wanted = allChildren(requiredChild(child, 'query')).map(({ tag }) => tag);
	const users = childrenOf(requiredChild(child, 'list'), 'user').map((asked) => {
		const { jid, account } = subject(asked, context);
		const answers = wanted.flatMap((tag) => PROTOCOLS[tag]?.(account, asked, context) ?? []);
		return stanza('user', { jid }, answers);
	});
	const { sid, mode } = child.attrs;
	return [stanza('usync', { sid, mode, index: '0', last: 'true' }, [stanza('list', {}, users)])];
};

/** Who is asked about: by JID, or by a phone number, for which the answer says the JID. */
function subject(
	asked: BinaryNode,
	{ registry }: IqContext,
): { jid: string; account: Account | undefined } {
	const { jid } = asked.attrs;
	if (jid !== undefined) return { jid, account: registry.accountOf(jid) };
	const written = toJid(textOf(childOf(asked, 'contact')));
	const account = registry.findByPhone(parseAddress(written)?.user ?? '');
	return { jid: account?.jid('pn') ?? written, account };
}

/** Who is on WhatsApp, under which names, with which devices. */
export const usync: IqHandlers = { 'get usync usync': query };
