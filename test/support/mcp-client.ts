/** A client of an MCP server, over streamable HTTP. */
export interface McpClient {
	/** The names of the server's tools. */
	tools(): Promise<string[]>;
	/** What the tool answers, be it an error. */
	call(name: string, args: object): Promise<string>;
}

const PROTOCOL = '2025-03-26';

export async function startMcpClient(url: string): Promise<McpClient> {
	let session: string | null = null;
	let calls = 0;

	async function post(body: object): Promise<Response> {
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...(session && { 'mcp-session-id': session }),
			},
			body: JSON.stringify({ jsonrpc: '2.0', ...body }),
		});
		if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
		session ??= response.headers.get('mcp-session-id');
		return response;
	}

	async function request(method: string, params: object): Promise<Record<string, unknown>> {
		const response = await post({ id: ++calls, method, params });
		const { result, error } = answerIn(await response.text());
		if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
		return result ?? {};
	}

	await request('initialize', {
		protocolVersion: PROTOCOL,
		capabilities: {},
		clientInfo: { name: 'test', version: '1' },
	});
	await post({ method: 'notifications/initialized' });

	return {
		async tools() {
			const { tools } = await request('tools/list', {});
			return (tools as { name: string }[]).map(({ name }) => name);
		},
		call: async (name, args) =>
			JSON.stringify(await request('tools/call', { name, arguments: args })),
	};
}

/** The answer is JSON, or the last event of a stream that ends with it. */
function answerIn(text: string): { result?: Record<string, unknown>; error?: unknown } {
	const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
	return JSON.parse(events.at(-1) ?? text);
}
