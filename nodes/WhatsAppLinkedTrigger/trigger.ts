import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import type {
	AccountRef,
	DroppedListener,
	EngineEvent,
	EventListener,
	Gateway,
} from '../../engine/gateway/contract';
import { accountOf } from '../shared/account';
import { isEngineError, messageOf, toNodeOperationError } from '../shared/errors';
import { gateway } from '../shared/gateway';
import { requireLinked } from '../shared/linked';
import { redactId } from '../shared/log';
import { withProducts } from './carts';
import { deduplicationKey, deliver } from './deliver';
import type { Delivery } from './files';
import { hasFiles, opener, withFiles, withoutFiles } from './files';
import { itemsFrom } from './items';
import type { TriggerSettings } from './settings';
import { durableSubscription, needsLink, subscriptionFor, triggerSettings } from './settings';
import { subscribePersistently } from './subscribe';
import { perChat, turns } from './turns';

/** The engine hands over more batches of other chats while those of one wait for their files (engine/events/event-log.ts). */
const MAX_EXECUTIONS = 50;

/** What both ways of running share; all of it is read while n8n still evaluates expressions. */
interface Listening {
	functions: ITriggerFunctions;
	settings: TriggerSettings;
	account: AccountRef;
	engine: Gateway;
}

export async function startTrigger(functions: ITriggerFunctions): Promise<ITriggerResponse> {
	try {
		const listening: Listening = {
			functions,
			settings: triggerSettings(functions),
			account: await accountOf(functions),
			engine: gateway(),
		};
		return functions.getMode() === 'manual' ? listenOnce(listening) : await listenAlways(listening);
	} catch (error) {
		throw toNodeOperationError(functions.getNode(), error);
	}
}

/**
 * What is to be put out of what happened in a chat, one batch after another: a text does not overtake the picture before it
 * while that is downloaded, nor a cart whose products are asked for. All before it is put out, so that a batch counts as taken
 * only with its files.
 */
function preparation({ functions, settings, account, engine }: Listening) {
	const { downloadUpTo, format } = settings;
	const inOrder = perChat();
	const { name: nodeName } = functions.getNode();
	const { id: workflowId } = functions.getWorkflow();

	/** The engine ends what takes too long. Of its reason the code is told alone: the words hold what a customer has made up. */
	const complete = async (event: EngineEvent): Promise<EngineEvent> =>
		await withProducts(
			event,
			async (cart) => await engine.request(account, 'order.getCart', cart),
			(error) => {
				const reason = isEngineError(error) ? error.code : 'INTERNAL';
				functions.logger.warn(
					`WhatsApp Linked Trigger puts out a cart without its products: ${reason}`,
					{ workflowId, nodeName },
				);
			},
		);

	return async (events: readonly EngineEvent[]): Promise<Delivery[]> => {
		const chats = events.map((event) => ('chat' in event ? event.chat.id : ''));
		return await inOrder(chats, async () => {
			const told: EngineEvent[] = [];
			// Raw is what WhatsApp has sent, and nothing else.
			for (const event of events) told.push(format === 'raw' ? event : await complete(event));
			if (downloadUpTo === undefined) return told.map((event) => ({ event }));
			return await withFiles(told, functions, opener(engine, account), downloadUpTo);
		});
	};
}

/**
 * A person looks on and can link the number. At any other start of a trigger (of n8n, of a new version) the workflow waits for
 * it: n8n would leave a trigger that throws dead until somebody publishes the workflow again.
 */
function isPublishing(functions: ITriggerFunctions, settings: TriggerSettings): boolean {
	return functions.getActivationMode() === 'activate' && needsLink(settings);
}

/** The published workflow. */
async function listenAlways(listening: Listening): Promise<ITriggerResponse> {
	const { functions, settings, account, engine } = listening;
	const { format, messageSentAs } = settings;
	const workflow = functions.getWorkflow();
	const node = functions.getNode();
	const subscription = durableSubscription(settings, workflow, node, functions.getActivationMode());
	const prepare = preparation(listening);
	const inTurn = turns(MAX_EXECUTIONS);
	// What n8n did not take comes again: its files are stored already.
	const prepared = new Map<string, Delivery[]>();
	const listener: EventListener = async ({ batchId, events }) => {
		const deliveries = prepared.get(batchId) ?? (await prepare(events));
		if (deliveries.some(hasFiles)) prepared.set(batchId, deliveries);
		const key = deduplicationKey(subscription.durableId, batchId);
		const items = itemsFrom(deliveries, format, messageSentAs);
		await inTurn(async () => {
			await deliver(functions, items, key, () =>
				itemsFrom(withoutFiles(deliveries), format, messageSentAs),
			);
		});
		prepared.delete(batchId);
	};

	const onDropped: DroppedListener = ({ dropped, reason }) => {
		prepared.delete(dropped.eventId);
		functions.logger.error(`WhatsApp Linked Trigger lost ${dropped.event}: ${reason}`, {
			workflowId: workflow.id,
			nodeName: node.name,
			eventId: redactId(dropped.eventId),
		});
	};

	const subscribed = await subscribePersistently(
		async () => {
			if (isPublishing(functions, settings)) await requireLinked(engine, account);
			return await engine.subscribe(account, subscription, listener, onDropped);
		},
		{
			onDelay: (error) =>
				functions.logger.warn(`WhatsApp Linked Trigger starts later: ${messageOf(error)}`, {
					workflowId: workflow.id,
					nodeName: node.name,
				}),
			onFailure: (error) => functions.emitError(toNodeOperationError(node, error)),
		},
	);
	return { closeFunction: async () => await subscribed.close() };
}

/**
 * "Execute step" in the editor: n8n takes the first event and closes. It puts its `emit` in place only after the trigger
 * has returned, so nothing may be listened to before `manualTriggerFunction`, nor may `emit` be kept in a variable.
 */
function listenOnce(listening: Listening): ITriggerResponse {
	const { functions, settings, account, engine } = listening;
	const { format, messageSentAs } = settings;
	const prepare = preparation(listening);
	let subscribing: ReturnType<Gateway['subscribe']> | undefined;
	return {
		manualTriggerFunction: async () => {
			try {
				if (needsLink(settings)) await requireLinked(engine, account);
				const subscription = { ...subscriptionFor(settings), start: 'now' as const };
				subscribing = engine.subscribe(account, subscription, async ({ events }) => {
					functions.emit([itemsFrom(await prepare(events), format, messageSentAs)]);
				});
				await subscribing;
			} catch (error) {
				throw toNodeOperationError(functions.getNode(), error);
			}
		},
		closeFunction: async () => {
			// Stop may be pressed before the engine has answered; a refusal was reported above.
			const subscribed = await subscribing?.catch(() => undefined);
			await subscribed?.close();
		},
	};
}
