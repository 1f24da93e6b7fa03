import type { GatewayOptions } from '../../engine/gateway/contract';
import { logText } from '../shared/log-text';
import type { Reader } from './variables';

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** Writes lines to stdout, of the levels that n8n would (`N8N_LOG_LEVEL`). Error: INVALID_SETTING. */
export function loggerFor(read: Reader): NonNullable<GatewayOptions['log']> {
	const most = LEVELS.indexOf(read.oneOf('N8N_LOG_LEVEL', LEVELS, 'info'));
	return (line) => {
		if (LEVELS.indexOf(line.level) > most) return;
		process.stdout.write(`${new Date().toISOString()} ${line.level} ${logText(line)}\n`);
	};
}
