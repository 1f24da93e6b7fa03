import { LoggerProxy } from 'n8n-workflow';

import type { LogLine } from '../../engine/gateway/contract';

/** `N8N_LOG_SCOPES` chooses by it. n8n's type knows its own alone. */
const SCOPES = ['whatsapp-linked'] as never;

/** An ID holds whatever its sender made up, and the numbers of people. */
export function redactId(id: string): string {
	const characters = id.replace(/[^\w:.@-]/g, '?').slice(0, 200);
	return characters.replace(/\d{4,}(?=\d{4})/g, '…');
}

/** Hands a line to n8n's logger. Unless it writes JSON or is set to debug n8n leaves out all but the text: the facts stand there. */
export function log({ level, account, sentence, facts }: LogLine): void {
	const told = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
	const ending = told.length > 0 ? ` (${told.join(', ')})` : '';
	const about = account === undefined ? '' : ` ${account}`;
	LoggerProxy[level](`WhatsApp Linked${about}: ${sentence}${ending}`, {
		scopes: SCOPES,
		...(account !== undefined && { account }),
		facts,
	});
}
