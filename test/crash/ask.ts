import { setTimeout as pause } from 'node:timers/promises';
import type { Asking, ExecutionAnswers } from '../../engine/gateway/contract';
import { OVER, RESUMED, RUNNING, type ResumeAnswer } from '../support/waiting-n8n';
import { NotNow, ProcessEnded } from './engine-process';
import type { Random } from './random';
import { inTime, NotReached, type Run } from './runs';
import type { Site } from './site';
import { NOTHING, ofOneKind, total } from './tally';
import { toldBy } from './told';

/** Where a process is killed while an execution waits for the answers to two questions. */
export interface AskPoint {
	readonly name: string;
	/** What the process does, as `kill-points.cjs` names it, or what n8n gets. */
	readonly what: string;
	readonly when: 'before' | 'after';
	/** How often that is done. */
	readonly times: number;
}

/** n8n is told to go on. */
const POSTED = 'resume posted';

/** Every step from the first question until the execution has gone on. */
export const ASK_POINTS: readonly AskPoint[] = Object.entries({
	'question commit': 1,
	'wait commit': 1,
	// The first answer, the second question in the queue, and the second answer.
	'answer commit': 3,
	'answers complete': 1,
	'resume commit': 1,
	[POSTED]: 1,
	'wait over': 1,
}).flatMap(([what, times]) =>
	(['before', 'after'] as const).map((when) => ({ name: `${what}, ${when}`, what, when, times })),
);

const WITHIN_MS = 60_000;
/** Between two tries of n8n. */
const RETRY_MS = 500;

let runs = 0;

/** Asks somebody two questions, kills the process at a point, starts the next one, and waits until the execution has gone on. */
export async function runAskPoint(site: Site, point: AskPoint, random: Random): Promise<Run> {
	const complaints = site.complaints.length;
	const { contacts } = await site.cast();
	const contact = contacts[2];
	const execution = `run-${++runs}`;
	const questions = [`How many? ${execution}`, `When? ${execution}`] as const;
	const restarted = site.process.ended.then(() => site.restart());
	restarted.catch(() => undefined);
	/** What n8n has gone on with: more than once is a fault. */
	const resumed: ExecutionAnswers[] = [];
	let isWaiting = false;
	let isKilled = point.what !== POSTED;

	/** n8n, for which its node asks the engine what was answered. */
	async function resume(): Promise<ResumeAnswer> {
		if (!isWaiting) return RUNNING;
		if (resumed.length > 0) return OVER;
		const isNow = !isKilled;
		isKilled = true;
		if (isNow && point.when === 'before') site.process.kill();
		try {
			const answers = await site.process.request('question.answers', { execution });
			if (answers) resumed.push(answers);
			// It goes on, and nobody is told.
			if (isNow && point.when === 'after') site.process.kill();
			return answers ? RESUMED : OVER;
		} catch {
			return LATER;
		}
	}

	site.waiting.set(execution, resume);
	if (point.what !== POSTED) {
		const { what, when, times } = point;
		await site.process.arm({ what, when, count: random.between(1, times), action: 'kill' });
	}
	const asks: Asking = {
		...{ execution, item: 0 },
		first: { name: 'people', answer: 'number' },
		next: [{ name: 'day', answer: 'date', content: { type: 'text', text: questions[1] } }],
	};
	await retried(restarted, () =>
		site.process.request('message.send', {
			to: contact.number,
			content: { type: 'text', text: questions[0] },
			origin: { executionId: execution, nodeId: 'ask', runIndex: 0, itemIndex: 0 },
			asks,
		}),
	);
	await retried(restarted, () =>
		site.process.request('question.wait', {
			...{ execution, items: 1, context: null },
			resumeUrl: `https://n8n.example.com/webhook-waiting/${execution}`,
		}),
	);
	isWaiting = true;
	await contact.waitForMessage(({ text }) => text === questions[0], WITHIN_MS);
	const said = [await contact.sendText(site.owner, '3')];
	await contact.waitForMessage(({ text }) => text === questions[1], WITHIN_MS);
	said.push(await contact.sendText(site.owner, '24/12/2026'));
	await inTime(restarted, new NotReached(point.name));
	await retried(restarted, async () => {
		const left = await site.process.request('question.answers', { execution });
		if (left) throw new NotNow('The execution still waits');
	});

	return {
		point: point.name,
		tallies() {
			const shown = questions.map(
				(question) => contact.received.filter(({ text }) => text === question).length,
			);
			const given = resumed[0]?.items[0]?.answers ?? [];
			const told = site
				.executed()
				.flatMap(toldBy)
				.filter(({ messageId }) => said.includes(messageId));
			const counts = [
				...shown.map((found) => ({ wanted: 1, found })),
				{ wanted: 1, found: resumed.length },
				{ wanted: said.length, found: given.length },
				// Answers start no trigger.
				{ wanted: 0, found: told.length },
			];
			return ofOneKind('question', {
				...NOTHING,
				sent: questions.length,
				cameIn: said.length,
				lost: total(counts.map(({ wanted, found }) => wanted - found)),
				doubled: total(counts.map(({ wanted, found }) => found - wanted)),
				undecryptable: site.complaints.length - complaints,
			});
		},
	};
}

const LATER: ResumeAnswer = { status: 503, body: { resumed: false } };

/** n8n's Retry On Fail, and in queue mode its asking again: the next process is asked what the last one did not answer. */
async function retried<T>(restarted: Promise<void>, work: () => Promise<T>): Promise<T> {
	for (const until = performance.now() + WITHIN_MS; ; ) {
		try {
			return await work();
		} catch (error) {
			if (performance.now() > until) throw error;
			if (error instanceof ProcessEnded) await restarted;
			else if (error instanceof NotNow) await pause(RETRY_MS);
			else throw error;
		}
	}
}
