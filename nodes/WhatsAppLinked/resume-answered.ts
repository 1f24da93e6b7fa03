import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { withFiles, opener } from '../WhatsAppLinkedTrigger/files';
import { accountOf } from '../shared/account';
import { DEFAULT_MAX_MEGABYTES, maxSizeOf } from '../shared/download';
import { isEngineError, messageOf } from '../shared/errors';
import { gateway } from '../shared/gateway';
import { outputsOf } from './actions/message/ask/outputs';

/** n8n makes a node of this ending of each that sends and waits, for people who review what an agent does (hitl-tools.js). */
const REVIEW = /HitlTool$/;

/**
 * The engine tells that what an execution waits for is there. What throws here would end the execution with an error, so what
 * goes wrong is answered: the engine tries again.
 */
export async function resumeAnswered(functions: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const { execution } = functions.getQueryData() as { execution?: unknown };
		const engine = gateway();
		const account = await accountOf(functions);
		const answers = await engine.request(account, 'question.answers', {
			execution: String(execution),
		});
		if (!answers) return answered(functions, 410, 'No question of this execution is open.');
		const node = functions.getNode();
		const workflowData = await outputsOf(
			node,
			answers,
			async (events) =>
				await withFiles(
					events,
					functions,
					opener(engine, account),
					maxSizeOf(DEFAULT_MAX_MEGABYTES),
				),
			REVIEW.test(node.type),
		);
		return { webhookResponse: { resumed: true }, workflowData };
	} catch (error) {
		functions.logger.warn(
			`WhatsApp Linked cannot hand over an answer yet: ${isEngineError(error) ? error.code : 'INTERNAL'}`,
		);
		return answered(functions, 503, messageOf(error));
	}
}

function answered(
	functions: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	functions.getResponseObject().status(status).json({ resumed: false, message });
	return { noWebhookResponse: true };
}
