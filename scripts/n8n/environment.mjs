// The environment variables n8n is started with.

/** What a program needs of the machine; the rest of the environment (npm's, Jest's, another n8n's) stays outside. */
const INHERITED = [
	'PATH',
	'HOME',
	'LANG',
	'LC_ALL',
	'TZ',
	'TMPDIR',
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'NODE_EXTRA_CA_CERTS',
	'N8N_LOG_LEVEL',
	'N8N_LOG_SCOPES',
];

/** Keeps n8n from calling home, and from showing what gets in a newcomer's way: surveys, news, template shops. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,agents,chat-hub',
};

/**
 * @param {{ home: string, port: number, brokerPort: number, extra: Record<string, string> }} options
 * @returns {Record<string, string>}
 */
export function n8nEnvironment({ home, port, brokerPort, extra }) {
	const inherited = INHERITED.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value]];
	});
	return {
		...Object.fromEntries(inherited),
		// No proxy reaches what is on this machine: n8n's own parts, and the simulator.
		NO_PROXY: [process.env['NO_PROXY'], 'localhost', '127.0.0.1'].filter(Boolean).join(','),
		...QUIET,
		// n8n's own default is New York.
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		N8N_USER_FOLDER: home,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// Over plain http a secure cookie would not come back.
		N8N_SECURE_COOKIE: 'false',
		...extra,
	};
}
