import tls from 'node:tls';
import { DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import { EngineError, type Endpoint } from '../gateway/contract';

/** 127.0.0.0/8, [::1] and localhost: nothing that leaves this machine. */
const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;

/**
 * The URL to connect to. With an `endpoint` this thread trusts its keys from here on: it is for the simulator, so any
 * host that is not this machine is refused. Error: INVALID_SETTING.
 */
export function useEndpoint(endpoint: Endpoint | undefined): string {
	if (!endpoint) return DEFAULT_CONNECTION_CONFIG.waWebSocketUrl.toString();
	const url = URL.canParse(endpoint.url) ? new URL(endpoint.url) : undefined;
	if (!url || !/^wss?:$/.test(url.protocol) || !LOOPBACK.test(url.hostname)) {
		throw invalid(
			'its URL must be ws:// or wss:// on this machine (127.0.0.1, [::1] or localhost)',
		);
	}
	const { mediaHost } = endpoint;
	if (mediaHost !== undefined && !LOOPBACK.test(hostnameOf(mediaHost))) {
		throw invalid('its media host must be on this machine');
	}
	const key = Buffer.from(endpoint.trustedKey, 'base64');
	if (key.length !== 32) throw invalid('its trusted key must be 32 bytes in base64');
	WA_CERT_DETAILS.PUBLIC_KEY = key;
	// Media goes over HTTPS to hosts that the server names: Node's own list of authorities is what Baileys uses for them.
	if (endpoint.ca) {
		tls.setDefaultCACertificates([...tls.getCACertificates('default'), endpoint.ca]);
	}
	return url.href;
}

/** Where files are downloaded from: messages name hosts of WhatsApp's as well, in the words of whoever sent them. */
export function downloadHost(endpoint: Endpoint | undefined): string | undefined {
	return endpoint ? endpoint.mediaHost : 'mmg.whatsapp.net';
}

/** Whether a host holds files of WhatsApp. Messages may name any; with the simulator it is this machine alone. */
export function isMediaHost(hostname: string, socketUrl: string): boolean {
	if (LOOPBACK.test(new URL(socketUrl).hostname)) return LOOPBACK.test(hostname);
	return /(^|\.)whatsapp\.net$/.test(hostname);
}

function hostnameOf(host: string): string {
	const url = `https://${host}`;
	return URL.canParse(url) ? new URL(url).hostname : '';
}

function invalid(why: string): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`The WhatsApp endpoint setting is refused: ${why}.`,
		'Remove WHATSAPP_LINKED_ENDPOINT from the environment of n8n to use WhatsApp itself. It is only for the simulator.',
	);
}
