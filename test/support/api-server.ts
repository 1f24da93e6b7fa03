import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web API on loopback that takes whatever is posted. */
export interface ApiServer {
	url: string;
	/** The bodies that were posted, in order. */
	readonly posted: Buffer[];
	close(): Promise<void>;
}

/** It says the same to each request. */
export async function startApi(answer: object): Promise<ApiServer> {
	const posted: Buffer[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			posted.push(Buffer.concat(chunks));
			response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		posted,
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
