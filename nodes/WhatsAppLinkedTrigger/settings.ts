import type {
	INode,
	ITriggerFunctions,
	IWorkflowMetadata,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { EventType, IncomingType, Subscription } from '../../engine/gateway/contract';
import { DEFAULT_MAX_MEGABYTES, maxSizeOf } from '../shared/download';
import type { ChatType, OutputFormat } from './options';
import { DEFAULT_CHATS } from './options';

/** What the user chose among the events. */
export interface Filter {
	chats: readonly ChatType[];
	/** Null: all. */
	messageTypes: readonly IncomingType[] | null;
}

export interface TriggerSettings {
	events: EventType[];
	filter: Filter;
	format: OutputFormat;
	/** Files are downloaded up to this size, in bytes; undefined: not at all. */
	downloadUpTo: number | undefined;
}

/**
 * Everything the user set. It must be read before the trigger returns: later, when an event comes in, n8n has no
 * sandbox open in which an expression could be evaluated, and throws.
 */
export function triggerSettings(functions: ITriggerFunctions): TriggerSettings {
	const option = <T>(name: string, fallback: T) =>
		functions.getNodeParameter(`options.${name}`, fallback) as T;
	const chosen = <T>(list: T, nothing: string, where: string): T => {
		if (!Array.isArray(list) || list.length > 0) return list;
		throw new NodeOperationError(functions.getNode(), nothing, { description: where });
	};
	return {
		events: chosen(
			functions.getNodeParameter('events', []) as EventType[],
			'No event is chosen.',
			'Choose at least one event under Events.',
		),
		filter: {
			chats: chosen(
				functions.getNodeParameter('chats', DEFAULT_CHATS) as ChatType[],
				'No kind of chat is chosen.',
				'Choose at least one under Chats.',
			),
			messageTypes: chosen(
				option<IncomingType[] | null>('messageTypes', null),
				'No message type is chosen.',
				'Choose at least one under Options > Message Types, or remove that option.',
			),
		},
		format: option<OutputFormat>('format', 'simplified'),
		downloadUpTo: option('downloadMedia', false)
			? maxSizeOf(option<unknown>('maxSize', DEFAULT_MAX_MEGABYTES))
			: undefined,
	};
}

/** The events that the settings ask for. */
export function subscriptionFor({
	events,
	format,
}: TriggerSettings): Pick<Subscription, 'events' | 'raw'> {
	return { events, ...(format === 'raw' && { raw: true }) };
}

/** Whether nothing can happen before a number is linked: what the connection tells can be the linking itself. */
export function needsLink({ events }: TriggerSettings): boolean {
	return events.some((event) => !event.startsWith('session.'));
}

/** What a published trigger asks of the engine: to keep its events while n8n is down, and go on where it stopped. */
export function durableSubscription(
	settings: TriggerSettings,
	workflow: IWorkflowMetadata,
	node: INode,
	activationMode: WorkflowActivateMode,
): Subscription {
	return {
		durableId: `${workflow.id}:${node.id}`,
		...subscriptionFor(settings),
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
