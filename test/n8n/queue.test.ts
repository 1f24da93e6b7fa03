import { workflow } from '../../scripts/n8n/workflows.mjs';
import { type QueueStage, setQueueStage } from './harness';

let stage: QueueStage;
beforeAll(async () => (stage = await setQueueStage()));
afterAll(async () => await stage.stop());

/** The worker that has run this execution. */
async function workerOf(executionId: string): Promise<number> {
	const logs = await Promise.all(stage.queue.workers.map((worker) => worker.log()));
	const ran = logs.map((log) => log.includes(`Worker started execution ${executionId} `));
	expect(ran.filter(Boolean)).toHaveLength(1);
	return ran.indexOf(true);
}

describe('n8n itself', () => {
	const PATH = 'who-is-there';
	const webhook = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: PATH,
		parameters: { path: PATH, responseMode: 'lastNode' },
	};
	const answer = {
		name: 'Answer',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: '={{ { execution: $execution.id } }}' },
	};

	const answeredExecution = async (): Promise<string> => {
		const response = await fetch(`${stage.queue.webhook.url}/webhook/${PATH}`);
		const { execution } = (await response.json()) as { execution: string };
		return execution;
	};

	test('runs what its webhook process is asked for on a worker, and on the other one when that is killed', async () => {
		const { rest } = stage;
		await rest.publish(await rest.createWorkflow(workflow('Answer', webhook, answer)));
		const first = await workerOf(await answeredExecution());
		const killed = stage.queue.workers[first];
		await killed?.kill();
		expect(await workerOf(await answeredExecution())).toBe(1 - first);
		await killed?.start();
	});
});
