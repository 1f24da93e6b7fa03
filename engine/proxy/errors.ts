import { EngineError, type ProxySettings } from '../gateway/contract';

/** What a user is told of a proxy that does not work. Its user and password are never named. */

const CHECK = 'Check Proxy in the WhatsApp Linked API credential';

const AS_IT_NEEDS = `${CHECK}: is the port right, and does the address begin with http://, https:// or socks5:// as your proxy needs it?`;

/** HTTP statuses of proxies that are reached and cannot reach WhatsApp. */
const CANNOT_REACH: readonly number[] = [500, 502, 503, 504];
/** Codes of Node for an address that leads nowhere, and for names that are not known. */
const NO_NAME: readonly unknown[] = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA'];
/** TLS was asked for, and what answers speaks none. */
const NO_TLS: readonly unknown[] = ['EPROTO', 'ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER'];

/** The proxy could not be connected to. */
export function unreachable(proxy: ProxySettings, code: unknown): EngineError {
	if (NO_NAME.includes(code)) {
		return failure(
			`The proxy "${proxy.host}" does not exist: no address is known for this name.`,
			`${CHECK}: is the name written correctly?`,
		);
	}
	if (code === 'ECONNREFUSED') {
		return failure(
			`No proxy listens at ${addressOf(proxy)}.`,
			`${CHECK}: are host and port right, and does the proxy run?`,
		);
	}
	if (proxy.protocol === 'https' && NO_TLS.includes(code)) return notAProxy(proxy);
	if (proxy.protocol === 'https' && isOfCertificate(code)) {
		return failure(
			`The certificate of the proxy ${addressOf(proxy)} is not valid for it (${code}).`,
			`${CHECK}: has it to begin with http:// instead? Or have n8n trust the certificate by NODE_EXTRA_CA_CERTS.`,
		);
	}
	return silent(proxy);
}

/** Nothing came back in time. */
function silent(proxy: ProxySettings): EngineError {
	return failure(
		`The proxy ${addressOf(proxy)} does not answer.`,
		`${CHECK}: are host and port right, and may n8n reach it?`,
	);
}

/** Somebody listens, and nothing came back in time: whoever waits for another protocol may say nothing. */
export function mute(proxy: ProxySettings): EngineError {
	return failure(
		`What listens at ${addressOf(proxy)} does not answer as ${kindOf(proxy)} does.`,
		AS_IT_NEEDS,
	);
}

export function notAllowed(proxy: ProxySettings): EngineError {
	return proxy.user === undefined
		? failure(
				`The proxy ${addressOf(proxy)} asks for a user and a password.`,
				`${CHECK}, and write them in: ${proxy.protocol}://user:password@${addressOf(proxy)}.`,
			)
		: failure(
				`The proxy ${addressOf(proxy)} does not accept this user and password.`,
				`${CHECK}, and type both again.`,
			);
}

export function notAProxy(proxy: ProxySettings): EngineError {
	return failure(`What answers at ${addressOf(proxy)} is not ${kindOf(proxy)}.`, AS_IT_NEEDS);
}

/** It is a proxy, and answers a request to connect to WhatsApp with no. */
export function refused(proxy: ProxySettings, reason: number | string): EngineError {
	return failure(
		`The proxy ${addressOf(proxy)} does not let n8n connect to WhatsApp (${reason}).`,
		'Ask whoever runs the proxy to allow web.whatsapp.com and *.whatsapp.net on port 443, or use another one.',
	);
}

export function cannotReach(proxy: ProxySettings, reason: number | string): EngineError {
	return failure(
		`The proxy ${addressOf(proxy)} works, but could not reach WhatsApp (${reason}).`,
		'Check the network of the proxy, or use another one.',
	);
}

/** By the status that an HTTP proxy gives instead of a connection. */
export function byStatus(proxy: ProxySettings, status: number): EngineError {
	// 401 is what tinyproxy gives up to version 1.11.1.
	if (status === 407 || status === 401) return notAllowed(proxy);
	if (status === 403) return refused(proxy, status);
	return CANNOT_REACH.includes(status) ? cannotReach(proxy, status) : notAProxy(proxy);
}

/** IPv6 addresses stand in brackets. */
export function authority(host: string, port: number): string {
	return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function kindOf({ protocol }: ProxySettings): string {
	return { http: 'an HTTP proxy', https: 'an HTTPS proxy', socks5: 'a SOCKS5 proxy' }[protocol];
}

function addressOf({ host, port }: ProxySettings): string {
	return authority(host, port);
}

/** OpenSSL's words for what is wrong with a certificate, and Node's. */
function isOfCertificate(code: unknown): code is string {
	return typeof code === 'string' && /CERT|SIGNATURE|ISSUER|ALTNAME/.test(code);
}

function failure(message: string, hint: string): EngineError {
	return new EngineError('PROXY_FAILED', message, hint, true);
}
