import {
	DEFAULT_CONNECTION_CONFIG,
	fetchLatestWaWebVersion,
	type WAVersion,
} from '@whiskeysockets/baileys';
import type { Agent } from 'node:http';
import { kindOf, type Log } from '../log';
import { through } from './downloads';
import type { Settings } from '../store/account-store';

/** Which version of WhatsApp Web an account says it is. Baileys' own is asked for anew only when WhatsApp refuses it (405). */
export interface Versions {
	current(): WAVersion;
	/** Asks WhatsApp's page; true when it names a newer one than the current, which it is from then on. Never rejects. */
	renew(): Promise<boolean>;
}

/** The version that WhatsApp gives its own users; undefined where that cannot be found out. Asked through the proxy, if there is one. */
export type AskVersion = (agent?: Agent) => Promise<WAVersion | undefined>;

interface KnownVersion {
	version: WAVersion;
	/** When WhatsApp's page named it (ms). */
	at: number;
}

const NAME = 'version';
const ANSWER_MS = 10_000;

export const askVersion: AskVersion = async (agent) => {
	const signal = AbortSignal.timeout(ANSWER_MS);
	const { version, isLatest } = await fetchLatestWaWebVersion({ signal, ...through(agent) });
	// Without an answer it gives Baileys' own version.
	return isLatest ? version : undefined;
};

/** An update of Baileys makes a version that was found earlier the older one. */
export function newer(a: WAVersion, b: WAVersion | undefined): WAVersion {
	const differs = a.findIndex((part, index) => part !== b?.[index]);
	return b && (b[differs] ?? 0) > (a[differs] ?? 0) ? b : a;
}

export function createVersions(
	settings: Settings,
	ask: AskVersion,
	now: () => number,
	log: Log,
): Versions {
	const current = () =>
		newer(DEFAULT_CONNECTION_CONFIG.version, settings.get<KnownVersion>(NAME)?.version);

	async function renew(): Promise<boolean> {
		const version = await ask();
		const known = current();
		const isNewer = newer(known, version) !== known;
		log.info('WhatsApp refuses the version of the connection', { isNewer });
		if (!isNewer) return false;
		settings.set(NAME, { version, at: now() });
		return true;
	}

	return {
		current,
		renew: () =>
			renew().catch((error: unknown) => {
				log.warn('No newer version could be found out', { error: kindOf(error) });
				return false;
			}),
	};
}
