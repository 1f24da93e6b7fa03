import type { ProxySettings } from '../../engine/gateway/contract';
import { EngineError } from '../../engine/gateway/contract';

/** `socks5h` is curl's word for what `socks5` is here: names are looked up by the proxy. */
const PROTOCOL: Readonly<Record<string, ProxySettings['protocol']>> = {
	http: 'http',
	https: 'https',
	socks5: 'socks5',
	socks5h: 'socks5',
};
/** A password may hold any of the signs that mean something in an address: the last @ ends it. */
const LOGIN_AND_PLACE = /^(?:(.*)@)?([^@]*?)\/?$/su;
const PLACE = /^(\[[\da-f:.]+\]|[^\s:/?#[\]]+):(\d{1,5})$/iu;
const MAX_PORT = 65_535;
/** SOCKS5 has one byte for the length of each (RFC 1929). */
const MAX_BYTES = 255;

const FORM =
	'Write it as http://host:port or http://user:password@host:port, with https:// or socks5:// for proxies of these kinds. Or leave it empty to connect directly.';

/** The proxy that was typed into the credential. No error quotes it: it holds a password. Error: INVALID_SETTING. */
export function readProxy(typed: unknown): ProxySettings | undefined {
	const text = String(typed ?? '').trim();
	if (text === '') return undefined;
	const [, scheme, rest] = /^([a-z\d]+):\/\/(.+)$/isu.exec(text) ?? [];
	const protocol = PROTOCOL[scheme?.toLowerCase() ?? ''];
	if (!protocol) throw invalid('Proxy does not begin with http://, https:// or socks5://.');
	const [, login, place = ''] = LOGIN_AND_PLACE.exec(rest ?? '') ?? [];
	const [, host = '', digits = ''] = PLACE.exec(place) ?? [];
	const port = Number(digits);
	if (port < 1 || port > MAX_PORT) {
		throw invalid('Proxy does not end with a host and a port, as in proxy.example.com:3128.');
	}
	return { protocol, host: host.replace(/^\[|\]$/g, ''), port, ...readLogin(login) };
}

function readLogin(login: string | undefined): Pick<ProxySettings, 'user' | 'password'> {
	if (!login) return {};
	const [, user = '', password = ''] = /^([^:]*):?(.*)$/su.exec(login) ?? [];
	const read = { user: decoded(user), password: decoded(password) };
	if (Object.values(read).some((part) => Buffer.byteLength(part) > MAX_BYTES)) {
		throw invalid('The user or the password of Proxy is longer than proxies take.');
	}
	return read;
}

/** As in any address, %40 is @; what is no such sign stands for itself. */
function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function invalid(why: string): EngineError {
	return new EngineError('INVALID_SETTING', why, FORM);
}
