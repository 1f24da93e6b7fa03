import { getBinaryNodeChild, type BinaryNode, type WASocket } from '@whiskeysockets/baileys';
import type { Auth } from './auth';
import { useCommonName, type Browser } from './device-name';
import { createQrSecret } from './qr-secret';
import type { StanzaSource } from './stanza-listeners';
import type { LifeEvent } from './whatsapp-event';

export interface PairingOptions {
	sock: Pick<WASocket, 'ws' | 'requestPairingCode' | 'sendNode'>;
	auth: Pick<Auth, 'state' | 'save'>;
	/** What Baileys' socket was made with. */
	browser: Browser;
	/** Listens to stanzas in front of Baileys. */
	onStanza(event: string, handle: (node: BinaryNode) => void): void;
	emit(event: LifeEvent): void;
}

/** How a number is linked, by code or by QR code. */
export interface Pairing {
	/** Asks the server to be linked by code. Rejects when the server refuses. Only after the first `qr` event. */
	requestCode(phone: string): Promise<string>;
}

/** WhatsApp refused to hand out a pairing code; `code` is its error number. */
export class PairingCodeRefused extends Error {
	constructor(readonly code: string) {
		super(`WhatsApp refused to link by code (${code})`);
	}
}

/** `showQr`: takes each QR code that Baileys has made. */
export function createPairing({
	sock,
	auth,
	browser,
	onStanza,
	emit,
}: PairingOptions): Pairing & { showQr(text: string): void } {
	const qr = createQrSecret({
		creds: auth.state.creds,
		save: auth.save,
		send: sock.sendNode,
		onQr: (text, again) => emit({ type: 'qr', text, again }),
	});
	onStanza('CB:notification,type:companion_reg_refresh', qr.onRefresh);
	onStanza('CB:notification,type:link_code_companion_reg', (node) => {
		const { stage } = getBinaryNodeChild(node, 'link_code_companion_reg')?.attrs ?? {};
		if (stage === 'primary_hello') emit({ type: 'codeTyped' });
		if (stage === 'refresh_code') emit({ type: 'codeRetired' });
	});

	return {
		showQr: qr.show,
		async requestCode(phone) {
			// Baileys does not wait for the answer and would return a code that the server has refused. Before the link
			// nothing else is asked, so the next answer is the one to this.
			const answer = Promise.race([
				next(sock.ws, 'CB:iq,type:result,link_code_companion_reg'),
				next(sock.ws, 'CB:iq,type:error'),
			]);
			useCommonName(browser);
			const code = await sock.requestPairingCode(phone);
			const node = await answer;
			if (node.attrs.type === 'error') throw new PairingCodeRefused(errorCode(node));
			return code;
		},
	};
}

/** The next stanza of this kind; never settles when none comes. */
function next(ws: StanzaSource, event: string): Promise<BinaryNode> {
	return new Promise((resolve) => ws.once(event, resolve));
}

function errorCode(node: BinaryNode): string {
	const child = Array.isArray(node.content) ? node.content[0] : undefined;
	return child?.attrs.code ?? 'unknown';
}
