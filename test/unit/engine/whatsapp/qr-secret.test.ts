import { initAuthCreds, type AuthenticationCreds, type BinaryNode } from '@whiskeysockets/baileys';
import { createQrSecret, type QrSecret } from '../../../../engine/whatsapp/qr-secret';

let creds: AuthenticationCreds;
let saved: string[];
let sent: BinaryNode[];
let shown: Array<[text: string, again: boolean]>;
let qr: QrSecret;
let first: string;

/** What Baileys makes: it goes on with the secret that the connection began with. */
const made = (reference: string) => `https://wa.me/s#${reference},noise,identity,${first},1`;
const current = (reference: string) => made(reference).replace(first, creds.advSecretKey);

function refresh(child = 'companion_reg_refresh'): void {
	const attrs = { id: '7', from: 's.whatsapp.net', type: 'companion_reg_refresh', t: '1' };
	qr.onRefresh({ tag: 'notification', attrs, content: [{ tag: child, attrs: {} }] });
}

beforeEach(() => {
	creds = initAuthCreds();
	first = creds.advSecretKey;
	saved = [];
	sent = [];
	shown = [];
	qr = createQrSecret({
		creds,
		save: () => void saved.push(creds.advSecretKey),
		send: async (node) => void sent.push(node),
		onQr: (text, again) => void shown.push([text, again]),
	});
});

test('QR codes are shown as they are made', () => {
	qr.show(made('a'));
	qr.show(made('b'));
	expect(shown).toEqual([
		[made('a'), false],
		[made('b'), false],
	]);
});

test.each(['companion_reg_refresh', 'pair-device-rotate-qr'])(
	'A secret that WhatsApp retires (%s) is replaced in the code that is shown and in all later ones',
	(child) => {
		qr.show(made('a'));
		refresh(child);
		qr.show(made('b'));
		expect(creds.advSecretKey).not.toBe(first);
		expect(Buffer.from(creds.advSecretKey, 'base64')).toHaveLength(32);
		expect(saved).toEqual([creds.advSecretKey]);
		expect(shown.slice(1)).toEqual([
			[current('a'), true],
			[current('b'), false],
		]);
		const attrs = { id: '7', to: 's.whatsapp.net', class: 'notification' };
		expect(sent).toEqual([{ tag: 'ack', attrs: { ...attrs, type: 'companion_reg_refresh' } }]);
	},
);

test('Before a code is shown there is none to show anew', () => {
	refresh();
	expect(shown).toEqual([]);
	qr.show(made('a'));
	expect(shown).toEqual([[current('a'), false]]);
});

test('What retires nothing is acknowledged', () => {
	qr.show(made('a'));
	refresh('something-else');
	expect(creds.advSecretKey).toBe(first);
	expect(shown).toHaveLength(1);
	expect(sent).toHaveLength(1);
});

test('Once a pairing code was asked for its secret stays; Baileys acknowledges', () => {
	qr.show(made('a'));
	creds.me = { id: '5511900000001@s.whatsapp.net', name: '~' };
	refresh();
	expect(creds.advSecretKey).toBe(first);
	expect(shown).toHaveLength(1);
	expect(sent).toEqual([]);
});
