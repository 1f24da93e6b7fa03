import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Resumed, ResumeExecution } from '../gateway/contract';

/** n8n answers when the execution is under way again. Before that the files of the answers are downloaded. */
const ANSWER_WITHIN_MS = 120_000;
/** More than any answer that says something. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Resumes executions over n8n's own web server on this computer: `http://127.0.0.1:5678`. No public address is needed, and
 * nothing that stands before n8n is in the way. Of the resume URL only path and query count, which n8n has signed.
 */
export function createResumeExecution(webServer: string | undefined): ResumeExecution {
	if (!webServer) return async () => 'unknown';
	return async (resumeUrl) => {
		const { pathname, search } = new URL(resumeUrl);
		const answer = await post(new URL(pathname + search, webServer));
		return answer ? meaningOf(answer) : 'unknown';
	};
}

interface HttpAnswer {
	status: number;
	body: string;
}

/** Undefined where none came. */
async function post(url: URL): Promise<HttpAnswer | undefined> {
	const isHttps = url.protocol === 'https:';
	const options = {
		method: 'POST',
		signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		headers: { 'content-type': 'application/json', 'content-length': 2 },
		// It is this computer's own server, under an address that no certificate is made for.
		...(isHttps && { rejectUnauthorized: false }),
	};
	return await new Promise((resolve) => {
		const asked = (isHttps ? overHttps : overHttp)(url, options, (response) => {
			read(response).then(
				(body) => resolve({ status: response.statusCode ?? 0, body }),
				() => resolve(undefined),
			);
		});
		asked.on('error', () => resolve(undefined));
		asked.end('{}');
	});
}

async function read(response: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of response as AsyncIterable<Buffer>) {
		size += part.length;
		if (size > MAX_ANSWER_BYTES) break;
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

/** n8n 2.41, `waiting-webhooks.js`, and what our own node answers. */
export function meaningOf({ status, body }: HttpAnswer): Resumed {
	const { resumed, message } = json(body);
	if (status === 200 && resumed === true) return 'resumed';
	if (status === 409) return /is running already/.test(message ?? '') ? 'running' : 'gone';
	// Of an execution that is deleted. Where no web server of n8n answers it is another message.
	if (status === 404) return /does not exist/.test(message ?? '') ? 'gone' : 'unknown';
	// A page says that there is nothing to do any more, or our node that it knows of no question.
	if (status === 200 || status === 410) return 'gone';
	if (status === 401 || status === 500) return 'refused';
	return 'unknown';
}

function json(body: string): { resumed?: unknown; message?: string } {
	try {
		const parsed: unknown = JSON.parse(body);
		return typeof parsed === 'object' && parsed !== null ? parsed : {};
	} catch {
		return {};
	}
}
