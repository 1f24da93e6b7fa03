import { businessOperations } from '../mex/business';
import { channelOperations } from '../mex/channels';
import { directoryOperations } from '../mex/directory';
import { MexError, type MexOperation, type MexOperations, type Variables } from '../mex/operation';
import { profileOperations } from '../mex/profile';
import { restrictionOperations } from '../mex/restriction';
import { bytesOf, stanza } from '../stanza';
import type { IqContext, IqHandler, IqHandlers } from './handler';

const OPERATIONS: MexOperations = {
	...businessOperations,
	...channelOperations,
	...directoryOperations,
	...profileOperations,
	...restrictionOperations,
};

const query: IqHandler = ({ child, device }, context) => {
	const { variables } = JSON.parse(bytesOf(child).toString()) as { variables: Variables };
	const answer = (content: unknown) => [stanza('result', {}, Buffer.from(JSON.stringify(content)))];
	try {
		const operation = operationOf(child.attrs.query_id ?? '', context);
		return answer({ data: operation(variables, device, context) });
	} catch (error) {
		if (!(error instanceof MexError)) throw error;
		return answer({ data: null, errors: [write(error)] });
	}
};

/** An id that the server does not know is a bad request, which no part of an answer is named in (Auties00/Cobalt#539). */
function operationOf(queryId: string, { faults }: IqContext): MexOperation {
	const refusal = faults.mexFailure(queryId);
	if (refusal !== undefined) throw new MexError(refusal, 'Refused');
	const operation = OPERATIONS[faults.mexQuery(queryId) ?? ''];
	if (!operation) throw new MexError(400, 'Bad Request', 'CRITICAL');
	return operation;
}

function write({ code, message, severity }: MexError) {
	const path = severity === 'CRITICAL' ? [] : ['query'];
	return { message, path, extensions: { error_code: code, is_retryable: false, severity } };
}

/** WhatsApp's GraphQL: JSON in a stanza, with the id of a query instead of the query. */
export const mex: IqHandlers = { 'get w:mex query': query };
