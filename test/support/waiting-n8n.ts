import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer of n8n's web server to a resume URL. */
export type ResumeAnswer = { status: number; body: unknown };

export const RESUMED: ResumeAnswer = { status: 200, body: { resumed: true } };
/** The words are n8n's (2.41, `waiting-webhooks.js`). */
export const RUNNING: ResumeAnswer = {
	status: 409,
	body: { code: 409, message: 'The execution "7" is running already.' },
};
/** It waits no more: n8n shows a page that says so. */
export const OVER: ResumeAnswer = { status: 200, body: 'No action required' };
export const STOPPED: ResumeAnswer = {
	status: 409,
	body: { code: 409, message: 'The execution "7" has finished with error.' },
};

/** What of n8n resumes executions: a web server that takes the calls to resume URLs. */
export interface WaitingN8n {
	readonly origin: string;
	/** The paths that were called, with their queries, in order. */
	readonly calls: string[];
	/** What the next calls are answered with, one after another, and then as `otherwise` has it. 'none': no answer comes. */
	answers: (ResumeAnswer | 'none')[];
	/** Resolves when so many calls have come. */
	called(times: number): Promise<void>;
	close(): Promise<void>;
}

/** `otherwise`: what calls are answered with, by their path; by default all are resumed. */
export async function startWaitingN8n(
	otherwise: (path: string) => ResumeAnswer | Promise<ResumeAnswer> = () => RESUMED,
): Promise<WaitingN8n> {
	const calls: string[] = [];
	const waiting = new Set<() => void>();
	const n8n: Omit<WaitingN8n, 'origin' | 'close'> = {
		calls,
		answers: [],
		called: (times) =>
			new Promise((resolve) => {
				const look = () => {
					if (calls.length < times) return;
					waiting.delete(look);
					resolve();
				};
				waiting.add(look);
				look();
			}),
	};
	const server = createServer((request, response) => {
		request.resume();
		request.on('end', async () => {
			const answer = n8n.answers.shift() ?? (await otherwise(request.url ?? ''));
			calls.push(`${request.method} ${request.url}`);
			if (answer === 'none') response.destroy();
			else {
				response.writeHead(answer.status, { 'content-type': 'application/json' });
				response.end(JSON.stringify(answer.body));
			}
			for (const look of [...waiting]) look();
		});
	});
	await listening(server);
	return Object.assign(n8n, {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise<void>((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	});
}

async function listening(server: Server): Promise<void> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}
