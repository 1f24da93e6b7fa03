import { join } from 'node:path';

import type { Gateway } from '../../engine/gateway/contract';
import { openGateway } from '../../engine/transport/open-gateway';
import { EngineError } from '../../engine/gateway/contract';
import { endpointFrom } from './endpoint';
import type { InstanceType, N8nConfig } from './fleet-options';
import { fleetOptions } from './fleet-options';
import { log } from './log';
import { webServerOf, type WebConfig } from './web-server';

/** What we need of n8n-core's class of the same name. All fields are there in every n8n from 1.x to 2.41. */
interface InstanceSettings {
	readonly n8nFolder: string;
	readonly encryptionKey: string;
	readonly instanceType: InstanceType;
	/** What resume URLs are signed with. */
	readonly hmacSignatureSecret: string;
}

/** The engine, as this n8n process sees it. Opened on first use; every further call gets the same one. */
export function gateway(): Gateway {
	const { settings, config } = n8n();
	return openGateway({
		dataDir: join(settings.n8nFolder, 'whatsapp-linked'),
		encryptionKey: settings.encryptionKey,
		...fleetOptions(config, settings.instanceType, process.env.WHATSAPP_LINKED_STORE),
		webServer: webServerOf(config, settings.instanceType),
		endpoint: endpointFrom(process.env.WHATSAPP_LINKED_ENDPOINT),
		log,
	});
}

/** How n8n makes the URLs that executions are resumed by. */
export function instance(): { waitingEndpoint: string; signingSecret: string } {
	const { settings, config } = n8n();
	return {
		waitingEndpoint: config.endpoints.webhookWaiting,
		signingSecret: settings.hmacSignatureSecret,
	};
}

/**
 * n8n puts its own modules on NODE_PATH, so `require` finds them from a community package at run time; they are no
 * dependency of ours, neither for types nor for tests. A credential test has no other way to reach them.
 */
function n8n(): { settings: InstanceSettings; config: N8nConfig & WebConfig } {
	try {
		/* eslint-disable @typescript-eslint/no-require-imports -- an import would have to resolve at build time */
		const { Container } = require('@n8n/di') as { Container: { get<T>(token: unknown): T } };
		const n8nCore = require('n8n-core') as { InstanceSettings: unknown };
		const n8nConfig = require('@n8n/config') as { GlobalConfig: unknown };
		/* eslint-enable @typescript-eslint/no-require-imports */
		return {
			settings: Container.get<InstanceSettings>(n8nCore.InstanceSettings),
			config: Container.get<N8nConfig & WebConfig>(n8nConfig.GlobalConfig),
		};
	} catch (error) {
		// An EngineError, which every caller turns into the error or the text that its user sees.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		throw new EngineError(
			'INTERNAL',
			`This n8n does not tell where its data folder is (${error instanceof Error ? error.message : String(error)}).`,
			'Update n8n to version 2.20 or newer.',
		);
	}
}
