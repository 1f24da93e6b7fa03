import { createHmac } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { instance } from './gateway';

/** n8n's name for what it signs a URL with (n8n-core, constants). */
const SIGNATURE = 'signature';

/**
 * Where the execution that runs is resumed, signed. n8n signs path and query, as it makes them of its public address: where
 * that has a path of its own (`https://example.com/n8n/`), the proxy before n8n cuts it off, and n8n would not know its own signature. It
 * is signed anew without that path.
 */
export function resumeUrl(
	functions: Pick<IExecuteFunctions, 'getSignedResumeUrl'>,
	parameters: Record<string, string>,
): string {
	const url = new URL(functions.getSignedResumeUrl(parameters));
	const { waitingEndpoint, signingSecret } = instance();
	const start = url.pathname.indexOf(`/${waitingEndpoint}/`);
	if (start <= 0) return url.toString();
	url.pathname = url.pathname.slice(start);
	url.searchParams.delete(SIGNATURE);
	const signed = createHmac('sha256', signingSecret).update(`${url.pathname}${url.search}`);
	url.searchParams.set(SIGNATURE, signed.digest('hex'));
	return url.toString();
}
