import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { EngineError, Gateway, GatewayOptions } from '../../engine/gateway/contract';
import { openGateway } from '../../engine/transport/open-gateway';
import { endpointFrom } from '../shared/endpoint';
import { fleetOptions } from '../shared/fleet-options';
import { readEnvironment } from './environment';
import { loggerFor } from './logger';
import { invalid, type Reader } from './variables';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const TRY_AGAIN_MS = 1_000;

/**
 * A process that holds numbers for n8n's queue mode, and does nothing else. Resolves when it was told to end and all is in
 * order. Error: INVALID_SETTING.
 */
export async function runEngine(read: Reader, complain: (error: unknown) => void): Promise<void> {
	const options = engineOptions(read);
	const log = loggerFor(read);
	const stop = new AbortController();
	const gateway = openGateway({ ...options, log });
	const stopped = signalled();
	void begin(gateway, complain, stop.signal).then((hasBegun) => {
		if (hasBegun) log({ level: 'info', sentence: 'This process looks after numbers', facts: {} });
	});
	await stopped;
	stop.abort();
	await gateway.close();
}

export function engineOptions(read: Reader): GatewayOptions {
	const { config, folder, encryptionKey } = readEnvironment(read);
	if (config.executions.mode !== 'queue') throw NO_QUEUE_MODE;
	const endpoint = endpointFrom(read.text('WHATSAPP_LINKED_ENDPOINT', ''));
	return {
		...fleetOptions(config, 'engine'),
		dataDir: join(folder, 'whatsapp-linked'),
		encryptionKey,
		...(endpoint && { endpoint }),
	};
}

/** Postgres may come later than this process. What is wrong is told once. */
async function begin(
	gateway: Gateway,
	complain: (error: unknown) => void,
	stop: AbortSignal,
): Promise<boolean> {
	for (let told = ''; !stop.aborted; ) {
		try {
			await gateway.resume();
			return true;
		} catch (error) {
			const { message } = error as EngineError;
			if (message !== told && !stop.aborted) complain(error);
			told = message;
			await sleep(TRY_AGAIN_MS);
		}
	}
	return false;
}

/** A second signal ends the process at once, whatever else listens to it. */
async function signalled(): Promise<void> {
	await new Promise<void>((resolve) => {
		// The engine runs in a thread, which keeps no process up.
		const up = setInterval(() => undefined, 60_000);
		let isTold = false;
		const stop = () => {
			if (isTold) process.exit(1);
			isTold = true;
			clearInterval(up);
			resolve();
		};
		for (const signal of SIGNALS) process.on(signal, stop);
	});
}

const NO_QUEUE_MODE = invalid(
	'EXECUTIONS_MODE is not queue',
	'Give this process the environment of your n8n: it holds numbers for its queue mode.',
);
