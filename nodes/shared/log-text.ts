import type { LogLine } from '../../engine/gateway/contract';

/** A line of the engine as one text, for logs that leave out what is beside it. */
export function logText({ account, sentence, facts }: LogLine): string {
	const told = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
	const ending = told.length > 0 ? ` (${told.join(', ')})` : '';
	const about = account === undefined ? '' : ` ${account}`;
	return `WhatsApp Linked${about}: ${sentence}${ending}`;
}
