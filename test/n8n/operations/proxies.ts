import { freePort } from '../../../scripts/n8n/ports.mjs';
import {
	LOGIN,
	PROXY_ORIGIN,
	startMicrosocks,
	startTinyproxy,
	type RunningProxy,
} from '../../support/proxies';
import { codeIn, sendFrom, useStage } from '../harness';

/** A proxy as it is typed into the credential. */

const WITHIN_MS = 60_000;

const stage = useStage();
let proxies: RunningProxy[];
beforeAll(async () => (proxies = [await startTinyproxy(), await startMicrosocks()]));
afterAll(async () => {
	for (const proxy of proxies) await proxy.close();
});

const typed = (
	{ settings: { protocol, host, port } }: RunningProxy,
	password: string = LOGIN.password,
) => `${protocol}://${LOGIN.user}:${password}@${host}:${port}`;

test.each([
	['an HTTP', 0],
	['a SOCKS5', 1],
])('a number is linked through %s proxy, and sends through it', async (_kind, index) => {
	const phone = stage.number(20 + index);
	const proxy = proxies[index] as RunningProxy;
	const wrong = await stage.rest.createCredential({
		...{ name: `Through ${phone}`, type: 'whatsAppLinkedApi' },
		data: { phone, minPause: 0, maxPause: 0, proxy: typed(proxy, 'wrong') },
	});
	const { host, port } = proxy.settings;
	expect(await stage.rest.testCredential(wrong)).toEqual({
		status: 'Error',
		message: `The proxy ${host}:${port} does not accept this user and password. Check Proxy in the WhatsApp Linked API credential, and type both again. Then press Retry.`,
	});

	const credential = { ...wrong, data: { ...wrong.data, proxy: typed(proxy) } };
	await stage.rest.updateCredential(credential);
	const { message } = await stage.rest.testCredential(credential);
	await stage.simulator.phone(phone).typeCode(codeIn(message));
	await stage.rest.credentialIsGood(credential, WITHIN_MS);
	expect(stage.simulator.origins).toContain(PROXY_ORIGIN);

	const words = `by ${proxy.settings.protocol}`;
	await sendFrom(stage, credential, { to: stage.number(2), text: words });
	await stage.contact.waitForMessage(({ text }) => text === words);
});

test('n8n never shows it again, and neither do its log and an error', async () => {
	const proxy = proxies[0] as RunningProxy;
	const { id } = await stage.rest.createCredential({
		...{ name: 'Sealed', type: 'whatsAppLinkedApi' },
		data: { phone: stage.number(30), proxy: typed(proxy) },
	});
	const shown = await stage.rest.credential(id);
	expect(JSON.stringify(shown)).not.toContain(LOGIN.password);
	expect(shown.data).toMatchObject({ phone: stage.number(30) });
	expect(await stage.n8n.log()).not.toContain(LOGIN.password);
});

test.each([
	['proxy.example.com:3128', 'Proxy does not begin with http://, https:// or socks5://.'],
	[
		'http://user:secret@proxy.example.com',
		'Proxy does not end with a host and a port, as in proxy.example.com:3128.',
	],
])('what is no address is refused: %s', async (proxy, problem) => {
	const { message } = await stage.rest.testCredential(
		await stage.rest.createCredential({
			...{ name: 'Wrong', type: 'whatsAppLinkedApi' },
			data: { phone: stage.number(31), proxy },
		}),
	);
	expect(message).toBe(
		`${problem} Write it as http://host:port or http://user:password@host:port, with https:// or socks5:// for proxies of these kinds. Or leave it empty to connect directly.`,
	);
});

test('a port where nothing listens is named', async () => {
	const port = await freePort();
	const { message } = await stage.rest.testCredential(
		await stage.rest.createCredential({
			...{ name: 'Nobody', type: 'whatsAppLinkedApi' },
			data: { phone: stage.number(32), proxy: `socks5://127.0.0.1:${port}` },
		}),
	);
	expect(message).toBe(
		`No proxy listens at 127.0.0.1:${port}. Check Proxy in the WhatsApp Linked API credential: are host and port right, and does the proxy run? Then press Retry.`,
	);
});
