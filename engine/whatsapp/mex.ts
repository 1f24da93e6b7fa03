import { getBinaryNodeChild, S_WHATSAPP_NET, type BinaryNode } from '@whiskeysockets/baileys';
import { outdatedQuery, queryId, type MexQuery } from './mex-queries';
import { answerTo, type Query } from './query';
import { Refusal, refusalCode } from './query-errors';

interface GraphQlError {
	message?: string;
	/** Which part of the answer is missing; empty: all of it. */
	path?: unknown[];
	extensions?: { error_code?: number };
}

interface Answer {
	data?: Record<string, unknown> | null;
	errors?: GraphQlError[];
}

/**
 * Asks WhatsApp's GraphQL: variables as JSON, and the ID of a query that the server knows. Returns what the answer holds under
 * `path`, null where that is empty. Throws WhatsApp's refusal (`refusalCode`), `QueryTimeout`, and OUTDATED where the server does
 * not know the query any more, or answers another one.
 *
 * Not Baileys' own: its IDs cannot be changed, and it cannot tell an outdated one from other refusals.
 */
export async function mex(
	query: Query,
	name: MexQuery,
	variables: object,
	path?: string,
): Promise<unknown> {
	const { data, errors } = await ask(query, name, variables);
	const [error] = errors ?? [];
	if (error) throw isOutdated(error) ? outdatedQuery(name) : refused(error);
	if (path === undefined) return null;
	if (!data || !(path in data)) throw outdatedQuery(name);
	return data[path] ?? null;
}

async function ask(query: Query, name: MexQuery, variables: object): Promise<Answer> {
	let answer: BinaryNode;
	try {
		answer = await answerTo(query, {
			tag: 'iq',
			attrs: { type: 'get', to: S_WHATSAPP_NET, xmlns: 'w:mex' },
			content: [
				{
					tag: 'query',
					attrs: { query_id: queryId(name) },
					content: Buffer.from(JSON.stringify({ variables })),
				},
			],
		});
	} catch (error) {
		throw refusalCode(error) === BAD_REQUEST ? outdatedQuery(name) : error;
	}
	const content = getBinaryNodeChild(answer, 'result')?.content;
	if (!content) throw outdatedQuery(name);
	return JSON.parse(content.toString()) as Answer;
}

const BAD_REQUEST = 400;

/** What WhatsApp says of an ID that it has forgotten (Auties00/Cobalt#539): a bad request, and no part that it is about. */
function isOutdated({ path, extensions }: GraphQlError): boolean {
	return extensions?.error_code === BAD_REQUEST && !path?.length;
}

function refused({ message, extensions }: GraphQlError): Refusal {
	return new Refusal(extensions?.error_code ?? 0, message ?? '');
}
