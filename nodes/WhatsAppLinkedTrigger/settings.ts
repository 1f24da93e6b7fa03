import type {
	INode,
	ITriggerFunctions,
	IWorkflowMetadata,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { EventType, Subscription } from '../../engine/gateway/contract';
import type { ChatType } from './options';
import { ALL_CHAT_TYPES } from './options';

export interface TriggerSettings {
	events: EventType[];
	chatTypes: ChatType[];
}

/**
 * Everything the user set. It must be read before the trigger returns: later, when an event comes in, n8n has no
 * sandbox open in which an expression could be evaluated, and throws.
 */
export function triggerSettings(functions: ITriggerFunctions): TriggerSettings {
	const events = functions.getNodeParameter('events', []) as EventType[];
	if (events.length === 0) {
		throw new NodeOperationError(functions.getNode(), 'No event is chosen', {
			description: 'Choose at least one event under Events.',
		});
	}
	const chatTypes = functions.getNodeParameter('options.chatTypes', ALL_CHAT_TYPES) as ChatType[];
	if (chatTypes.length === 0) {
		throw new NodeOperationError(functions.getNode(), 'No chat type is chosen', {
			description: 'Choose at least one under Options > Chat Types, or remove that option.',
		});
	}
	return { events, chatTypes };
}

/** What a published trigger asks of the engine: to keep its events while n8n is down, and go on where it stopped. */
export function durableSubscription(
	events: EventType[],
	workflow: IWorkflowMetadata,
	node: INode,
	activationMode: WorkflowActivateMode,
): Subscription {
	return {
		durableId: `${workflow.id}:${node.id}`,
		events,
		start: startOf(activationMode),
	};
}

/**
 * `activate` is a person who publishes the workflow: nobody wants the events of the weeks before. All other modes
 * (n8n starts, a new version is published, another main takes over, n8n repairs a trigger) go on without a gap.
 */
function startOf(activationMode: WorkflowActivateMode): Subscription['start'] {
	return activationMode === 'activate' ? 'now' : 'resume';
}
