import type { BinaryNode } from '@whiskeysockets/baileys';
import { QueryTimeout } from './query-errors';

/** Asks the server something and waits for the answer; undefined: there came none in time. */
export type Query = (node: BinaryNode) => Promise<BinaryNode | undefined>;

/** The answer to a question. Rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export async function answerTo(query: Query, question: BinaryNode): Promise<BinaryNode> {
	// A query that timed out gives undefined (lib/Socket/socket.js, waitForMessage).
	const answer = await query(question);
	if (!answer) throw new QueryTimeout();
	return answer;
}
