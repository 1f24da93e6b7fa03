import { jidDecode, jidEncode, type AuthenticationCreds } from '@whiskeysockets/baileys';

/**
 * Writes our device into our own LID. WhatsApp tells the LID without it, and Baileys takes whom it names for this device.
 * That would be our phone: in chats by LID its copy would go to ourselves (relayMessage), in groups by LID its sender key
 * would take the place of ours, and nothing could be encrypted any more.
 */
export function repairOwnLid(creds: AuthenticationCreds): void {
	const { me } = creds;
	if (me?.lid) creds.me = { ...me, lid: withDeviceOf(me.lid, me.id) };
}

/** The same account by the name that `jid` has, as the device that `me` names. */
function withDeviceOf(jid: string, me: string | undefined): string {
	const { user, server } = jidDecode(jid) ?? {};
	const { device } = jidDecode(me) ?? {};
	return user && server ? jidEncode(user, server, device) : jid;
}
