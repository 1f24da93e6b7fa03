import type { Endpoint } from '../../engine/gateway/contract';
import { EngineError } from '../../engine/gateway/contract';

/**
 * The environment variable WHATSAPP_LINKED_ENDPOINT points the engine at the simulator, for tests and the demo. The
 * engine itself refuses every host but this computer.
 */
export function endpointFrom(variable: string | undefined): Endpoint | undefined {
	if (!variable) return undefined;
	const value = parsed(variable);
	if (!isEndpoint(value)) {
		throw new EngineError(
			'INVALID_SETTING',
			'The environment variable WHATSAPP_LINKED_ENDPOINT is not an endpoint.',
			'Set it to JSON with "url" and "trustedKey" (and "ca" if needed), or remove it, and restart n8n.',
		);
	}
	return value;
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function isEndpoint(value: unknown): value is Endpoint {
	if (typeof value !== 'object' || value === null) return false;
	const { url, trustedKey, ca, mediaHost } = value as Record<string, unknown>;
	return (
		typeof url === 'string' &&
		typeof trustedKey === 'string' &&
		[ca, mediaHost].every((text) => text === undefined || typeof text === 'string')
	);
}
