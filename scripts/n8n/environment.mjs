// The environment variables n8n is started with.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

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
};

/** Parts of n8n that nobody needs here. It refuses to start where it is told of one that it does not have. */
const UNUSED_MODULES = ['mcp-registry', 'instance-ai', 'agents', 'chat-hub'];

/** @param {string} folder that has n8n in its node_modules */
function unusedModules(folder) {
	const modules = join(folder, 'node_modules', 'n8n', 'dist', 'modules');
	return UNUSED_MODULES.filter((name) => existsSync(join(modules, name))).join(',');
}

/**
 * @param {{ folder: string, home: string, port: number, brokerPort: number, extra: Record<string, string> }} options
 * @returns {Record<string, string>}
 */
export function n8nEnvironment({ folder, home, port, brokerPort, extra }) {
	const inherited = INHERITED.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value]];
	});
	return {
		...Object.fromEntries(inherited),
		// No proxy reaches what is on this machine: n8n's own parts, and the simulator.
		NO_PROXY: [process.env['NO_PROXY'], 'localhost', '127.0.0.1'].filter(Boolean).join(','),
		...QUIET,
		N8N_DISABLED_MODULES: unusedModules(folder),
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
