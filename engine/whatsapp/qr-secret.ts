import { randomBytes } from 'node:crypto';
import {
	getBinaryNodeChild,
	type AuthenticationCreds,
	type BinaryNode,
} from '@whiskeysockets/baileys';

export interface QrSecretOptions {
	/** The session that is being linked; its secret is changed in place. */
	creds: AuthenticationCreds;
	save(): void;
	send(node: BinaryNode): Promise<void>;
	/** `again`: the one that is shown already, with another secret; it lives no longer for that. */
	onQr(text: string, again: boolean): void;
}

/** Keeps the secret in the QR codes the one that WhatsApp takes. */
export interface QrSecret {
	/** A QR code that Baileys has made. */
	show(text: string): void;
	/** `<notification type="companion_reg_refresh">` */
	onRefresh(node: BinaryNode): void;
}

/**
 * With some numbers WhatsApp retires the secret of a QR code while it is shown, after a first scan: from then on the phone
 * says that it could not link, until it scans one with another secret. Baileys does not know of it, reads the secret once
 * for all QR codes of a connection, and acknowledges nothing before it has a number (Baileys#2737; lib/Socket/socket.js,
 * CB:iq,type:set,pair-device; messages-recv.js, sendMessageAck).
 */
export function createQrSecret({ creds, save, send, onQr }: QrSecretOptions): QrSecret {
	let shown: string | undefined;
	return {
		show(text) {
			shown = text;
			onQr(withSecret(text, creds.advSecretKey), false);
		},
		onRefresh(node) {
			// Once a code was asked for there is a number, and the code's own secret must stay.
			if (creds.me) return;
			const { id = '', from = '', type = '' } = node.attrs;
			const ack = { tag: 'ack', attrs: { id, to: from, class: 'notification', type } };
			// Over a connection that has ended nobody needs it.
			send(ack).catch(() => undefined);
			if (!KINDS.some((tag) => getBinaryNodeChild(node, tag))) return;
			creds.advSecretKey = randomBytes(32).toString('base64');
			save();
			if (shown) onQr(withSecret(shown, creds.advSecretKey), true);
		},
	};
}

/** Without one of these WhatsApp Web takes the notification for broken. */
const KINDS = ['companion_reg_refresh', 'pair-device-rotate-qr'];

/** `https://wa.me/settings/linked_devices#reference,noise key,identity key,secret,platform` (buildPairingQRData) */
function withSecret(text: string, secret: string): string {
	return text
		.split(',')
		.map((part, index) => (index === 3 ? secret : part))
		.join(',');
}
