import type {
	INode,
	ITriggerFunctions,
	IWorkflowMetadata,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type {
	EventFilter,
	EventType,
	IncomingType,
	Subscription,
} from '../../engine/gateway/contract';
import { DEFAULT_MAX_MEGABYTES, maxSizeOf } from '../shared/download';
import { EVENTS } from './events';
import type { SentCallback } from './events/trigger-event';
import { readFilters } from './filters';
import type { ChatType, OutputFormat } from './options';
import { chatTypeOptions, DEFAULT_CHATS, DEFAULT_SENT_CALLBACK } from './options';

export interface TriggerSettings {
	events: EventType[];
	/** What the user chose among the events. */
	filter: EventFilter;
	format: OutputFormat;
	/** As what Z-API's format tells that a message was sent. */
	messageSentAs: SentCallback;
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
	/** An expression may yield one alone. */
	const chosen = <T>(given: unknown, nothing: string, where: string): T[] => {
		const list = [given].flat() as T[];
		if (list.length > 0) return list;
		throw new NodeOperationError(functions.getNode(), nothing, { description: where });
	};
	const events = chosen<EventType>(
		functions.getNodeParameter('events', []),
		'No event is chosen.',
		'Choose at least one event under Events.',
	);
	const unknown = events.find((event) => !Object.hasOwn(EVENTS, event));
	if (unknown !== undefined) {
		throw new NodeOperationError(functions.getNode(), `There is no event "${unknown}".`, {
			description: `An expression under Events must yield a list of these: ${Object.keys(EVENTS).join(', ')}.`,
		});
	}
	const chatTypes = chosen<ChatType>(
		functions.getNodeParameter('chats', DEFAULT_CHATS),
		'No kind of chat is chosen.',
		'Choose at least one under Chats.',
	);
	// n8n throws for what is not there where the fallback is undefined.
	const types = option<unknown>('messageTypes', null);
	const messageTypes =
		types !== null &&
		chosen<IncomingType>(
			types,
			'No message type is chosen.',
			'Choose at least one under Options > Message Types, or remove that option.',
		);
	const filters = readFilters((name) => option<unknown>(name, null));
	return {
		events,
		filter: {
			// Who names chats has chosen their kind.
			...(!filters.chats && { chatTypes }),
			...(messageTypes && { messageTypes }),
			...filters,
		},
		format: option<OutputFormat>('format', 'simplified'),
		messageSentAs: option<SentCallback>('messageSentAs', DEFAULT_SENT_CALLBACK),
		downloadUpTo: option('downloadMedia', false)
			? maxSizeOf(option<unknown>('maxSize', DEFAULT_MAX_MEGABYTES))
			: undefined,
	};
}

/** The events that the settings ask for. */
export function subscriptionFor({
	events,
	filter,
	format,
}: TriggerSettings): Pick<Subscription, 'events' | 'filters' | 'raw'> {
	const filters = events.map((event) => {
		const its = onlyThese(filter, EVENTS[event].filters);
		return [event, event === 'message.incoming' ? withoutPosted(its, events) : its];
	});
	return {
		events,
		filters: Object.fromEntries(filters) as Subscription['filters'],
		...(format === 'raw' && { raw: true }),
	};
}

/** What is posted is two events: who asks for both gets the one of its own. */
const POSTED = [
	['status.posted', 'status'],
	['channel.posted', 'channel'],
] as const;

function withoutPosted(filter: EventFilter, events: readonly EventType[]): EventFilter {
	const told = POSTED.filter(([event]) => events.includes(event)).map(
		([, type]) => type as ChatType,
	);
	if (told.length === 0) return filter;
	const { chatTypes = chatTypeOptions.map(({ value }) => value) } = filter;
	return { ...filter, chatTypes: chatTypes.filter((type) => !told.includes(type)) };
}

/** What of the user's choice an event goes by. */
function onlyThese(filter: EventFilter, names: ReadonlyArray<keyof EventFilter>): EventFilter {
	return Object.fromEntries(
		names.filter((name) => filter[name] !== undefined).map((name) => [name, filter[name]]),
	);
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
