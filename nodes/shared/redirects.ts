import type { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

/** What a host answered with, and where that was. */
export interface Answer {
	body: Readable;
	headers: Record<string, unknown>;
	url: URL;
}

interface Response {
	/** Absent in answers that n8n makes up itself. */
	statusCode?: number;
	body: Readable;
	headers: Record<string, unknown>;
}

const MAX_DISCARDED = 64 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Asks with n8n's own HTTP helper, one address after the other: it tells of no redirect that it follows itself, and the
 * last address names the file. Its rules hold for each of them. Rejects as the helper does.
 */
export async function askThrough(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	start: URL,
	options: Omit<IHttpRequestOptions, 'url'>,
	maxRedirects: number,
): Promise<Answer> {
	let url = start;
	for (let left = maxRedirects; ; left--) {
		const {
			statusCode = 200,
			body,
			headers,
		} = (await helpers.httpRequest({
			...options,
			url: url.href,
			encoding: 'stream',
			returnFullResponse: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			maxRedirects: left,
		})) as Response;
		const location = REDIRECTS.has(statusCode) ? headers['location'] : undefined;
		if (typeof location !== 'string') {
			if (statusCode < 300) return { body, headers, url };
			discard(body);
			throw Object.assign(new Error(), { response: { status: statusCode } });
		}
		discard(body);
		const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
		if (!next || !/^https?:$/.test(next.protocol)) {
			throw new Error(`${url.host} leads to no web address`);
		}
		if (left === 0) throw new Error(`${start.host} leads on and on, to no file`);
		url = next;
	}
}

/**
 * Reads the few words that stand beside a redirect or an error, so that the connection is free again: a stream of axios
 * that is destroyed before it was read leaves the connection below it open.
 */
function discard(body: Readable): void {
	let size = 0;
	// Nobody reads it.
	body.on('error', () => undefined);
	body.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size > MAX_DISCARDED) body.destroy();
	});
}
