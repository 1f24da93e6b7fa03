import type { ExecutionAnswers, WaitingExecution } from '../answers';
import { idempotent, query } from './command';

export const questionCommands = {
	/** An execution waits for the answers to what it has asked (`SendMessage.asks`). On disk when it returns. */
	'question.wait': idempotent<WaitingExecution, void>(),
	/** What was answered so far; null where the execution does not wait (any more). */
	'question.answers': query<{ execution: string }, ExecutionAnswers | null>(),
};
