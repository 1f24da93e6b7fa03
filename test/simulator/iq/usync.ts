import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseAddress, toJid } from '../address';
import { verifiedName } from '../business';
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

const status: Protocol = (account, _asked, { clock }) => {
	if (!account) return undefined;
	if (hidesAbout(account)) return stanza('status', { code: '401', t: '0' });
	return stanza('status', { t: String(clock.seconds()) }, account.about);
};

const textStatus: Protocol = (account, _asked, { clock }) => {
	const { note } = account ?? {};
	if (!account || !note) return undefined;
	if (hidesAbout(account)) return stanza('text_status', {}, [stanza('error', { code: '401' })]);
	const { text, emoji, seconds, atSeconds } = note;
	if (seconds >= 0 && atSeconds + seconds <= clock.seconds()) return undefined;
	const about = { ephemeral_duration_sec: String(seconds), last_update_time: String(atSeconds) };
	const icon = emoji === undefined ? undefined : [stanza('emoji', { content: emoji })];
	return stanza('text_status', { text, ...about }, icon);
};

function hidesAbout({ privacy }: Account): boolean {
	return privacy.get('status') === 'none';
}

const business: Protocol = (account) => {
	if (account?.verifiedName === undefined) return stanza('business');
	const attrs = { v: '1', verified_level: account.verifiedLevel };
	return stanza('business', {}, [verifiedName(account.verifiedName, attrs)]);
};

const disappearingMode: Protocol = (account) => {
	const { seconds, atSeconds } = account?.defaultEphemeral ?? { seconds: 0, atSeconds: 0 };
	return stanza('disappearing_mode', { duration: String(seconds), t: String(atSeconds) });
};

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
	devices,
	lid,
	contact,
	status,
	text_status: textStatus,
	business,
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
	const refused = wanted.flatMap((tag) => refusalOf(tag, context) ?? []);
	const answer = refused.length > 0 ? stanza('list') : stanza('list', {}, users);
	const result = stanza('result', {}, refused);
	return [stanza('usync', { sid, mode, index: '0', last: 'true' }, [result, answer])];
};

/** WhatsApp refuses what is asked inside of an answer. */
function refusalOf(tag: string, { faults }: IqContext): BinaryNode | undefined {
	const code = faults.usyncFailure(tag);
	if (code === undefined) return undefined;
	const error = { code: String(code), text: 'refused', backoff: '60' };
	return stanza(tag, {}, [stanza('error', error)]);
}

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
