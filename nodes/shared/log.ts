import { LoggerProxy } from 'n8n-workflow';

import type { LogLine } from '../../engine/gateway/contract';
import { logText } from './log-text';

/** `N8N_LOG_SCOPES` chooses by it. n8n's type knows its own alone. */
const SCOPES = ['whatsapp-linked'] as never;

/** An ID holds whatever its sender made up, and the numbers of people. */
export function redactId(id: string): string {
	const characters = id.replace(/[^\w:.@-]/g, '?').slice(0, 200);
	return characters.replace(/\d{4,}(?=\d{4})/g, '…');
}

/** Hands a line to n8n's logger. Unless it writes JSON or is set to debug n8n leaves out all but the text: the facts stand there. */
export function log(line: LogLine): void {
	const { level, account, facts } = line;
	LoggerProxy[level](logText(line), {
		scopes: SCOPES,
		...(account !== undefined && { account }),
		facts,
	});
}
