/** What we read of n8n's `GlobalConfig` besides: its own web server. */
export interface WebConfig {
	protocol: 'http' | 'https';
	port: number;
	listen_address: string;
	endpoints: { webhookWaiting: string };
}

/** Addresses that stand for all of this computer. */
const ALL_ADDRESSES = new Set(['', '::', '0.0.0.0', 'localhost']);

/** Where n8n's own web server is reached from this computer, whatever its public address is. */
export function webServerOf({
	protocol,
	port,
	listen_address: address,
}: Omit<WebConfig, 'endpoints'>): string {
	const host = ALL_ADDRESSES.has(address) ? '127.0.0.1' : address;
	return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
