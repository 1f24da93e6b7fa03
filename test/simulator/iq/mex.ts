import { channelOperations } from '../mex/channels';
import { MexError, type MexOperations, type Variables } from '../mex/operation';
import { profileOperations } from '../mex/profile';
import { restrictionOperations } from '../mex/restriction';
import { bytesOf, stanza } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

const OPERATIONS: MexOperations = {
	...channelOperations,
	...profileOperations,
	...restrictionOperations,
};

const query: IqHandler = ({ child, device }, context) => {
	const operation = OPERATIONS[child.attrs.query_id ?? ''];
	if (!operation) throw new IqError(501, 'feature-not-implemented');
	const { variables } = JSON.parse(bytesOf(child).toString()) as { variables: Variables };
	const answer = (content: unknown) => [stanza('result', {}, Buffer.from(JSON.stringify(content)))];
	try {
		return answer({ data: operation(variables, device, context) });
	} catch (error) {
		if (!(error instanceof MexError)) throw error;
		const { code, message } = error;
		const extensions = { error_code: code, is_retryable: false, severity: 'WARNING' };
		return answer({ data: null, errors: [{ message, extensions }] });
	}
};

/** WhatsApp's GraphQL: JSON in a stanza, with the id of a query instead of the query. */
export const mex: IqHandlers = { 'get w:mex query': query };
