import { getBinaryNodeChild, S_WHATSAPP_NET, type BinaryNode } from '@whiskeysockets/baileys';
import { Refusal } from './query-errors';

/** Asks the server something and waits for the answer; undefined: there came none in time. */
export type Query = (node: BinaryNode) => Promise<BinaryNode | undefined>;

/** WhatsApp understood the question and answered no. */
export class MexRefusal extends Refusal {
	get code(): number {
		return this.data;
	}
}

interface Answer {
	data?: Record<string, unknown> | null;
	errors?: { message?: string; extensions?: { error_code?: number } }[];
}

/**
 * WhatsApp's GraphQL: variables as JSON, and the number of a query that the server knows. Returns what the answer holds
 * under `path`. Throws `MexRefusal`.
 */
export async function mex(
	query: Query,
	queryId: string,
	variables: object,
	path: string,
): Promise<unknown> {
	const result = await query({
		tag: 'iq',
		attrs: { type: 'get', to: S_WHATSAPP_NET, xmlns: 'w:mex' },
		content: [
			{
				tag: 'query',
				attrs: { query_id: queryId },
				content: Buffer.from(JSON.stringify({ variables })),
			},
		],
	});
	const content = getBinaryNodeChild(result, 'result')?.content;
	if (!content) throw new Error(`WhatsApp did not answer query ${queryId}`);
	const { data, errors } = JSON.parse(content.toString()) as Answer;
	const [error] = errors ?? [];
	if (error) throw new MexRefusal(error.extensions?.error_code ?? 0, error.message ?? '');
	return data?.[path];
}
