import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import type { AccountRef, EventBatch, Gateway } from '../../engine/gateway/contract';
import { accountOf } from '../shared/account';
import { messageOf, toNodeOperationError } from '../shared/errors';
import { gateway } from '../shared/gateway';
import { deliver } from './deliver';
import { itemsFrom } from './items';
import type { TriggerSettings } from './settings';
import { durableSubscription, triggerSettings } from './settings';
import { subscribePersistently } from './subscribe';

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

/** The published workflow. */
async function listenAlways({
	functions,
	settings: { events, chatTypes },
	account,
	engine,
}: Listening): Promise<ITriggerResponse> {
	const workflow = functions.getWorkflow();
	const node = functions.getNode();
	const subscription = durableSubscription(events, workflow, node, functions.getActivationMode());
	const listener = async ({ batchId, events: batch }: EventBatch) => {
		const items = itemsFrom(batch, chatTypes);
		if (items.length === 0) return;
		await deliver(functions, items, `${subscription.durableId}:${batchId}`);
	};

	const subscribed = await subscribePersistently(
		async () => await engine.subscribe(account, subscription, listener),
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
function listenOnce({
	functions,
	settings: { events, chatTypes },
	account,
	engine,
}: Listening): ITriggerResponse {
	let subscribing: ReturnType<Gateway['subscribe']> | undefined;
	return {
		manualTriggerFunction: async () => {
			try {
				subscribing = engine.subscribe(account, { events, start: 'now' }, async (batch) => {
					const items = itemsFrom(batch.events, chatTypes);
					if (items.length > 0) functions.emit([items]);
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
