import type { InstanceType } from './fleet-options';

/** What we read of n8n's `GlobalConfig` besides: its own web server. */
export interface WebConfig {
	protocol: 'http' | 'https';
	port: number;
	listen_address: string;
	endpoints: { webhookWaiting: string; disableProductionWebhooksOnMainProcess: boolean };
}

/** Addresses that stand for all of this computer. */
const ALL_ADDRESSES = new Set(['', '::', '0.0.0.0', 'localhost']);

/**
 * Where the web server of an n8n process is reached from this computer, whatever n8n's public address is; undefined where it
 * resumes no executions: that of a worker tells only how it is.
 */
export function webServerOf(
	{ protocol, port, listen_address: address, endpoints }: WebConfig,
	process: InstanceType,
): string | undefined {
	const isWithout =
		process === 'worker' ||
		(process === 'main' && endpoints.disableProductionWebhooksOnMainProcess);
	if (isWithout) return undefined;
	const host = ALL_ADDRESSES.has(address) ? '127.0.0.1' : address;
	return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
